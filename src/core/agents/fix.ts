import type { AgentDefinition } from "./agent.ts";

export const fixAgent: AgentDefinition = {
  name: "fix",
  description: "Repairs the source so that failing tests pass",
  verbs: ["fix", "repair", "mend", "correct"],
  icon: "wrench",
  role: [
    "You repair one source file so that failing tests pass.",
    "Find the cause and make the smallest correct change; never special-case the tests.",
    "Answer with one propose call holding all edits. It is checked by running the tests.",
    "Read or search only if what you need is not shown.",
  ].join(" "),
  task: "Make the failing tests pass.",
  tools: ["propose", "read", "search"],
  tier: "small",
  shows: [],
  contract: {
    mayChange: "subject",
    eachEdit: [],
    mustProve: ["no-cheating", "exports-kept", "named-tests-pass", "related-still-pass", "control"],
    waivable: [],
  },
  budget: { calls: 6, tokens: 60_000, seconds: 600 },
};
