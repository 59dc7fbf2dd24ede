import picomatch from "picomatch/posix.js";
import type { AgentDefinition } from "../agents/agent.ts";
import { agentNamed } from "../agents/index.ts";
import { AppError, asAppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import { checkPath } from "../ports/paths.ts";
import type { Plan } from "./plan.ts";
import { planFailingTests } from "./plan-failing-tests.ts";
import { planNamedFiles } from "./plan-named-files.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";
import type { TestDesk } from "./test-desk.ts";

/**
 * The direct route: agent and files are known, so no model is asked. One assignment a file; an agent that must make failing
 * tests pass gets one for each file that is to blame.
 * Throws `usage` for an unknown agent, a check it cannot do without, a file that is not there or is no text to repair, or a glob
 * that matches nothing.
 */
export async function planRequest(request: Request, desk: TestDesk, host: RunHost, signal: AbortSignal): Promise<Plan> {
  const agent = agentNamed(request.agent, host.agents);
  refuseWaivers(agent, request);
  const files = await filesNamed(request.files, desk.paths, host);
  if (agent.contract.mustProve.includes("named-tests-pass")) {
    for (const path of files) if (request.files.includes(path)) await checkReadable(path, host);
    return withCritic(request, await planFailingTests(request, files, desk, host, signal));
  }
  if (files.length === 0) throw new AppError("usage", `${agent.name} needs a file or a glob to work on.`);
  return withCritic(request, await planNamedFiles(agent, request, files, desk, host));
}

function withCritic({ critic }: Request, plan: Plan): Plan {
  if (critic === undefined) return plan;
  return { ...plan, assignments: plan.assignments.map((assignment) => ({ ...assignment, critic })) };
}

function refuseWaivers({ name, contract }: AgentDefinition, { waive = [] }: Request): void {
  const wrong = waive.find((check) => !contract.waivable.includes(check));
  if (wrong !== undefined)
    throw new AppError("usage", `The agent ${name} cannot do without ${wrong}: leave that out of the request.`);
}

/** What was named by itself is told before anything runs; a glob may well match a picture. */
async function checkReadable(path: Path, { files }: Pick<RunHost, "files">): Promise<void> {
  await files.read(path).catch((error: unknown) => {
    const refused = asAppError(error, "refused");
    throw refused === undefined ? error : new AppError("usage", refused.message, { cause: error });
  });
}

/** Paths as they are, globs as the files they match, each once. Throws `usage` for what is no file. */
export async function filesNamed(
  names: readonly string[],
  paths: readonly Path[],
  host: Pick<RunHost, "root" | "files">,
): Promise<readonly Path[]> {
  const files = new Set<Path>();
  for (const name of names) {
    if (/[*?[{]/.test(name) && !paths.includes(name)) {
      const matcher = picomatch(name);
      const matches = paths.filter((path) => matcher(path));
      if (matches.length === 0) throw new AppError("usage", `No file matches ${name}.`);
      for (const path of matches) files.add(path);
      continue;
    }
    const path = checkPath(name);
    const stat = await host.files.stat(path);
    if (stat === undefined) throw new AppError("usage", `There is no file ${path} in ${host.root}.`);
    if (stat.type === "directory")
      throw new AppError("usage", `${path} is a folder: name files, or a glob such as ${path}/**.`);
    if (stat.type === "other") throw new AppError("usage", `${path} is no plain file.`);
    files.add(path);
  }
  return [...files];
}
