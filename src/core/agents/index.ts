import { AppError } from "../app-error.ts";
import type { AgentDefinition } from "./agent.ts";
import { docAgent } from "./doc.ts";
import { fixAgent } from "./fix.ts";
import { refactorAgent } from "./refactor.ts";
import { testAgent } from "./test.ts";

/** The built-in agents. Adding one is a file and a line here. */
const agents: readonly AgentDefinition[] = [fixAgent, testAgent, refactorAgent, docAgent];

export const agentNames: readonly string[] = agents.map(({ name }) => name);

/** Throws `usage` for a name that is not in the table. */
export function agentNamed(name: string): AgentDefinition {
  const agent = agents.find((candidate) => candidate.name === name);
  if (agent === undefined) {
    throw new AppError("usage", `There is no agent "${name}": use ${agentNames.join(", ")}.`);
  }
  return agent;
}
