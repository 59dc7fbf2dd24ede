import type { AgentDefinition } from "../agents/agent.ts";
import { asAppError } from "../app-error.ts";
import { needsExecution } from "../evidence/checks.ts";
import type { Path } from "../ports/files.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Plan } from "./plan.ts";
import { baseHash } from "./plan-failing-tests.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";
import type { TestDesk } from "./test-desk.ts";

/**
 * The plan of an agent that works on the files it is given: one assignment each. Where its contract names checks that run
 * tests, the assignment names the project that tests the file; without one it is carried out all the same, and what could not
 * be checked is said.
 */
export async function planNamedFiles(
  agent: AgentDefinition,
  request: Request,
  files: readonly Path[],
  desk: TestDesk,
  host: RunHost,
): Promise<Plan> {
  const notes = new Set<string>();
  const assignments: Assignment[] = [];
  const { instruction, waive = [] } = request;
  for (const [index, target] of files.entries()) {
    const tests = needsExecution(agent.contract.mustProve) ? await testsOf(target, desk, notes) : undefined;
    assignments.push({
      id: `${agent.name}-${index + 1}`,
      agent: agent.name,
      target,
      instruction: instruction || agent.task,
      ...(waive.length === 0 ? {} : { waived: [...waive] }),
      dependsOn: [],
      context: {
        why: "It was named.",
        base: { [target]: await baseHash(target, host) },
        ...(tests === undefined ? {} : { tests }),
        alternatives: [],
      },
    });
  }
  return { route: "direct", assignments, notes: [...notes], unplanned: [] };
}

async function testsOf(
  target: Path,
  desk: TestDesk,
  notes: Set<string>,
): Promise<Assignment["context"]["tests"] | undefined> {
  try {
    const [project] = await desk.projects([target]);
    return project === undefined ? undefined : { project, failing: [], reached: [] };
  } catch (error) {
    const missing = asAppError(error, "tooling");
    if (missing === undefined) throw error;
    notes.add(missing.message);
    return undefined;
  }
}
