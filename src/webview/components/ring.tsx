import type { CardView } from "../../protocol/views.ts";
import { plainly } from "../text/hidden.ts";

interface RingProps {
  readonly confidence: NonNullable<CardView["confidence"]>;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** Confidence as a ring; its reasons when pointed at, or below when pressed. */
export function Ring({ confidence: { value, reasons }, open, onToggle }: RingProps) {
  const figure = value.toFixed(2);
  const title = [`Confidence ${figure}`, ...reasons.map((reason) => `• ${plainly(reason)}`)].join("\n");
  return (
    <button
      type="button"
      class="ring-button"
      title={title}
      aria-label={`Confidence ${figure}, reasons`}
      aria-expanded={open}
      onClick={onToggle}
    >
      <span class={`ring ${tone(value)}`} style={{ "--part": `${value * 100}%` }} />
    </button>
  );
}

/** Below 0.8 the user is asked; below a half it is more likely wrong than right. */
function tone(value: number): string {
  if (value >= 0.8) return "good";
  return value >= 0.5 ? "warn" : "bad";
}
