import type { AgentDefinition } from "./agent.ts";

/** Leads a run that takes several agents or steps; it sees reports only. Not to be asked for by name. */
export const supervisorAgent: AgentDefinition = {
  name: "supervisor",
  description: "Leads several agents and sees their reports only",
  verbs: [],
  icon: "organization",
  role: [
    "You lead small coding agents; each works on one file, and our code proves the result.",
    "Put the whole plan into one delegate call: globs stand for many files, after orders tasks.",
    "When everything is proved, the run ends by itself.",
    "Otherwise delegate what is worth another try with a better task, or finish.",
    "Reports are enough; read one only if you cannot decide without it.",
  ].join(" "),
  task: "Carry the request out.",
  tools: ["delegate", "read_report", "ask_user", "finish"],
  tier: "medium",
  shows: [],
  contract: { mayChange: "nothing", eachEdit: [], mustProve: [], waivable: [] },
  budget: { calls: 12, tokens: 120_000, seconds: 14_400 },
};
