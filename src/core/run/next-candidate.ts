import type { Path } from "../ports/files.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { baseHash } from "./plan-failing-tests.ts";
import type { RunHost } from "./run-host.ts";
import type { RunLog } from "./run-log.ts";
import { stacked } from "./stack.ts";

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
  const planned = [...log.state.workers.values()].map((worker) => worker.assignment);
  const taken = new Set(planned.filter(({ agent }) => agent === assignment.agent).map(({ target }) => target));
  const [next, ...alternatives] = assignment.context.alternatives.filter(({ path }) => !taken.has(path));
  if (next === undefined) return [];
  const { tests } = assignment.context;
  const { stackedOn: _, ...rest } = assignment;
  const bare: Assignment = {
    ...rest,
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
  const waiting = waitingFor(assignment, planned);
  const others = planned.filter(({ id }) => !waiting.has(id));
  const [follower = bare] = stacked([bare], others, host);
  const why = `${assignment.target} does not seem to be to blame; next ${next.path}. ${next.why}`;
  log.teller("run")({ type: "grown", assignments: [follower], why });
  return [follower];
}

/** Ids of those that wait for an assignment, or for one whose place it took, and of these themselves: nothing of theirs can be waited for. */
function waitingFor(assignment: Assignment, planned: readonly Assignment[]): ReadonlySet<string> {
  const ids = new Set([assignment.id]);
  for (let size = 0; size !== ids.size; ) {
    size = ids.size;
    for (const { id, dependsOn, insteadOf } of planned) {
      if (dependsOn.some((one) => ids.has(one))) ids.add(id);
      if (ids.has(id) && insteadOf !== undefined) ids.add(insteadOf);
    }
  }
  return ids;
}
