import type { CardView } from "../../protocol.ts";
import { memo } from "../memo.ts";
import { cardKey, type PanelState } from "../panel-state.ts";
import type { RunPart } from "../run-part.ts";
import { plainly } from "../text/hidden.ts";
import { ActionButtons } from "./action-buttons.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { RequestBubble } from "./request-bubble.tsx";
import { RunLine, troubles } from "./run-line.tsx";

/** More cards than these, and the ones that need nobody start folded. */
const few = 8;

interface RunProps {
  readonly part: RunPart;
  readonly details: PanelState["details"];
}

/** One request and all that follows from it. */
export const Run = memo(({ part: { head, cards }, details }: RunProps) => {
  const many = cards.length > few;
  return (
    <section class="run" data-run={head.run} aria-label={`Run: ${plainly(head.request)}`}>
      <RequestBubble request={head.request} />
      <RunLine head={head} />
      <RunMessage part={{ head, cards }} />
      {cards.map((card) => (
        <Card
          key={card.id}
          run={head.run}
          card={card}
          folded={many && needsNobody(card)}
          details={details.get(cardKey(head.run, card.id))}
        />
      ))}
      {head.together.length > 0 && (
        <div class="together">
          <span>Together</span>
          <Facts facts={head.together} />
        </div>
      )}
    </section>
  );
});

function needsNobody({ status, question, files }: CardView): boolean {
  if (status === "queued") return true;
  const conflict = files.some(({ hunks }) => hunks.some((hunk) => hunk.status === "conflict"));
  return status === "proved" && question === "" && !conflict;
}

/** What a run came to, where the figures do not say it, and what can be done. */
function RunMessage({ part: { head } }: { readonly part: RunPart }) {
  const trouble = troubles.has(head.status);
  const sentence = head.total > 0 || trouble ? head.sentence : "";
  if (sentence === "" && head.notes.length === 0 && head.actions.length === 0) return null;
  return (
    <div class={trouble ? "message trouble" : "message"}>
      {sentence !== "" && (
        <p>
          {trouble && <Icon name="error" tone="bad" />}
          <span>{plainly(sentence)}</span>
        </p>
      )}
      {head.notes.map((note) => (
        <p key={note} class="note">
          <Icon name="info" />
          <span>{plainly(note)}</span>
        </p>
      ))}
      {head.actions.length > 0 && (
        <div class="actions">
          <ActionButtons run={head.run} actions={head.actions} />
        </div>
      )}
    </div>
  );
}
