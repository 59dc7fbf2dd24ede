import type { AgentDefinition } from "../core/agents/agent.ts";
import { splitLines, withoutLineEnd } from "../core/changes/lines.ts";
import { reasonsToConfirm } from "../core/changes/protected-paths.ts";
import { type Confidence, confidenceOf } from "../core/evidence/confidence.ts";
import type { Evidence } from "../core/evidence/evidence.ts";
import { type FileReview, type ReviewedHunk, waitingIds } from "../core/review/review-file.ts";
import { standingEvidence, type WorkerReview } from "../core/review/review-worker.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { needsPerson } from "../core/worker/needs-person.ts";
import type { ActionView, CardView, EvidenceView, FileView, HunkView, LineView, RunView } from "../protocol.ts";

/** What a view needs beside the run itself. */
export interface ViewContext {
  readonly agents: readonly AgentDefinition[];
  /** By assignment; absent where nothing is proposed. */
  readonly reviews: ReadonlyMap<string, WorkerReview>;
  /** Assignments whose selection is being checked again. */
  readonly checking: ReadonlySet<string>;
  /** Whether this window carries the run out at the moment. */
  readonly live: boolean;
}

/** More lines of one hunk are left to the diff. */
const shownLines = 400;
const contextLines = 1;

/** A run's head for the panel. Pure. */
export function runView(state: RunState, context: ViewContext): RunView {
  const workers = standing(state);
  const reports = workers.flatMap((worker) => worker.report ?? []);
  const usd = state.spent?.usd;
  const status = state.status === "working" && !context.live ? "interrupted" : state.status;
  return {
    run: state.run,
    request: requestText(state),
    startedAt: state.startedAt,
    working: status === "working",
    status,
    sentence:
      status === "interrupted" && state.sentence === ""
        ? "It was interrupted; what was proposed is kept."
        : sentenceOf(state),
    notes: [...state.notes, ...(workers.length === 0 ? [] : state.unplanned)],
    proved: reports.filter((report) => report.status === "proved").length,
    ended: reports.length,
    total: workers.length,
    waiting: [...context.reviews.values()].filter((review) => review.files.some((file) => waitingIds(file).length > 0))
      .length,
    calls: sum(state, (worker) => worker.calls),
    tokens: sum(state, (worker) => worker.tokens),
    ...(usd === undefined ? {} : { usd }),
    ...(state.spent === undefined ? {} : { endedAt: state.startedAt + state.spent.seconds * 1000 }),
    together: state.union
      .map(evidenceView)
      .map((fact) => ({ ...fact, sentence: capitalised(fact.sentence.replace(/^Together:? /, "")) })),
    actions: runActions(state, status),
  };
}

/** The user's own words, or what stands for them. */
export function requestText({ request }: RunState): string {
  if (request === undefined) return "";
  const { agent, files, instruction, said } = request;
  if (said !== undefined) return said;
  return [`/${agent}`, ...files.map((file) => `#${file}`), instruction].filter((part) => part !== "").join(" ");
}

function sentenceOf(state: RunState): string {
  // The line above the cards counts what is proved; nothing more is to be said of that.
  if (state.status === "proved") return "";
  if (state.status !== "working") return state.sentence;
  if (state.workers.size > 0) return "";
  const [baseline] = state.baselines;
  if (baseline === undefined) return "Looking at the tests as they are…";
  return `${baseline.passed} tests pass, ${baseline.failed} fail.`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function sum(state: RunState, pick: (worker: WorkerState) => number): number {
  return [...state.workers.values()].reduce((total, worker) => total + pick(worker), 0);
}

function runActions(state: RunState, status: RunView["status"]): ActionView[] {
  const actions: ActionView[] = [];
  if (state.code === "key") actions.push({ id: "setKey", label: "Set API Key", primary: true });
  if (state.code === "key" || state.code === "provider") actions.push({ id: "selectModel", label: "Select Model" });
  if (state.code === "sandbox") actions.push({ id: "withoutSandbox", label: "Run once without a sandbox" });
  if (status === "interrupted" && state.lastSeq > 0)
    actions.push({ id: "goOn", label: "Go On", icon: "debug-continue", primary: true });
  if (["blocked", "failed", "cancelled", "interrupted", "budget", "unproved"].includes(status))
    actions.push({ id: "again", label: "Try Again", icon: "refresh" });
  const last = state.applied.findLast(({ undone }) => undone === undefined);
  if (last !== undefined) actions.push({ id: "undo", label: "Undo Accepted Changes", icon: "discard" });
  if (state.applied.some(({ undone }) => undone !== undefined))
    actions.push({ id: "redo", label: "Redo Accepted Changes", icon: "redo" });
  return actions;
}

/** The card of each worker whose result counts. */
export function cardViews(state: RunState, context: ViewContext): readonly CardView[] {
  return standing(state).map((worker) => cardView(worker, context));
}

function cardView(worker: WorkerState, context: ViewContext): CardView {
  const { assignment, report } = worker;
  const review = context.reviews.get(assignment.id);
  const checked = checkedOf(worker, review, context);
  const verified = review === undefined ? undefined : standingEvidence(worker, review);
  const holds = verified === undefined || verified.evidence.every(({ verdict }) => verdict === "proved");
  const evidence = verified?.evidence ?? report?.evidence ?? worker.evidence;
  const status = report?.status ?? (worker.status === "working" && !context.live ? "interrupted" : worker.status);
  const usd = report?.spent.usd;
  return {
    id: assignment.id,
    agent: assignment.agent,
    icon: context.agents.find(({ name }) => name === assignment.agent)?.icon ?? "robot",
    target: assignment.target,
    status: status === "ended" ? "interrupted" : status === "proved" && !holds ? "unproved" : status,
    step: status === "working" ? worker.step : "",
    ...(worker.startedAt === undefined ? {} : { startedAt: worker.startedAt }),
    ...(worker.endedAt === undefined ? {} : { endedAt: worker.endedAt }),
    calls: worker.calls,
    tokens: worker.tokens,
    ...(usd === undefined ? {} : { usd }),
    model: worker.model ?? "",
    summary: report?.summary ?? "",
    problem: report?.problem?.sentence ?? heldBack(report),
    ...(report?.changeSet === undefined
      ? {}
      : { confidence: confidenceView(holds ? report.confidence : lowered(evidence, review)) }),
    evidence: telling(evidence).map(evidenceView),
    checked,
    files: (review?.files ?? []).map(fileView),
    controls: status === "working" ? controlsOf(worker) : [],
    actions: cardActions(worker, checked, context),
    question: worker.paused ? "Paused" : "",
  };
}

/** Why what is proved is not taken without a look, if it is not. */
function heldBack(report: WorkerState["report"]): string {
  if (report?.status !== "proved" || !needsPerson(report)) return "";
  const [question] = report.openQuestions;
  return `Look at it before you take it: ${question === undefined ? "little speaks for it" : `a critic finds ${question}`}`;
}

function controlsOf({ paused }: WorkerState): ActionView[] {
  const hold = paused
    ? { id: "resume", label: "Go on", icon: "debug-start" }
    : { id: "pause", label: "Pause before its next turn", icon: "debug-pause" };
  return [{ id: "steer", label: "Tell it something for its next turn", icon: "comment" }, hold];
}

function cardActions({ report }: WorkerState, checked: CardView["checked"], { live }: ViewContext): ActionView[] {
  const actions: ActionView[] = [];
  if (checked === "stale") actions.push({ id: "verify", label: "Check Again", icon: "beaker" });
  if (report !== undefined && report.status !== "proved" && !live)
    actions.push({ id: "retry", label: "Ask for More", icon: "comment" });
  return actions;
}

/** What is known of other bytes than the report's speaks for itself. */
function lowered(evidence: readonly Evidence[], review: WorkerReview | undefined): Confidence {
  const hunks = (review?.files ?? []).flatMap((file) => file.hunks.map(({ hunk }) => hunk));
  const changedLines = hunks.reduce((total, { oldLines, newLines }) => total + oldLines.length + newLines.length, 0);
  return confidenceOf({ evidence, changedLines });
}

function confidenceView({ value, reasons }: Confidence): NonNullable<CardView["confidence"]> {
  return { value, reasons: [...reasons] };
}

/** Beside what is refuted, nobody needs to read what was therefore not checked. */
export function telling(evidence: readonly Evidence[]): readonly Evidence[] {
  const isRefuted = evidence.some(({ verdict }) => verdict === "refuted");
  return isRefuted ? evidence.filter(({ verdict }) => verdict !== "unknown") : evidence;
}

function checkedOf(
  worker: WorkerState,
  review: WorkerReview | undefined,
  { checking }: ViewContext,
): CardView["checked"] {
  if (checking.has(worker.assignment.id)) return "checking";
  if (review === undefined || !review.files.some((file) => waitingIds(file).length > 0)) return "none";
  return standingEvidence(worker, review) === undefined ? "stale" : "current";
}

function evidenceView({ check, verdict, sentence, detailRef }: Evidence): EvidenceView {
  // A fact in a list, not a sentence in a text.
  return { check, verdict, sentence: sentence.replace(/\.$/, ""), detail: detailRef !== undefined };
}

function fileView(file: FileReview): FileView {
  const { path, base, proposed, hunks } = file;
  const slash = path.lastIndexOf("/");
  const lines = splitLines(base ?? "").map(withoutLineEnd);
  const shown = hunks.map((hunk) => hunkView(hunk, lines));
  return {
    id: path,
    path,
    name: path.slice(slash + 1),
    folder: path.slice(0, Math.max(slash, 0)),
    kind: hunks[0]?.hunk.kind ?? "modify",
    added: hunks.reduce((total, { hunk }) => total + hunk.newLines.length, 0),
    removed: hunks.reduce((total, { hunk }) => total + hunk.oldLines.length, 0),
    language: languageOf(path),
    hunks: shown,
    warnings: [...reasonsToConfirm({ path, base, proposed })],
  };
}

function hunkView(reviewed: ReviewedHunk, base: readonly string[]): HunkView {
  const { hunk, status, current, document } = reviewed;
  const [from, to] = [status === "accepted" ? current.from : document.from, current.from];
  const lines: LineView[] = [
    ...contextBefore(base, reviewed),
    ...hunk.oldLines.map(
      (text, index): LineView => ({ type: "removed", old: to + index + 1, text: withoutLineEnd(text) }),
    ),
    ...hunk.newLines.map(
      (text, index): LineView => ({ type: "added", now: from + index + 1, text: withoutLineEnd(text) }),
    ),
    ...contextAfter(base, reviewed),
  ];
  return { id: hunk.id, status, lines: lines.slice(0, shownLines), more: Math.max(0, lines.length - shownLines) };
}

function contextBefore(base: readonly string[], { hunk, current, document }: ReviewedHunk): LineView[] {
  if (hunk.kind !== "modify") return [];
  const from = Math.max(0, hunk.oldStart - contextLines);
  return base.slice(from, hunk.oldStart).map((text, index, all) => {
    const back = all.length - index;
    return {
      type: "context",
      old: current.from - back + 1,
      now: document.from - back + 1,
      text,
    };
  });
}

function contextAfter(base: readonly string[], { hunk, status, current, document }: ReviewedHunk): LineView[] {
  if (hunk.kind !== "modify") return [];
  const end = hunk.oldStart + hunk.oldLines.length;
  const old = status === "accepted" ? current.to : current.from + hunk.oldLines.length;
  const now =
    status === "accepted"
      ? current.to
      : document.from + (status === "waiting" ? hunk.newLines.length : hunk.oldLines.length);
  return base.slice(end, end + contextLines).map((text, index) => ({
    type: "context",
    old: old + index + 1,
    now: now + index + 1,
    text,
  }));
}

const languages: Readonly<Record<string, string>> = {
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescript",
  py: "python",
  pyi: "python",
  go: "go",
  rs: "rust",
  java: "java",
  cs: "csharp",
  md: "markdown",
  json: "json",
};

function languageOf(path: string): string {
  return languages[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "plaintext";
}
