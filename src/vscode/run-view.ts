import type { AgentDefinition } from "../core/agents/agent.ts";
import { type Confidence, confidenceOf } from "../core/evidence/confidence.ts";
import type { Evidence } from "../core/evidence/evidence.ts";
import { waitingIds } from "../core/review/review-file.ts";
import { standingEvidence, type WorkerReview } from "../core/review/review-worker.ts";
import { standing, successorOf } from "../core/run/outcome.ts";
import { listed } from "../core/run/receipt.ts";
import type { RunState, WorkerState } from "../core/run/run-state.ts";
import { buildsOnEarlier } from "../core/run/waiting-proposal.ts";
import { needsPerson } from "../core/worker/needs-person.ts";
import type { Report } from "../core/worker/report.ts";
import type { ActionView, CardView, EvidenceView, RunView } from "../protocol/views.ts";
import { fileView } from "./file-view.ts";
import { questionViews } from "./question-view.ts";
import { modelUses, receiptViews, totalOf } from "./receipt-view.ts";

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

/** A run's head for the panel. Pure. */
export function runView(state: RunState, context: ViewContext): RunView {
  const workers = standing(state);
  const reports = workers.flatMap((worker) => worker.report ?? []);
  const receipts = listed(state.receipts);
  const spent = totalOf(receipts);
  // Older journals tell what a run has cost only when it has ended.
  const usd = spent.usd ?? state.spent?.usd;
  const questions = questionViews(state, context.agents);
  const status = state.status === "working" && !context.live ? "interrupted" : state.status;
  return {
    run: state.run,
    request: requestText(state),
    startedAt: state.startedAt,
    working: status === "working",
    status,
    sentence: status === "interrupted" && state.sentence === "" ? interrupted(questions) : sentenceOf(state),
    notes: [...state.notes, ...(workers.length === 0 ? [] : state.unplanned)],
    proved: reports.filter((report) => report.status === "proved").length,
    ended: reports.length,
    total: workers.length,
    waiting: [...context.reviews.values()].filter((review) => review.files.some((file) => waitingIds(file).length > 0))
      .length,
    calls: spent.calls,
    tokens: spent.input + spent.output,
    ...(usd === undefined ? {} : { usd }),
    ...(state.spent === undefined ? {} : { endedAt: state.startedAt + state.spent.seconds * 1000 }),
    models: [...modelUses(receipts)],
    questions,
    together: state.union
      .map(evidenceView)
      .map((fact) => ({ ...fact, sentence: capitalised(fact.sentence.replace(/^Together:? /, "")) })),
    actions: runActions(state, status, questions.length > 0),
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
  if (state.status !== "working") return state.sentence.replace(/^\d+ of \d+ proved\. /, "");
  if (state.workers.size > 0) return "";
  const [baseline] = state.baselines;
  if (baseline === undefined) return "Looking at the tests as they are…";
  return `${baseline.passed} tests pass, ${baseline.failed} fail.`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A run whose window went away while it asked goes on with the answer. */
function interrupted(questions: RunView["questions"]): string {
  return questions.length > 0
    ? "It was interrupted while it waited for you, and goes on with your answer."
    : "It was interrupted; what was proposed is kept.";
}

function runActions(state: RunState, status: RunView["status"], isAsking: boolean): ActionView[] {
  const actions: ActionView[] = [];
  if (state.code === "key") actions.push({ id: "setKey", label: "Set API Key", primary: true });
  if (state.code === "key" || state.code === "provider") actions.push({ id: "selectModel", label: "Select Model" });
  if (state.code === "sandbox") actions.push({ id: "withoutSandbox", label: "Run once without a sandbox" });
  if (status === "interrupted" && state.lastSeq > 0 && !isAsking)
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
  const receipts = Map.groupBy(listed(state.receipts), ({ actor }) => actor);
  return standing(state).map((worker) => ({
    ...cardView(worker, context),
    after: afterOf(worker, state),
    receipts: receiptViews(receipts.get(worker.assignment.id) ?? []),
  }));
}

/** The cards that stand for those it waits for. */
function afterOf({ assignment }: WorkerState, state: RunState): string[] {
  return [...new Set(assignment.dependsOn.flatMap((id) => successorOf(state, id)?.assignment.id ?? []))];
}

function cardView(worker: WorkerState, context: ViewContext): Omit<CardView, "after" | "receipts"> {
  const { assignment, report } = worker;
  const review = context.reviews.get(assignment.id);
  const checked = checkedOf(worker, review, context);
  const verified = review === undefined ? undefined : standingEvidence(worker, review);
  const holds = verified === undefined || verified.evidence.every(({ verdict }) => verdict === "proved");
  const evidence = verified?.evidence ?? report?.evidence ?? worker.evidence;
  const confidence = holds ? report?.confidence : confidenceView(lowered(evidence, review));
  const isWaiting = review?.files.some((file) => waitingIds(file).length > 0) === true;
  const isDoubted =
    report !== undefined && confidence !== undefined && isWaiting && needsPerson({ ...report, confidence });
  const status = report?.status ?? (worker.status === "working" && !context.live ? "interrupted" : worker.status);
  const usd = report?.spent.usd;
  return {
    id: assignment.id,
    agent: assignment.agent,
    icon: context.agents.find(({ name }) => name === assignment.agent)?.icon ?? "robot",
    target: assignment.target,
    instruction: assignment.instruction,
    status: status === "ended" ? "interrupted" : status === "proved" && !holds ? "unproved" : status,
    step: status === "working" ? worker.step : "",
    ...(worker.startedAt === undefined ? {} : { startedAt: worker.startedAt }),
    ...(worker.endedAt === undefined ? {} : { endedAt: worker.endedAt }),
    calls: worker.calls,
    tokens: worker.tokens,
    ...(usd === undefined ? {} : { usd }),
    model: worker.model ?? "",
    recorded: worker.isCached,
    summary: report?.summary ?? "",
    problem: report?.problem?.sentence ?? buildsOnEarlier(worker),
    ...(report?.changeSet === undefined || confidence === undefined ? {} : { confidence }),
    evidence: telling(evidence).map(evidenceView),
    checked,
    files: (review?.files ?? []).map(fileView),
    controls: status === "working" ? controlsOf(worker) : [],
    actions: cardActions(worker, { checked, isDoubted }),
    question: worker.paused ? "Paused before its next turn" : isDoubted ? "Waits for you" : "",
    doubts: isDoubted ? doubtsOf({ ...report, confidence }, evidence) : [],
  };
}

/** What speaks against taking a proposal without a look, the checks first. */
function doubtsOf(
  { confidence, openQuestions }: Pick<Report, "confidence" | "openQuestions">,
  evidence: readonly Evidence[],
): string[] {
  const open = telling(evidence).filter(({ verdict }) => verdict !== "proved");
  const doubts = [
    ...open.map(({ sentence }) => sentence.replace(/\.$/, "")),
    ...openQuestions.map((question) => `A critic finds: ${question}`),
  ];
  return doubts.length > 0 ? doubts : [...confidence.reasons];
}

function controlsOf({ paused }: WorkerState): ActionView[] {
  const hold = paused
    ? { id: "resume", label: "Go on", icon: "debug-start" }
    : { id: "pause", label: "Pause before its next turn", icon: "debug-pause" };
  return [{ id: "steer", label: "Tell it something for its next turn", icon: "comment" }, hold];
}

function cardActions(
  { report }: WorkerState,
  { checked, isDoubted }: { readonly checked: CardView["checked"]; readonly isDoubted: boolean },
): ActionView[] {
  const actions: ActionView[] = [];
  if (isDoubted)
    actions.push(
      { id: "look", label: "Look", icon: "diff-multiple", primary: true },
      { id: "accept", label: "Accept Anyway", icon: "check-all" },
      { id: "reject", label: "Reject", icon: "close-all" },
    );
  if (checked === "stale") actions.push({ id: "verify", label: "Check Again", icon: "beaker" });
  if (report !== undefined && (report.status !== "proved" || isDoubted))
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
