import type { AgentDefinition } from "./agent.ts";

/** Tells who carries a request out whose words do not tell. Not to be asked for by name. */
export const routerAgent: AgentDefinition = {
  name: "router",
  description: "Finds out who is asked",
  verbs: [],
  icon: "compass",
  role: [
    "You route a coding request: answer with one route call.",
    "Give tasks when each agent and its files are clear; supervise when the work needs several steps or looking at results;",
    "a question when it is unclear what is wanted or no agent does it.",
  ].join(" "),
  task: "Say who does it.",
  tools: ["route"],
  tier: "small",
  shows: [],
  contract: { mayChange: "nothing", eachEdit: [], mustProve: [], waivable: [] },
  budget: { calls: 3, tokens: 10_000, seconds: 120 },
};
