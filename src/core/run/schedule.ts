import PQueue from "p-queue";
import { AppError } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";

export interface ScheduleOptions {
  readonly concurrency: number;
  carryOut(assignment: Assignment): Promise<Report>;
  /** What else is to be done now that this has ended; the plan grows by it. Those that depend on this wait for that too. */
  followUp(assignment: Assignment, report: Report): Promise<readonly Assignment[]>;
}

/**
 * Carries out assignments side by side, each after those it depends on, at most `concurrency` at a time.
 * A worker that fails fails alone. Rejects only for a bug, once all that had begun has ended; throws `usage`, before anything
 * begins, when assignments wait for each other or for one that is not there.
 */
export async function schedule(
  assignments: readonly Assignment[],
  options: ScheduleOptions,
): Promise<readonly Report[]> {
  const queue = new PQueue({ concurrency: options.concurrency });
  const ended = new Map<string, Promise<readonly Report[]>>();

  const start = (assignment: Assignment): Promise<readonly Report[]> => {
    const done = work(assignment);
    ended.set(assignment.id, done);
    return done;
  };
  const work = async (assignment: Assignment): Promise<readonly Report[]> => {
    await Promise.all(assignment.dependsOn.map((id) => ended.get(id)));
    const report = await queue.add(() => options.carryOut(assignment));
    const next = await options.followUp(assignment, report);
    return [report, ...(await allOf(next.map(start)))];
  };
  return allOf(dependenciesFirst(assignments).map(start));
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
function dependenciesFirst(assignments: readonly Assignment[]): readonly Assignment[] {
  const ordered = new Map<string, Assignment>();
  let waiting = assignments;
  while (waiting.length > 0) {
    const left = waiting.filter((one) => {
      if (!one.dependsOn.every((id) => ordered.has(id))) return true;
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
