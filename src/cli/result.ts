import { THRESHOLD } from "../core/evidence/confidence.ts";
import type { Finding } from "../core/evidence/criticism.ts";
import { detailText } from "../core/evidence/detail-text.ts";
import type { Evidence } from "../core/evidence/evidence.ts";
import { findingLine, isSevere } from "../core/evidence/finding-line.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { buildsOnEarlier } from "../core/run/waiting-proposal.ts";
import { needsPerson } from "../core/worker/needs-person.ts";
import type { Report } from "../core/worker/report.ts";
import { calls, count, duration, type Palette, plain } from "./terminal.ts";

/**
 * What a run came to, for people: a card for each worker, what holds for all together, and one line for the whole.
 * `diffs` by assignment; `details` are the blobs behind evidence, by what it names them by; `notes` are what else is to be said.
 */
export function resultText(
  state: RunState,
  diffs: ReadonlyMap<string, string>,
  paint: Palette,
  options: {
    readonly explain: boolean;
    readonly details?: ReadonlyMap<string, string>;
    readonly notes?: readonly string[];
  },
): string {
  const cards = standing(state).map((worker) => {
    const diff = diffs.get(worker.assignment.id) ?? "";
    const proofs = options.explain ? proofLines(worker, options.details ?? new Map(), paint) : [];
    return [...cardLines(worker, paint, options.explain), ...proofs, ...diffLines(diff, paint), ""].join("\n");
  });
  const together = state.union.map((evidence) => evidenceLine(evidence, paint).trimStart());
  const unplanned =
    state.workers.size === 0 ? [] : state.unplanned.map((sentence) => `${paint.yellow("?")} ${plain(sentence)}`);
  const notes = (options.notes ?? []).map((note) => paint.yellow(plain(note)));
  return `${[...cards, ...together, ...unplanned, ...notes, lastLine(state, paint)].join("\n")}\n`;
}

function cardLines(worker: WorkerState, paint: Palette, explain: boolean): readonly string[] {
  const { assignment, report } = worker;
  const head = `${paint.bold(assignment.agent)} ${plain(assignment.target)}`;
  if (report === undefined) return [`○ ${head}  did not run`, `  ${plain(assignment.context.why)}`];
  const mark = report.status === "proved" ? paint.green("✓") : paint.red("✗");
  const { input, output, seconds } = report.spent;
  const below = buildsOnEarlier(worker);
  const from = worker.isCached ? "known from before · " : "";
  const cost = `${from}${calls(report.spent.calls)} · ${count(input + output)} tokens · ${duration(seconds)}`;
  return [
    `${mark} ${head}  ${report.status}  ${paint.dim(cost)}`,
    `  ${plain(report.summary)}`,
    ...(below === "" ? [] : [`  ${paint.yellow(plain(below))}`]),
    ...telling(report.evidence).map((evidence) => evidenceLine(evidence, paint)),
    ...(worker.criticism?.findings ?? []).map((finding) => findingText(finding, paint)),
    ...(report.problem === undefined ? [] : [`  ${paint.yellow(plain(report.problem.sentence))}`]),
    ...(report.status === "proved" && needsPerson(report) ? [`  ${paint.yellow(heldBack(report))}`] : []),
    ...(explain ? explanation(worker).map((line) => `  ${paint.dim(plain(line))}`) : []),
  ];
}

/** Beside what is refuted, nobody needs to read what was therefore not checked. */
function telling(evidence: readonly Evidence[]): readonly Evidence[] {
  const isRefuted = evidence.some(({ verdict }) => verdict === "refuted");
  return isRefuted ? evidence.filter(({ verdict }) => verdict !== "unknown") : evidence;
}

function evidenceLine({ verdict, sentence }: Evidence, paint: Palette): string {
  const marks = { proved: paint.green("✓"), refuted: paint.red("✗"), unknown: paint.yellow("?") };
  return `  ${marks[verdict]} ${plain(sentence)}`;
}

/** What a critic says is no evidence, and does not look like one. */
function findingText(finding: Finding, paint: Palette): string {
  const line = `  ! critic: ${plain(findingLine(finding))}`;
  return isSevere(finding) ? paint.yellow(line) : paint.dim(line);
}

function heldBack({ confidence }: Report): string {
  return `Confidence ${confidence.value.toFixed(2)} is below ${THRESHOLD}: look at it yourself; --apply leaves it out.`;
}

/** What --explain adds: why this file, how sure and why, on which bytes and on which rung it was won. */
function explanation({ assignment, report, provenance, model }: WorkerState): readonly string[] {
  const tests = (assignment.context.tests?.failing ?? []).map((test) => `${test.file} > ${test.name}`);
  const bytes = Object.entries(provenance?.proposed ?? {}).map(([path, hash]) => `${path}@${hash.slice(0, 12)}`);
  return [
    `Chosen: ${assignment.context.why}`,
    ...(tests.length === 0 ? [] : [`Tests: ${tests.join("; ")}`]),
    `Checks: ${(report?.evidence ?? []).map(({ check, verdict, scope }) => `${check} ${verdict} (${scope})`).join("; ")}`,
    `Confidence ${report?.confidence.value.toFixed(2)}: ${report?.confidence.reasons.join("; ")}`,
    `Won on ${bytes.join(", ") || "nothing"}, sandbox: ${provenance?.rung ?? "not used"}; model: ${model}`,
  ];
}

function diffLines(diff: string, paint: Palette): readonly string[] {
  if (diff === "") return [];
  return diff
    .trimEnd()
    .split("\n")
    .map((line) => {
      const shown = `  ${plain(line)}`;
      if (line.startsWith("+")) return paint.green(shown);
      if (line.startsWith("-")) return paint.red(shown);
      return paint.dim(shown);
    });
}

/** The proof behind each piece of evidence that has one. */
function proofLines({ report }: WorkerState, details: ReadonlyMap<string, string>, paint: Palette): readonly string[] {
  return (report?.evidence ?? []).flatMap(({ check, detailRef }) => {
    const detail = detailRef === undefined ? undefined : details.get(detailRef);
    if (detail === undefined) return [];
    return [
      `  ${paint.bold(check)}`,
      ...plain(detailText(detail))
        .split("\n")
        .map((line) => `    ${line}`.trimEnd()),
    ];
  });
}

function lastLine(state: RunState, paint: Palette): string {
  const { spent, applied } = state;
  const good = state.status === "proved" || state.status === "nothing";
  const written = applied.length === 0 ? "" : ` Applied to your files.`;
  const sentence = (good ? paint.green : paint.yellow)(plain(state.sentence + written));
  if (spent === undefined || state.workers.size === 0) return sentence;
  const usd = spent.usd === undefined ? "" : ` · $${spent.usd.toFixed(4)}`;
  return `${sentence} ${paint.dim(`${calls(spent.calls)} · ${count(spent.input + spent.output)} tokens${usd} · ${duration(spent.seconds)}`)}`;
}
