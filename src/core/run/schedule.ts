import PQueue from "p-queue";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";

export interface ScheduleOptions {
  readonly concurrency: number;
  carryOut(assignment: Assignment): Promise<Report>;
  /** What else is to be done now that this has ended; the plan grows by it. */
  followUp(assignment: Assignment, report: Report): Promise<readonly Assignment[]>;
}

/**
 * Carries out assignments side by side, each after those it depends on, at most `concurrency` at a time.
 * A worker that fails fails alone. Rejects only for a bug, once all that had begun has ended.
 */
export async function schedule(
  assignments: readonly Assignment[],
  options: ScheduleOptions,
): Promise<readonly Report[]> {
  const queue = new PQueue({ concurrency: options.concurrency });
  const ended = new Map<string, Promise<readonly Report[]>>();

  const start = (assignment: Assignment): Promise<readonly Report[]> => {
    const work = async (): Promise<readonly Report[]> => {
      await Promise.all(assignment.dependsOn.map((id) => ended.get(id)));
      const report = await queue.add(() => options.carryOut(assignment));
      const next = await options.followUp(assignment, report);
      const more = await Promise.all(next.map(start));
      return [report, ...more.flat()];
    };
    const done = work();
    ended.set(assignment.id, done);
    return done;
  };

  const outcomes = await Promise.allSettled(assignments.map(start));
  return outcomes.flatMap((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
