import type { ComponentChildren } from "preact";
import type { CardView } from "../../protocol/views.ts";
import { memo } from "../memo.ts";
import { useOpen } from "../panel-context.ts";
import { cardKey, type PanelState } from "../panel-state.ts";
import type { RunPart } from "../run-part.ts";
import { counted } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { ActionButtons } from "./action-buttons.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { Plan } from "./plan.tsx";
import { Question } from "./question.tsx";
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
  // What waits for the user's word stands in the plan they are asked about, and what they did not want stands in the plan alone.
  const asked = new Set(head.questions.flatMap(({ plan }) => plan?.cards ?? []));
  const begun = cards.filter((card) => !asked.has(card.id) && !isDeclined(card));
  const hasOrder = many || begun.length < cards.length || cards.some(({ after }) => after.length > 0);
  const rest = many && head.working ? { proved: begun.filter(isDone), queued: begun.filter(isQueued) } : undefined;
  const draw = (card: CardView) => (
    <Card
      key={card.id}
      run={head.run}
      card={card}
      folded={many && needsNobody(card)}
      details={details.get(cardKey(head.run, card.id))}
      waitsFor={waitsFor(card, cards)}
    />
  );
  return (
    <section class="run" data-run={head.run} aria-label={`Run: ${plainly(head.request)}`}>
      <RequestBubble request={head.request} />
      <RunLine head={head} />
      <RunMessage part={{ head, cards }} />
      {head.questions.map((question) => (
        <Question key={question.id} run={head.run} question={question} cards={cards} />
      ))}
      {asked.size === 0 && hasOrder && <PlanFold run={head.run} cards={cards} />}
      {rest !== undefined && (
        <Aside name={`${rest.proved.length} proved`} icon="pass" run={head.run} cards={rest.proved} draw={draw} />
      )}
      {(rest === undefined ? begun : begun.filter((card) => !isDone(card) && !isQueued(card))).map(draw)}
      {rest !== undefined && (
        <Aside name={`${rest.queued.length} queued`} icon="ellipsis" run={head.run} cards={rest.queued} draw={draw} />
      )}
      {head.together.length > 0 && (
        <div class="together">
          <span>Together</span>
          <Facts facts={head.together} />
        </div>
      )}
    </section>
  );
});

interface AsideProps {
  readonly run: string;
  /** "12 proved" */
  readonly name: string;
  readonly icon: string;
  readonly cards: readonly CardView[];
  readonly draw: (card: CardView) => ComponentChildren;
}

/** Cards that need nobody while many others are at work, in one row until somebody wants to see them. */
function Aside({ run, name, icon, cards, draw }: AsideProps) {
  const [open, setOpen] = useOpen(`${run}\n${icon}`, false);
  if (cards.length === 0) return null;
  return (
    <>
      <button type="button" class="fold" data-aside aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <Icon name={icon} tone={icon === "pass" ? "good" : "dim"} />
        <span>{name}</span>
      </button>
      {open && cards.map(draw)}
    </>
  );
}

/** The plan while it is carried out, folded until somebody wants to see it. */
function PlanFold({ run, cards }: { readonly run: string; readonly cards: readonly CardView[] }) {
  const [open, setOpen] = useOpen(`${run}\nplan`, false);
  const waiting = cards.filter(({ after }) => after.length > 0).length;
  const order = waiting === 0 ? "side by side" : `${waiting} after others`;
  return (
    <>
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <span>Plan</span>
        <span class="dim">
          {counted(cards.length, "agent")}, {order}
        </span>
      </button>
      {open && <Plan run={run} cards={cards} begun />}
    </>
  );
}

/** "After fix src/a.js", or after how many, while a card waits for others to end. */
function waitsFor({ status, after }: CardView, cards: readonly CardView[]): string {
  if (status !== "queued" || after.length === 0) return "";
  const open = cards.filter((one) => after.includes(one.id) && (one.status === "queued" || one.status === "working"));
  const [first] = open;
  if (first === undefined) return "";
  return open.length === 1
    ? `After ${first.agent} ${first.target.split("/").at(-1) ?? ""}`
    : `After ${open.length} others`;
}

function isDone(card: CardView): boolean {
  return card.status === "proved" && needsNobody(card);
}

function isQueued({ status }: CardView): boolean {
  return status === "queued";
}

/** Of a plan that the user did not start. */
function isDeclined({ status, startedAt }: CardView): boolean {
  return status === "cancelled" && startedAt === undefined;
}

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
