import type { CardView } from "../../protocol/views.ts";
import { plainly } from "../text/hidden.ts";
import { ActionButtons } from "./action-buttons.tsx";
import { Icon } from "./icon.tsx";

/** What a worker waits for, and whether its evidence is about what accepting would make; with what can be done about it. */
export function Gate({ run, card }: { readonly run: string; readonly card: CardView }) {
  const { question, checked, actions, doubts, confidence } = card;
  if (question === "" && actions.length === 0 && checked !== "stale" && checked !== "checking") return null;
  return (
    <div class="gate">
      {checked === "checking" && (
        <span class="note">
          <Icon name="sync" spin /> Checking this selection…
        </span>
      )}
      {checked === "stale" && (
        <span class="warn">
          <Icon name="history" /> Not checked for this selection
        </span>
      )}
      {question !== "" && (
        <span class="warn">
          {plainly(question)}
          {doubts.length > 0 && confidence !== undefined && `: confidence ${confidence.value.toFixed(2)}, because`}
        </span>
      )}
      {doubts.length > 0 && (
        <ul class="doubts" aria-label="What is doubted">
          {doubts.map((doubt) => (
            <li key={doubt}>{plainly(doubt)}</li>
          ))}
        </ul>
      )}
      <ActionButtons run={run} card={card.id} actions={actions} />
    </div>
  );
}
