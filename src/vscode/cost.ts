import { spentBy, standing } from "../core/run/outcome.ts";
import type { RunState } from "../core/run/run-state.ts";
import { requestText } from "./run-view.ts";

/** What runs have cost, by agent and model, as Markdown. */
export function costText(runs: readonly RunState[]): string {
  if (runs.length === 0) return "# What it cost\n\nNothing has been run yet.\n";
  return `# What it cost\n\n${runs.map(runText).join("\n")}`;
}

function runText(state: RunState): string {
  const { calls, input, output, cacheRead, usd } = state.spent ?? spentBy(state, state.startedAt);
  const rows = [...state.workers.values()].map(({ assignment, report, model }) => {
    const spent = report?.spent;
    const cells = [
      assignment.agent,
      assignment.target,
      model ?? "",
      spent?.calls,
      spent?.input,
      spent?.output,
      dollars(spent?.usd),
    ];
    return `| ${cells.map((cell) => String(cell ?? "").replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const cached = cacheRead > 0 ? ` (${cacheRead} read from the cache)` : "";
  return [
    `## ${requestText(state)}`,
    "",
    `${standing(state).length} workers · ${calls} calls · ${input} tokens in${cached} · ${output} tokens out · ${dollars(usd)}`,
    "",
    "| agent | file | model | calls | in | out | cost |",
    "|---|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function dollars(usd: number | undefined): string {
  return usd === undefined ? "no known price" : `$${usd.toFixed(4)}`;
}
