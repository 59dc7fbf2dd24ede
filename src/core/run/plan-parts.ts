import { agentNamed } from "../agents/index.ts";
import { asAppError } from "../app-error.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Plan } from "./plan.ts";
import { planRequest } from "./plan-request.ts";
import type { Request } from "./request.ts";
import type { Part } from "./route.ts";
import type { RunHost } from "./run-host.ts";
import { stacked } from "./stack.ts";
import type { TestDesk } from "./test-desk.ts";

/** A part of a request, and the places, from 1, of those that must be proved before it. */
export interface PlannedPart extends Part {
  readonly after?: readonly number[] | undefined;
}

/** Where parts are planned: what the run has planned so far stays, and ids go on from there. */
export interface Planning {
  readonly request: Request;
  readonly desk: TestDesk;
  readonly host: RunHost;
  readonly earlier: readonly Assignment[];
}

/** One plan of several parts, in their order. Throws what planning any of them throws. */
export async function planParts(parts: readonly PlannedPart[], planning: Planning, signal: AbortSignal): Promise<Plan> {
  const { plan, failures } = await planWhatCanBe(parts, planning, signal);
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
  return plan;
}

/** The same, where a part that cannot be planned is passed over and told. Throws for what is no fault of a part. */
export async function planWhatCanBe(
  parts: readonly PlannedPart[],
  { request, desk, host, earlier }: Planning,
  signal: AbortSignal,
): Promise<{ readonly plan: Plan; readonly failures: readonly { readonly part: number; readonly error: Error }[] }> {
  const taken = new Set(earlier.map(({ id }) => id));
  const byPart: (readonly Assignment[])[] = [];
  const failures: { part: number; error: Error }[] = [];
  const notes: string[] = [];
  const unplanned: string[] = [];
  for (const [index, { agent, files, instruction }] of parts.entries()) {
    try {
      const asked = { ...request, agent, files: [...files], instruction };
      const plan = await planRequest(parts.length > 1 ? onlyItsWaivers(asked, host) : asked, desk, host, signal);
      byPart.push(renamed(plan.assignments, taken));
      notes.push(...plan.notes);
      unplanned.push(...plan.unplanned);
    } catch (error) {
      const expected = asAppError(error, "usage", "not-found", "refused", "tooling");
      if (expected === undefined) throw error;
      byPart.push([]);
      failures.push({ part: index + 1, error: expected });
    }
  }
  const ordered = byPart.flatMap((assignments, index) => {
    const before = (parts[index]?.after ?? []).filter((place) => place - 1 !== index);
    const requires = before.flatMap((place) => byPart[place - 1]?.map(({ id }) => id) ?? []);
    return assignments.map((one) => (requires.length === 0 ? one : { ...one, ...waitingFor(one, requires) }));
  });
  const assignments = [...stacked(ordered, earlier, host)];
  return { plan: { route: "direct", assignments, notes, unplanned }, failures };
}

/** What the user calls off is called off for those that can do without it. */
function onlyItsWaivers(request: Request, { agents }: RunHost): Request {
  const { waivable } = agentNamed(request.agent, agents).contract;
  return { ...request, waive: (request.waive ?? []).filter((check) => waivable.includes(check)) };
}

/** The assignments under names that no other of the run has: "doc-3". */
function renamed(assignments: readonly Assignment[], taken: Set<string>): readonly Assignment[] {
  const names = new Map<string, string>();
  for (const { id, agent } of assignments) {
    let number = 1;
    while (taken.has(`${agent}-${number}`)) number++;
    taken.add(`${agent}-${number}`);
    names.set(id, `${agent}-${number}`);
  }
  const name = (id: string) => names.get(id) ?? id;
  return assignments.map((one) => ({ ...one, id: name(one.id), dependsOn: one.dependsOn.map(name) }));
}

function waitingFor(
  { dependsOn }: Assignment,
  requires: readonly string[],
): Pick<Assignment, "dependsOn" | "requires"> {
  return { dependsOn: [...new Set([...dependsOn, ...requires])], requires: [...requires] };
}
