import type { AgentDefinition } from "../agents/agent.ts";
import { isTestHarness } from "../testing/project.ts";
import type { ToolContext } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";

type Right = AgentDefinition["contract"]["mayChange"];
type MayChange = ToolContext["mayChange"];

/** What each named right allows, as the answer to "may this file be changed?". */
const rights: Readonly<Record<Right, (assignment: Assignment) => MayChange>> = {
  subject: (assignment) => (path) =>
    path === assignment.target && !isTestHarness(path)
      ? { allowed: true }
      : { allowed: false, sentence: `You may change ${assignment.target} only, not ${path}.` },
  nothing: () => (path) => ({
    allowed: false,
    sentence: `You may change no file, not even ${path}: report what you found.`,
  }),
};

/** The contract's right for this assignment. */
export function mayChange(agent: AgentDefinition, assignment: Assignment): MayChange {
  return rights[agent.contract.mayChange](assignment);
}

/** Whether the agent's edits could ever name a file other than the subject. */
export function namesFiles(agent: AgentDefinition): boolean {
  return agent.contract.mayChange !== "subject";
}
