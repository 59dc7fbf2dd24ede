import { addSpent } from "../worker/add-spent.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { withNote } from "../worker/scratchpad.ts";
import type { RunEvent } from "./events.ts";
import { START } from "./plan-words.ts";
import { listed, receiptOf } from "./receipt.ts";
import type { Applied, OpenQuestion, RunState, WorkerState } from "./run-state.ts";

/** The one reducer: the state after an event. Pure; an event of a worker that is not in the plan changes nothing but `lastSeq`. */
export function reduce(state: RunState, event: RunEvent): RunState {
  const next = { ...state, lastSeq: event.seq };
  switch (event.type) {
    case "started":
      return { ...next, request: event.request, rung: event.rung, origin: event, startedAt: event.at };
    case "continued":
      return { ...next, ...begunAgain(state), rung: event.rung, origin: event };
    case "baseline": {
      const others = state.baselines.filter(
        ({ project, runner, of }) => project !== event.project || runner !== event.runner || of !== event.of,
      );
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
      const question = state.open.get(event.cause ?? 0);
      if (event.cause !== undefined) open.delete(event.cause);
      const answered = { ...next, open };
      if (event.kind === "user") return { ...answered, approvals: approvalsAfter(state, question, event.choice) };
      if (event.kind !== "model") return answered;
      const tokens = event.usage === undefined ? 0 : event.usage.input + event.usage.output;
      const receipts = { last: receiptOf(event, question), before: state.receipts };
      return update({ ...answered, receipts }, event.actor, (worker) => ({
        calls: worker.calls + 1,
        tokens: worker.tokens + tokens,
      }));
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
    case "trusted":
      return update(next, event.assignment, () => ({ trusted: event.isTrusted }));
    case "retried":
      // A run that was over goes on; who asks for this one wants it, whatever was said of the plan it is of.
      return update({ ...next, ...goesOn, ...wanted(state, event.assignment) }, event.assignment, (worker) => ({
        status: "queued",
        before: worker.report ?? worker.before,
        report: undefined,
        endedAt: undefined,
        paused: false,
        trusted: undefined,
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
    case "dismissed": {
      const owner = ownerOf(state, event.changeSet);
      if (owner === undefined) return next;
      return update(next, owner, ({ dismissed }) => ({ dismissed: [...dismissed, event.finding] }));
    }
    case "applying":
      return { ...next, pending: { ...event, folders: event.folders ?? [] } };
    case "applied": {
      const { seq, at, changeSets, decisions, written, folders = [] } = event;
      return {
        ...next,
        pending: undefined,
        applied: [...state.applied, { seq, at, changeSets, decisions, written, folders, undone: undefined }],
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

const goesOn = { status: "working", sentence: "", code: undefined } as const;

/** What was asked about its proposal is of no matter any more. */
function wanted({ approvals, open }: RunState, assignment: string): Pick<RunState, "approvals" | "open"> {
  return {
    approvals: approvals.has(assignment) ? new Map(approvals).set(assignment, true) : approvals,
    open: new Map([...open].filter(([, { actor }]) => actor !== assignment)),
  };
}

function approvalsAfter(
  { approvals }: RunState,
  question: OpenQuestion | undefined,
  choice: string,
): RunState["approvals"] {
  if (question?.kind !== "user" || question.plan === undefined) return approvals;
  return new Map([...approvals, ...question.plan.assignments.map((id) => [id, choice === START] as const)]);
}

/** Workers that had not ended wait again; what they have asked so far is answered from the record, so it counts anew. */
function begunAgain({ workers, managers, receipts }: RunState): Pick<RunState, "workers" | "open" | "receipts"> {
  const again = [...workers].map(([id, worker]): [string, WorkerState] => [
    id,
    worker.status === "ended"
      ? worker
      : { ...worker, status: "queued", step: "", startedAt: undefined, calls: 0, tokens: 0 },
  ]);
  const ended = new Set(managers.map(({ assignment }) => assignment));
  const stays = (actor: string) => ended.has(actor) || workers.get(actor)?.status === "ended";
  const kept = listed(receipts).filter(({ actor }) => stays(actor));
  return {
    workers: new Map(again),
    open: new Map(),
    receipts: kept.reduce<RunState["receipts"]>((before, last) => ({ last, before }), undefined),
  };
}

function withoutProposals(state: RunState, changeSets: readonly string[]): RunState {
  const left = [...state.workers].map(([id, worker]): [string, WorkerState] => [
    id,
    { ...worker, revisions: worker.revisions.filter((set) => !changeSets.includes(set.id)) },
  ]);
  return { ...state, workers: new Map(left) };
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
      dismissed: [],
      report: undefined,
      decisions: [],
      paused: false,
      steered: [],
      trusted: undefined,
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
