import { AppError } from "../app-error.ts";
import type { AgentDefinition } from "./agent.ts";
import { docAgent } from "./doc.ts";
import { fixAgent } from "./fix.ts";
import { refactorAgent } from "./refactor.ts";
import { testAgent } from "./test.ts";

/** The built-in agents. Adding one is a file and a line here. */
export const agents: readonly AgentDefinition[] = [fixAgent, testAgent, refactorAgent, docAgent];

export const agentNames: readonly string[] = agents.map(({ name }) => name);

/** The agent of that name among those a host has. Throws `usage` for a name that none of them has. */
export function agentNamed(name: string, known: readonly AgentDefinition[]): AgentDefinition {
  const agent = known.find((candidate) => candidate.name === name);
  if (agent === undefined) {
    throw new AppError("usage", `There is no agent "${name}": use ${known.map((one) => one.name).join(", ")}.`);
  }
  return agent;
}
