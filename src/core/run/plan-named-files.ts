import type { AgentDefinition } from "../agents/agent.ts";
import { AppError, asAppError } from "../app-error.ts";
import { needsTests } from "../evidence/checks.ts";
import type { Path } from "../ports/files.ts";
import { undocumented } from "../syntax/documentation.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Plan } from "./plan.ts";
import { baseHash } from "./plan-failing-tests.ts";
import { isTestable, writingFor } from "./plan-tests.ts";
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
  const writes = agent.contract.mayChange === "test-file";
  const targets = writes ? files.filter(isTestable) : files;
  for (const path of files) if (!targets.includes(path)) notes.add(`${path} holds no code to write tests for.`);
  if (targets.length === 0)
    throw new AppError("usage", `${[...notes].join(" ")} Name the source that is to be tested.`);
  for (const target of targets) {
    if (request.instruction === "" && (await isDone(agent, target, desk)))
      notes.add(`Nothing to do in ${target}: what is public has its documentation.`);
    else assignments.push(await assignmentOf(agent, request, target, assignments.length + 1));
  }
  return { route: "direct", assignments, notes: [...notes], unplanned: [] };

  async function assignmentOf(
    { name, task, contract }: AgentDefinition,
    { instruction, waive = [] }: Request,
    target: Path,
    number: number,
  ): Promise<Assignment> {
    const tests = needsTests(contract.mustProve) ? await testsOf(target, desk, writes ? undefined : notes) : undefined;
    return {
      id: `${name}-${number}`,
      agent: name,
      target,
      instruction: instruction || task,
      ...(waive.length === 0 ? {} : { waived: [...waive] }),
      dependsOn: [],
      context: {
        why: "It was named.",
        base: { [target]: await baseHash(target, host) },
        ...(tests === undefined ? {} : { tests }),
        ...(writes && tests !== undefined ? await writingFor(target, tests.project, desk) : {}),
        alternatives: [],
      },
    };
  }
}

/** Whether a target holds nothing of what the agent's own task is about. What cannot be parsed (Markdown) is never done. */
async function isDone(agent: AgentDefinition, target: Path, desk: TestDesk): Promise<boolean> {
  if (!agent.shows.includes("undocumented")) return false;
  const tree = await desk.graph.tree(target);
  return tree !== undefined && undocumented(tree).length === 0;
}

/** Without `notes` a missing runner is thrown: nothing can be done without one. */
async function testsOf(
  target: Path,
  desk: TestDesk,
  notes: Set<string> | undefined,
): Promise<Assignment["context"]["tests"] | undefined> {
  try {
    const [project] = await desk.projects([target]);
    return project === undefined ? undefined : { project, failing: [], reached: [] };
  } catch (error) {
    const missing = asAppError(error, "tooling");
    if (missing === undefined || notes === undefined) throw error;
    notes.add(missing.message);
    return undefined;
  }
}
