import type { EvidenceView } from "../../protocol/views.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

interface FactsProps {
  readonly facts: readonly EvidenceView[];
  /** Whether they were won on another text than what accepting would make. */
  readonly stale?: boolean;
  readonly open?: number | undefined;
  /** Called with a fact's place; absent where nothing more can be shown. */
  readonly onToggle?: (place: number) => void;
}

/** What was found out, each with a mark: proved, refuted, or not known. */
export function Facts({ facts, stale = false, open, onToggle }: FactsProps) {
  return (
    <ul class={stale ? "facts stale" : "facts"} aria-label="Evidence">
      {facts.map((fact, place) => (
        <li key={`${fact.check} ${place}`} title={fact.check}>
          {fact.detail && onToggle !== undefined ? (
            <button type="button" class="fact" aria-expanded={open === place} onClick={() => onToggle(place)}>
              <Mark fact={fact} />
            </button>
          ) : (
            <span class="fact">
              <Mark fact={fact} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const marks = {
  proved: { icon: "pass", tone: "good", spoken: "Proved: " },
  refuted: { icon: "error", tone: "bad", spoken: "Refuted: " },
  unknown: { icon: "warning", tone: "warn", spoken: "Not known: " },
} as const;

function Mark({ fact: { verdict, sentence } }: { readonly fact: EvidenceView }) {
  const { icon, tone, spoken } = marks[verdict];
  return (
    <>
      <Icon name={icon} tone={tone} />
      <span class="unseen">{spoken}</span>
      <span>{plainly(sentence)}</span>
    </>
  );
}
