import type { Path } from "../ports/files.ts";
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
  if (report.status !== "failed" || report.problem?.code === "conflict") return [];
  const bases = new Map<Path, string>();
  for (const { path } of assignment.context.alternatives) bases.set(path, await baseHash(path, host));
  // From here on nothing is waited for, so that two workers that fail at once do not choose the same file.
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
      base: { [next.path]: bases.get(next.path) ?? "" },
      ...(tests === undefined ? {} : { tests: { ...tests, reached: next.reached } }),
      alternatives,
    },
  };
  const why = `${assignment.target} does not seem to be to blame; next ${next.path}. ${next.why}`;
  log.teller("run")({ type: "grown", assignments: [follower], why });
  return [follower];
}
