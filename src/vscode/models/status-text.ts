import { counted, grouped } from "../../core/evidence/figures.ts";
import type { ModelChoice } from "./model-choice.ts";
import { plainLabel } from "./plain-label.ts";

/** What the shown runs amount to. */
export interface RunTotals {
  /** Agents at work. */
  readonly running: number;
  readonly tokens: number;
  /** Undefined where a model's price is not known. */
  readonly usd: number | undefined;
}

export interface StatusText {
  readonly text: string;
  /** The same in words, for screen readers. */
  readonly spoken: string;
  /** For the tooltip: what, and how much. */
  readonly rows: readonly (readonly [string, string])[];
}

/** The one status-bar item: the model, who is at work, and what it has cost. */
export function statusText(model: ModelChoice, totals: RunTotals | undefined): StatusText {
  const { running = 0, tokens = 0, usd } = totals ?? {};
  const agents = counted(running, "agent");
  const spent = [...(tokens === 0 ? [] : [counted(tokens, "token")]), ...(usd ? [dollars(usd)] : [])];
  const icon = running > 0 ? `$(sync~spin) ${running}` : model.offline ? "$(debug-disconnect)" : "$(hubot)";
  const label = plainLabel(model.label);
  const cost = usd === undefined ? "the model's price is not known" : dollars(usd);
  return {
    text: [`${icon} ${label}`, ...spent].join(" · "),
    spoken: [`Tessera: model ${label}`, ...(running > 0 ? [`${agents} at work`] : []), ...spent].join(", "),
    rows: [
      ["Model", label === model.id ? label : `${label} (${model.id})`],
      ["At work", running === 0 ? "nobody" : agents],
      ...(tokens === 0 && !usd
        ? []
        : ([
            ["Tokens", grouped(tokens)],
            ["Cost", cost],
          ] as const)),
    ],
  };
}

/** Cents, and parts of them where there are no whole ones. */
function dollars(usd: number): string {
  return usd > 0 && usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}
