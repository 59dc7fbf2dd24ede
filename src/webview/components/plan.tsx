import { useMemo, useState } from "preact/hooks";
import type { CardView } from "../../protocol/views.ts";
import { jumpToCard } from "../jump.ts";
import { usePanel } from "../panel-context.ts";
import { cardKey } from "../panel-state.ts";
import { type PlanRow, planRows } from "../plan-rows.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";
import { PathName } from "./path-name.tsx";
import { StatusMark } from "./status-mark.tsx";

interface PlanProps {
  readonly run: string;
  readonly cards: readonly CardView[];
  /** Whether it has begun: then it shows how far each is, and leads to its card. */
  readonly begun: boolean;
}

/** Who waits for whom, one row each. */
export function Plan({ run, cards, begun }: PlanProps) {
  const rows = useMemo(() => planRows(cards), [cards]);
  return (
    <ol class="plan-rows" aria-label="Plan">
      {rows.map((row) => (
        <Row key={row.cards[0].id} run={run} row={row} begun={begun} />
      ))}
    </ol>
  );
}

function Row({ run, row, begun }: { readonly run: string; readonly row: PlanRow; readonly begun: boolean }) {
  const { cards, after } = row;
  const [first, ...others] = cards;
  const [open, setOpen] = useState(false);
  const waits = after.length === 0 ? "" : `After ${after.map(plainly).join(", ")}. `;
  if (others.length === 0) return <CardRow run={run} row={row} card={first} begun={begun} waits={waits} />;
  return (
    <>
      <li class="plan-row">
        <Rails row={row} />
        <button type="button" class="plan-who" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "chevron-down" : "chevron-right"} />
          <strong>{plainly(first.agent)}</strong>
          <span class="dim">{files(cards, begun)}</span>
        </button>
        <Task instruction={first.instruction} waits={waits} />
      </li>
      {open &&
        cards.map((card) => (
          <CardRow
            key={card.id}
            run={run}
            row={{ ...row, rails: [...row.rails, false] }}
            card={card}
            begun={begun}
            waits=""
          />
        ))}
    </>
  );
}

interface CardRowProps {
  readonly run: string;
  readonly row: PlanRow;
  readonly card: CardView;
  readonly begun: boolean;
  readonly waits: string;
}

function CardRow({ run, row, card, begun, waits }: CardRowProps) {
  const { memory } = usePanel();
  const name = (
    <>
      {begun ? <StatusMark status={card.status} /> : <Icon name={card.icon} />}
      <strong>{plainly(card.agent)}</strong>
      <PathName path={card.target} />
    </>
  );
  return (
    <li class="plan-row">
      <Rails row={row} />
      {begun && card.status !== "queued" ? (
        <button type="button" class="plan-who" onClick={() => jumpToCard(cardKey(run, card.id), memory)}>
          {name}
        </button>
      ) : (
        <span class="plan-who">{name}</span>
      )}
      <Task instruction={card.instruction} waits={waits} />
    </li>
  );
}

function Task({ instruction, waits }: { readonly instruction: string; readonly waits: string }) {
  const told = plainly(instruction);
  return (
    <span class="plan-task" title={`${waits}${told}`}>
      <span class="unseen">{waits}</span>
      {told}
    </span>
  );
}

/** The lines that lead here from the row it waits for. */
function Rails({ row: { rails, branch } }: { readonly row: PlanRow }) {
  return (
    <span class="rails" aria-hidden="true">
      {rails.map((passes, index) => (
        <i key={`rail ${String(index)}`} class={passes ? "rail passes" : "rail"} />
      ))}
      {branch !== "none" && <i class={`rail ${branch}`} />}
    </span>
  );
}

function files(cards: readonly CardView[], begun: boolean): string {
  const ended = cards.filter(({ status }) => status !== "queued" && status !== "working").length;
  return begun ? `${ended} of ${cards.length} files` : `${cards.length} files`;
}
