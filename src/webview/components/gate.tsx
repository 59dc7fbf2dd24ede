import type { CardView } from "../../protocol.ts";
import { plainly } from "../text/hidden.ts";
import { ActionButtons } from "./action-buttons.tsx";
import { Icon } from "./icon.tsx";

/** What a worker waits for, and whether its evidence is about what accepting would make; with what can be done about it. */
export function Gate({ run, card }: { readonly run: string; readonly card: CardView }) {
  const { question, checked, actions } = card;
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
      {question !== "" && <span class="warn">{plainly(question)}</span>}
      <ActionButtons run={run} card={card.id} actions={actions} />
    </div>
  );
}
