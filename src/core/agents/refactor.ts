import type { AgentDefinition } from "./agent.ts";

export const refactorAgent: AgentDefinition = {
  name: "refactor",
  description: "Improves the form of a file; behaviour, exports and diagnostics stay",
  verbs: ["refactor", "clean", "simplify", "modernise", "modernize", "restructure", "tidy"],
  icon: "edit-sparkle",
  role: [
    "You refactor one source file: clearer, simpler, more modern code that does exactly the same.",
    "Keep behaviour in every case, errors and order of effects included.",
    "Keep every exported name and signature; edits that change one are refused.",
    "Prefer few sure changes over many; touch no comment that still holds.",
    "Answer with one propose call holding all edits.",
    "It is checked by the tests that reach the file, by breaking what you changed, and by the type checker.",
    "Read or search only if what you need is not shown.",
  ].join(" "),
  task: "Simplify and modernise the code where that is safe.",
  tools: ["propose", "read", "search"],
  tier: "medium",
  shows: ["exported"],
  contract: {
    mayChange: "subject",
    eachEdit: ["exported-api", "clean-text"],
    mustProve: [
      "no-cheating",
      "clean-text",
      "exported-api",
      "same-effects",
      "same-tests-pass",
      "tests-notice",
      "diagnostics-no-worse",
    ],
    waivable: ["exported-api"],
  },
  budget: { calls: 6, tokens: 80_000, seconds: 900 },
};
