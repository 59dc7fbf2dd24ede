import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { baseHash } from "./plan-failing-tests.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";

/** When a worker found no change that helps, the fault may lie in the next file: the plan grows by it, at most to three in a row. */
export async function nextCandidate(
  assignment: Assignment,
  report: Report,
  log: RunLog,
  host: RunHost,
): Promise<readonly Assignment[]> {
  if (report.status !== "failed") return [];
  const taken = new Set([...log.state.workers.values()].map((worker) => worker.assignment.target));
  const [next, ...alternatives] = assignment.context.alternatives.filter(({ path }) => !taken.has(path));
  if (next === undefined) return [];
  const { tests } = assignment.context;
  const follower: Assignment = {
    ...assignment,
    id: `${assignment.id}-next`,
    target: next.path,
    insteadOf: assignment.id,
    context: {
      ...assignment.context,
      why: next.why,
      base: { [next.path]: await baseHash(next.path, host) },
      ...(tests === undefined ? {} : { tests: { ...tests, reached: next.reached } }),
      alternatives,
    },
  };
  const why = `${assignment.target} does not seem to be to blame; next ${next.path}. ${next.why}`;
  log.teller("run")({ type: "grown", assignments: [follower], why });
  return [follower];
}
