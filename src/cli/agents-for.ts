import type { AgentDefinition } from "../core/agents/agent.ts";
import { agentNames, agents as builtIn } from "../core/agents/index.ts";
import { AppError } from "../core/app-error.ts";
import { type AgentCommand, unknownCommand } from "./arguments.ts";

/**
 * The agents a command may mean: the built-in ones, and where an own one is named, that one. A request in words may mean any of the
 * user's own. Naming an agent of the folder is what trusts its file, and no other file there is read as one.
 * Throws `usage` for a name that nobody has, and for a file that is refused, with its sentence.
 */
export async function agentsFor({
  agent,
  repo,
  ensemble,
}: Pick<AgentCommand, "agent" | "repo" | "ensemble">): Promise<readonly AgentDefinition[]> {
  const known = agentNames.includes(agent) ? builtIn : [...builtIn, ...(await ownAgents(agent, repo))];
  return ensemble ? known.map((one) => ({ ...one, style: "ensemble" })) : known;
}

async function ownAgents(name: string, repo: string): Promise<readonly AgentDefinition[]> {
  const { agentsOfFiles } = await import("../node/agent-files.ts");
  if (name === "") return (await agentsOfFiles({ env: process.env })).agents;
  const { agents, refused } = await agentsOfFiles({ env: process.env, folder: repo, only: name });
  const found = agents.find((agent) => agent.name === name);
  if (found !== undefined) return [found];
  const [first] = refused;
  throw first === undefined ? unknownCommand(name) : new AppError("usage", first.sentence);
}
