import { unifiedDiff } from "../changes/unified-diff.ts";
import { findingLine } from "../evidence/finding-line.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import { standing } from "./outcome.ts";
import { proposedTexts } from "./proposed-texts.ts";
import { requestText } from "./request.ts";
import type { RunState, WorkerState } from "./run-state.ts";

/** A run as one Markdown document that can be read without Tessera: what was asked, what came of it, the evidence and the diffs. */
export async function exportText(state: RunState, blobs: Pick<BlobStore, "get">): Promise<string> {
  const parts = [`# Run ${state.run}`, "", ...requestLines(state), "", `**${state.status}**: ${state.sentence}`, ""];
  for (const worker of standing(state)) parts.push(...(await workerLines(worker, blobs)));
  if (state.union.length > 0)
    parts.push("## Together", "", ...state.union.map(({ verdict, sentence }) => `- ${verdict}: ${sentence}`), "");
  return parts.join("\n");
}

function requestLines({ request, notes, unplanned }: RunState): readonly string[] {
  if (request === undefined) return [];
  return [`Asked: ${requestText(request)}`, ...[...notes, ...unplanned].map((note) => `- ${note}`)];
}

async function workerLines(worker: WorkerState, blobs: Pick<BlobStore, "get">): Promise<readonly string[]> {
  const { assignment, report, model } = worker;
  const lines = [`## ${assignment.agent} ${assignment.target}`, ""];
  if (report === undefined) return [...lines, "It did not run.", ""];
  const { calls, input, output } = report.spent;
  lines.push(
    `${report.status}: ${report.summary}`,
    "",
    `${model ?? ""} · ${calls} calls · ${input + output} tokens · confidence ${report.confidence.value.toFixed(2)}`,
    "",
  );
  lines.push(...report.evidence.map(({ check, verdict, sentence }) => `- ${check}: ${verdict}. ${sentence}`), "");
  const findings = worker.criticism?.findings ?? [];
  if (findings.length > 0) lines.push("A critic finds:", "", ...findings.map((one) => `- ${findingLine(one)}`), "");
  if (report.problem !== undefined) lines.push(report.problem.sentence, "");
  const diff = unifiedDiff(await proposedTexts(worker, blobs));
  return diff === "" ? lines : [...lines, "````diff", diff.trimEnd(), "````", ""];
}
