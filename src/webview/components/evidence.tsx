import { useEffect, useState } from "preact/hooks";
import type { CardView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { cardKey } from "../panel-state.ts";
import { plainly } from "../text/hidden.ts";
import { Facts } from "./facts.tsx";
import { Icon } from "./icon.tsx";
import { Markdown } from "./markdown.tsx";

interface EvidenceProps {
  readonly run: string;
  readonly card: CardView;
  readonly details: ReadonlyMap<number, string> | undefined;
}

/** A card's facts, and below them the proof of the one that was pressed. */
export function Evidence({ run, card, details }: EvidenceProps) {
  const { memory } = usePanel();
  const keyOf = (place: number) => `${cardKey(run, card.id)}\nproof ${place}`;
  const remembered = card.evidence.findIndex(({ detail }, place) => detail && memory.isOpen(keyOf(place)));
  const [open, setOpen] = useState(remembered === -1 ? undefined : remembered);
  if (card.evidence.length === 0) return null;
  const toggle = (place: number) => {
    if (open !== undefined) memory.setOpen(keyOf(open), false);
    if (open !== place) memory.setOpen(keyOf(place), true);
    setOpen(open === place ? undefined : place);
  };
  const shown = open === undefined ? undefined : card.evidence[open];
  return (
    <>
      <Facts facts={card.evidence} stale={card.checked === "stale"} open={open} onToggle={toggle} />
      {open !== undefined && shown !== undefined && (
        <Proof run={run} card={card.id} place={open} check={shown.check} markdown={details?.get(open)} />
      )}
    </>
  );
}

interface ProofProps {
  readonly run: string;
  readonly card: string;
  readonly place: number;
  readonly check: string;
  readonly markdown: string | undefined;
}

/** Asks for the proof when it has none, also when one it had is no longer about what is shown. */
function Proof({ run, card, place, check, markdown }: ProofProps) {
  const { post } = usePanel();
  const missing = markdown === undefined;
  useEffect(() => {
    if (missing) post({ type: "detail", run, card, evidence: place });
  }, [post, missing, run, card, place]);
  return (
    <section class="proof" aria-label={`Proof of ${plainly(check)}`} aria-busy={missing}>
      {missing ? <Icon name="loading" spin /> : <Markdown text={markdown} />}
    </section>
  );
}
