import type { AgentDefinition } from "./agent.ts";

export const testAgent: AgentDefinition = {
  name: "test",
  description: "Writes tests for what no test covers yet, and proves that they would notice a fault",
  verbs: ["test", "cover", "characterize", "characterise"],
  icon: "beaker",
  role: [
    "You write tests for one source file, into its test file: written like the tests shown, with the import shown.",
    "Each test calls the real code and asserts exact results.",
    "Cover what no test covers yet: at least one of the mutants shown (lines of the code as they would be,",
    "which today's tests do not notice) must make a new test fail.",
    "Leave every test there is as it is. No skips, snapshots, mocks of the code under test, network or files.",
    "Answer with one propose call; its edits are of the test file, and find is empty to create it. Your tests are run.",
    "Read or search only if what you need is not shown.",
  ].join(" "),
  task: "Write tests for what no test covers yet.",
  tools: ["propose", "read", "search"],
  tier: "medium",
  shows: [],
  contract: {
    mayChange: "test-file",
    eachEdit: ["clean-text", "tests-kept", "tests-honest", "tests-assert"],
    mustProve: [
      "clean-text",
      "tests-kept",
      "tests-honest",
      "tests-assert",
      "new-tests-pass",
      "mutant-killed",
      "diagnostics-no-worse",
    ],
    waivable: [],
  },
  budget: { calls: 6, tokens: 60_000, seconds: 600 },
};
