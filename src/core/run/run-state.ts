import type { ChangeSet } from "../changes/change-set.ts";
import type { Criticism } from "../evidence/criticism.ts";
import type { Evidence, Provenance } from "../evidence/evidence.ts";
import { addSpent } from "../worker/add-spent.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { FactNote } from "../worker/fact-note.ts";
import type { Asked } from "../worker/facts.ts";
import type { Report, Spent } from "../worker/report.ts";
import { withNote } from "../worker/scratchpad.ts";
import type { Origin, RunEvent, RunStatus, Written } from "./events.ts";
import type { Plan } from "./plan.ts";
import type { Request } from "./request.ts";

/** One worker, as far as it has come. */
export interface WorkerState {
  readonly assignment: Assignment;
  readonly status: "queued" | "working" | "ended";
  readonly model: string | undefined;
  readonly step: string;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly calls: number;
  readonly tokens: number;
  /** What it proposes was recorded when the same task was done before, and proved anew. */
  readonly isCached: boolean;
  /** Every revision, oldest first. */
  readonly revisions: readonly ChangeSet[];
  readonly evidence: readonly Evidence[];
  readonly provenance: Provenance | undefined;
  /** Everything that was ever established about what this worker proposes, oldest first: which of it counts depends on the bytes it was won on. */
  readonly verifications: readonly Verification[];
  /** What a critic made of its proposal, where one was asked; the user's own revisions keep it. */
  readonly criticism: Criticism | undefined;
  readonly report: Report | undefined;
  readonly decisions: readonly Decision[];
  /** Held by the user before its next turn. */
  readonly paused: boolean;
  /** What the user told it while it worked, oldest first. */
  readonly steered: readonly string[];
  /** The report from before the user had it work again: it stands until there is something better. */
  readonly before: Report | undefined;
}

export interface Verification {
  readonly evidence: readonly Evidence[];
  readonly provenance: Provenance;
}

export interface Decision {
  readonly seq: number;
  readonly revision: number;
  /** Undefined: the whole ChangeSet. */
  readonly hunks: readonly string[] | undefined;
  readonly decision: "accepted" | "rejected" | "reopened";
}

/** One time that something accepted was written to the user's files. */
export interface Applied {
  readonly seq: number;
  readonly at: number;
  readonly changeSets: readonly string[];
  /** `seq`s of the decisions it carried out. */
  readonly decisions: readonly number[];
  readonly written: readonly Written[];
  /** The files as the undo left them, while it is undone. */
  readonly undone: readonly Written[] | undefined;
}

/** What was about to be written when the journal ends. */
interface Pending {
  readonly changeSets: readonly string[];
  readonly decisions: readonly number[];
  readonly written: readonly Written[];
}

interface BaselineState {
  readonly project: string;
  readonly runner: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly problems: readonly string[];
  /** How long its tests took. */
  readonly ms: number;
}

/** Everything there is to know about a run, derived from its events and from nothing else. */
export interface RunState {
  readonly run: string;
  readonly request: Request | undefined;
  readonly rung: string | undefined;
  /** By whom it is or was carried out last, with which model. */
  readonly origin: (Origin & { readonly model: string }) | undefined;
  readonly status: "working" | RunStatus;
  readonly sentence: string;
  /** The code of the expected failure behind a status that is not `proved`, if one is. */
  readonly code: string | undefined;
  readonly startedAt: number;
  readonly notes: readonly string[];
  /** See `Plan.unplanned`. */
  readonly unplanned: readonly string[];
  readonly route: Plan["route"] | undefined;
  /** Reports of those that made the plan, where models did: the router and the supervisor. */
  readonly managers: readonly Report[];
  /** The scratchpad: what workers and the user want the others to know. */
  readonly facts: readonly FactNote[];
  readonly baselines: readonly BaselineState[];
  /** By assignment, in the order of the plan. */
  readonly workers: ReadonlyMap<string, WorkerState>;
  readonly union: readonly Evidence[];
  /** Asked and not yet answered, by the `seq` of the question. */
  readonly open: ReadonlyMap<number, Asked>;
  readonly applied: readonly Applied[];
  readonly pending: Pending | undefined;
  readonly spent: Spent | undefined;
  readonly lastSeq: number;
}

export function emptyRunState(run: string): RunState {
  return {
    run,
    request: undefined,
    rung: undefined,
    origin: undefined,
    status: "working",
    sentence: "",
    code: undefined,
    startedAt: 0,
    notes: [],
    unplanned: [],
    route: undefined,
    managers: [],
    facts: [],
    baselines: [],
    workers: new Map(),
    union: [],
    open: new Map(),
    applied: [],
    pending: undefined,
    spent: undefined,
    lastSeq: 0,
  };
}

/** The one reducer: the state after an event. Pure; an event of a worker that is not in the plan changes nothing but `lastSeq`. */
export function reduce(state: RunState, event: RunEvent): RunState {
  const next = { ...state, lastSeq: event.seq };
  switch (event.type) {
    case "started":
      return { ...next, request: event.request, rung: event.rung, origin: event, startedAt: event.at };
    case "continued":
      return { ...next, ...begunAgain(state), rung: event.rung, origin: event };
    case "baseline": {
      const others = state.baselines.filter((one) => one.project !== event.project || one.runner !== event.runner);
      return { ...next, baselines: [...others, event] };
    }
    case "routed":
      return { ...next, route: event.route };
    case "planned":
      return {
        ...next,
        route: event.plan.route,
        notes: event.plan.notes,
        unplanned: event.plan.unplanned,
        workers: withAssignments(state, event.plan.assignments),
      };
    case "grown":
      return { ...next, workers: withAssignments(state, event.assignments) };
    case "assigned":
      return update(next, event.assignment, () => ({ status: "working", model: event.model, startedAt: event.at }));
    case "asked":
      return { ...next, open: new Map(state.open).set(event.seq, event) };
    case "answered": {
      const open = new Map(state.open);
      if (event.cause !== undefined) open.delete(event.cause);
      const answered = { ...next, open };
      if (event.kind !== "model") return answered;
      const tokens = event.usage === undefined ? 0 : event.usage.input + event.usage.output;
      return update(answered, event.actor, (worker) => ({ calls: worker.calls + 1, tokens: worker.tokens + tokens }));
    }
    case "cached":
      return update(next, event.actor, () => ({ isCached: event.isProved }));
    case "escalated":
      return update(next, event.actor, () => ({ model: event.to }));
    case "step":
      return update(next, event.actor, () => ({ step: event.text }));
    case "tool":
      return next;
    case "proposed":
      return update(next, ownerOf(state, event.changeSet.id) ?? event.actor, (worker) => ({
        revisions: [...worker.revisions, event.changeSet],
        evidence: [],
        provenance: undefined,
        criticism: event.changeSet.by === worker.assignment.agent ? undefined : worker.criticism,
      }));
    case "evidence":
      return update(next, ownerOf(state, event.changeSet) ?? event.actor, (worker) => ({
        evidence: event.evidence,
        provenance: event.provenance,
        verifications: [...worker.verifications, { evidence: event.evidence, provenance: event.provenance }],
      }));
    case "criticised": {
      const { verdict, findings, dropped } = event;
      return update(next, ownerOf(state, event.changeSet) ?? event.actor, () => ({
        criticism: { verdict, findings, dropped },
      }));
    }
    case "reported":
      if (!state.workers.has(event.report.assignment)) return { ...next, managers: [...state.managers, event.report] };
      return update(next, event.report.assignment, ({ before }) => ({
        status: "ended",
        report: reportAfter(before, event.report),
        before: undefined,
        endedAt: event.at,
        step: "",
      }));
    case "noted":
      return { ...next, facts: withNote(state.facts, { key: event.key, value: event.value, source: event.source }) };
    case "paused":
      return update(next, event.assignment, () => ({ paused: true }));
    case "resumed":
      return update(next, event.assignment, () => ({ paused: false }));
    case "steered":
      return update(next, event.assignment, (worker) => ({ steered: [...worker.steered, event.text] }));
    case "retried":
      // A run that was over goes on.
      return update({ ...next, status: "working", sentence: "", code: undefined }, event.assignment, (worker) => ({
        status: "queued",
        before: worker.report ?? worker.before,
        report: undefined,
        endedAt: undefined,
        paused: false,
        isCached: false,
      }));
    case "union":
      return { ...next, union: event.evidence };
    case "decided": {
      const { seq, changeSet, revision, hunks, decision } = event;
      const owner = ownerOf(state, changeSet);
      if (owner === undefined) return next;
      return update(next, owner, (worker) => ({
        decisions: [...worker.decisions, { seq, revision, hunks, decision }],
      }));
    }
    case "applying":
      return { ...next, pending: event };
    case "applied": {
      const { seq, at, changeSets, decisions, written } = event;
      return {
        ...next,
        pending: undefined,
        applied: [...state.applied, { seq, at, changeSets, decisions, written, undone: undefined }],
      };
    }
    case "undone":
      return withApplied(next, event.applied, (applied) => ({ ...applied, undone: event.written }));
    case "redone":
      return withApplied(next, event.applied, (applied) => ({ ...applied, written: event.written, undone: undefined }));
    case "conflicted":
      return { ...next, pending: undefined, notes: [...state.notes, event.sentence] };
    case "discarded":
      return withoutProposals(next, event.changeSets);
    case "ended":
      return {
        ...next,
        status: event.status,
        sentence: event.sentence,
        code: event.code,
        spent: event.spent,
        open: new Map(),
      };
  }
}

/** The ChangeSet a worker stands by: the revision its report names, or a later one of the user's. */
export function proposalOf(worker: WorkerState): ChangeSet | undefined {
  const named = (worker.report ?? worker.before)?.changeSet;
  if (named === undefined) return undefined;
  return worker.revisions.findLast(
    (set) =>
      set.id === named.id && (set.revision === named.revision || (set.revision > named.revision && isOfReview(set))),
  );
}

/** Workers that had not ended wait again; what they have asked so far is answered from the record, so it counts anew. */
function begunAgain({ workers }: RunState): Pick<RunState, "workers" | "open"> {
  const again = [...workers].map(([id, worker]): [string, WorkerState] => [
    id,
    worker.status === "ended"
      ? worker
      : { ...worker, status: "queued", step: "", startedAt: undefined, calls: 0, tokens: 0 },
  ]);
  return { workers: new Map(again), open: new Map() };
}

function withoutProposals(state: RunState, changeSets: readonly string[]): RunState {
  const left = [...state.workers].map(([id, worker]): [string, WorkerState] => [
    id,
    { ...worker, revisions: worker.revisions.filter((set) => !changeSets.includes(set.id)) },
  ]);
  return { ...state, workers: new Map(left) };
}

/** A revision that no worker made: the user edited it, or it was put on another ground. */
function isOfReview({ by }: ChangeSet): boolean {
  return by === "user" || by === "run";
}

/** A retry that came to nothing does not take away what was there; what both cost is paid. */
function reportAfter(before: Report | undefined, report: Report): Report {
  if (before === undefined) return report;
  const spent = addSpent(before.spent, report.spent);
  return before.changeSet !== undefined && report.changeSet === undefined ? { ...before, spent } : { ...report, spent };
}

/** The id of the worker whose ChangeSet this is. */
function ownerOf(state: RunState, changeSet: string): string | undefined {
  for (const [id, { revisions }] of state.workers) if (revisions.some((set) => set.id === changeSet)) return id;
  return undefined;
}

function withApplied(state: RunState, seq: number, change: (applied: Applied) => Applied): RunState {
  return { ...state, applied: state.applied.map((applied) => (applied.seq === seq ? change(applied) : applied)) };
}

function withAssignments(state: RunState, assignments: readonly Assignment[]): ReadonlyMap<string, WorkerState> {
  const workers = new Map(state.workers);
  for (const assignment of assignments) {
    workers.set(assignment.id, {
      assignment,
      status: "queued",
      model: undefined,
      step: "",
      startedAt: undefined,
      endedAt: undefined,
      calls: 0,
      tokens: 0,
      isCached: false,
      revisions: [],
      evidence: [],
      provenance: undefined,
      verifications: [],
      criticism: undefined,
      report: undefined,
      decisions: [],
      paused: false,
      steered: [],
      before: undefined,
    });
  }
  return workers;
}

function update(state: RunState, id: string, change: (worker: WorkerState) => Partial<WorkerState>): RunState {
  const worker = state.workers.get(id);
  if (worker === undefined) return state;
  return { ...state, workers: new Map(state.workers).set(id, { ...worker, ...change(worker) }) };
}
