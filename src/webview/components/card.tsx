import { useState } from "preact/hooks";
import type { CardView } from "../../protocol/views.ts";
import { memo } from "../memo.ts";
import { useOpen } from "../panel-context.ts";
import { cardKey } from "../panel-state.ts";
import { plainly } from "../text/hidden.ts";
import { CardHead } from "./card-head.tsx";
import { Evidence } from "./evidence.tsx";
import { FileChanges } from "./file-changes.tsx";
import { Gate } from "./gate.tsx";
import { Icon } from "./icon.tsx";
import { Prose } from "./prose.tsx";
import { Receipt } from "./receipt.tsx";

interface CardProps {
  readonly run: string;
  readonly card: CardView;
  /** How it is before the user folds or unfolds it. */
  readonly folded: boolean;
  readonly details: ReadonlyMap<number, string> | undefined;
  /** Whom it waits for, in a few words; empty where for nobody. */
  readonly waitsFor: string;
}

/** One worker: what it does or did, what was proved, and what it proposes. */
export const Card = memo(({ run, card, folded, details, waitsFor }: CardProps) => {
  const key = cardKey(run, card.id);
  const [open, setOpen] = useOpen(key, !folded);
  const [reasons, setReasons] = useState(false);
  const toggleReasons = () => setReasons(!reasons);
  return (
    <article
      class={`card ${card.status}${open ? "" : " folded"}`}
      data-card={key}
      aria-label={plainly(`${card.agent} ${card.target}`)}
    >
      <CardHead
        run={run}
        card={card}
        open={open}
        onToggle={() => setOpen(!open)}
        reasons={reasons}
        onReasons={toggleReasons}
        waitsFor={waitsFor}
      />
      {open && (
        <>
          {card.step !== "" && <div class="step">{plainly(card.step)}</div>}
          {card.summary !== "" && (
            <div class="summary" dir="auto">
              <Prose text={card.summary} />
            </div>
          )}
          {card.problem !== "" && (
            <div class="problem">
              <Icon name="warning" tone="warn" />
              <Prose text={card.problem} />
            </div>
          )}
          {reasons && card.confidence !== undefined && (
            <ul class="reasons" aria-label="Reasons for the confidence">
              {card.confidence.reasons.map((reason) => (
                <li key={reason}>{plainly(reason)}</li>
              ))}
            </ul>
          )}
          <Evidence run={run} card={card} details={details} />
          <Receipt cardKey={key} card={card} />
          <Gate run={run} card={card} />
          {card.files.map((file) => (
            <FileChanges key={file.id} run={run} card={card.id} file={file} />
          ))}
        </>
      )}
    </article>
  );
});
