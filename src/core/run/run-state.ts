import type { ChangeSet } from "../changes/change-set.ts";
import type { Criticism } from "../evidence/criticism.ts";
import type { Evidence, Provenance } from "../evidence/evidence.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { FactNote } from "../worker/fact-note.ts";
import type { Asked } from "../worker/facts.ts";
import type { Report, Spent } from "../worker/report.ts";
import type { Origin, RunStatus, Written } from "./events.ts";
import type { Plan } from "./plan.ts";
import type { Receipts } from "./receipt.ts";
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
  /** Findings the user wants to hear no more of, by their keys. */
  readonly dismissed: readonly string[];
  readonly report: Report | undefined;
  readonly decisions: readonly Decision[];
  /** Held by the user before its next turn. */
  readonly paused: boolean;
  /** What the user told it while it worked, oldest first. */
  readonly steered: readonly string[];
  /** Whether others may build on what it proposes below the threshold of confidence; undefined: the user has not said. */
  readonly trusted: boolean | undefined;
  /** The report from before the user had it work again: it stands until there is something better. */
  readonly before: Report | undefined;
}

/** Who asked, and what. */
export type OpenQuestion = Asked & { readonly actor: string };

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
  /** The folders that were made for them, outermost first. */
  readonly folders: readonly string[];
  /** The files as the undo left them, while it is undone. */
  readonly undone: readonly Written[] | undefined;
}

/** What was about to be written when the journal ends. */
interface Pending {
  readonly changeSets: readonly string[];
  readonly decisions: readonly number[];
  readonly written: readonly Written[];
  readonly folders: readonly string[];
}

interface BaselineState {
  readonly project: string;
  readonly runner: string;
  /** The source whose tests these are; absent for a whole suite. */
  readonly of?: string;
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
  /** What the user said of plans they were asked about, by assignment: whether it shall begin. */
  readonly approvals: ReadonlyMap<string, boolean>;
  /** Every call to a model, those of the router and the supervisor included. */
  readonly receipts: Receipts | undefined;
  /** Asked and not yet answered, by the `seq` of the question. */
  readonly open: ReadonlyMap<number, OpenQuestion>;
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
    approvals: new Map(),
    receipts: undefined,
    open: new Map(),
    applied: [],
    pending: undefined,
    spent: undefined,
    lastSeq: 0,
  };
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

/** A revision that no worker made: the user edited it, or it was put on another ground. */
function isOfReview({ by }: ChangeSet): boolean {
  return by === "user" || by === "run";
}
