import PQueue from "p-queue";
import { AppError } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";

export interface ScheduleOptions {
  readonly concurrency: number;
  carryOut(assignment: Assignment): Promise<Report>;
  /** What an assignment waits for whose dependencies have ended; it has no place meanwhile. */
  ready?(assignment: Assignment): Promise<void>;
  /** What else is to be done now that this has ended; the plan grows by it. Those that depend on this wait for that too. */
  followUp(assignment: Assignment, report: Report): Promise<readonly Assignment[]>;
}

export interface Schedule {
  /**
   * Carries out assignments side by side, each after those it depends on, which may be of an earlier call. Resolves when all of
   * them and what followed have ended; a worker that fails fails alone. Rejects only for a bug, once all that had begun has
   * ended; throws `usage`, before anything begins, when assignments wait for each other or for one that is not there.
   */
  carryOut(assignments: readonly Assignment[]): Promise<readonly Report[]>;
  /**
   * Carries out once more one that has ended, when those named have ended too. Whoever depends on it and has not begun waits for that,
   * named or not.
   */
  again(assignment: Assignment, after: readonly string[]): Promise<readonly Report[]>;
  /** While a worker waits for something that is not its own work, another has its place; afterwards it waits in line for one, unless it is to stop. */
  giveWay(wait: () => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is under way any more. Rejects for a bug in any of it, also in what was begun `again`. */
  idle(): Promise<void>;
}

/** At most `concurrency` assignments at a time, in the order in which they became ready. */
export function openSchedule(options: ScheduleOptions): Schedule {
  const queue = new PQueue({ concurrency: options.concurrency });
  const ended = new Map<string, Promise<readonly Report[]>>();
  const queued = new Map<string, Assignment>();
  const under = new Set<Promise<readonly Report[]>>();
  const bugs: unknown[] = [];

  /** `after`: those it waits for as they are now, beside all that it depends on. */
  const start = (assignment: Assignment, after: readonly string[] = []): Promise<readonly Report[]> => {
    const done = work(assignment, Promise.all(after.map((id) => ended.get(id))));
    ended.set(assignment.id, done);
    under.add(done);
    done.catch((error: unknown) => bugs.push(error)).finally(() => under.delete(done));
    return done;
  };
  const work = async (assignment: Assignment, after: Promise<unknown>): Promise<readonly Report[]> => {
    await after;
    const report = await carriedOut(assignment);
    const next = await options.followUp(assignment, report);
    return [report, ...(await allOf(next.map((one) => start(one))))];
  };
  /** What it depends on may work again until the moment it has a place: then it waits anew. */
  const carriedOut = async (assignment: Assignment): Promise<Report> => {
    queued.set(assignment.id, assignment);
    for (;;) {
      const below = assignment.dependsOn.map((id) => ended.get(id));
      const stands = () => assignment.dependsOn.every((id, index) => ended.get(id) === below[index]);
      await Promise.all(below);
      await options.ready?.(assignment);
      const report = await queue.add(async () => {
        if (!stands()) return undefined;
        queued.delete(assignment.id);
        return options.carryOut(assignment);
      });
      if (report !== undefined) return report;
    }
  };
  return {
    carryOut: async (assignments) => allOf(dependenciesFirst(assignments, ended).map((one) => start(one))),
    again(assignment, after) {
      const begun = after.filter((id) => queued.get(id)?.dependsOn.includes(assignment.id) !== true);
      return start(assignment, [assignment.id, ...begun]);
    },
    async giveWay(wait, signal) {
      queue.concurrency += 1;
      await wait();
      const back = async () => {
        queue.concurrency -= 1;
      };
      const place = queue.add(back, { priority: 1 });
      if (!signal.aborted) await place;
    },
    async idle() {
      while (under.size > 0) await Promise.allSettled(under);
      if (bugs.length > 0) throw bugs[0];
    },
  };
}

/** Waits for all, even when one rejects. */
async function allOf(works: readonly Promise<readonly Report[]>[]): Promise<readonly Report[]> {
  const outcomes = await Promise.allSettled(works);
  return outcomes.flatMap((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}

/** Each after those it depends on, else in the order given. */
function dependenciesFirst(
  assignments: readonly Assignment[],
  begun: ReadonlyMap<string, unknown>,
): readonly Assignment[] {
  const ordered = new Map<string, Assignment>();
  let waiting = assignments;
  while (waiting.length > 0) {
    const left = waiting.filter((one) => {
      if (!one.dependsOn.every((id) => ordered.has(id) || begun.has(id))) return true;
      ordered.set(one.id, one);
      return false;
    });
    if (left.length === waiting.length) {
      const ids = left.map(({ id }) => id).join(", ");
      throw new AppError("usage", `The plan cannot be carried out: ${ids} wait for what never ends. Plan again.`);
    }
    waiting = left;
  }
  return [...ordered.values()];
}
