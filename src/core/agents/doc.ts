import type { AgentDefinition } from "./agent.ts";

export const docAgent: AgentDefinition = {
  name: "doc",
  role: [
    "You document one file: its comments and docstrings, or a Markdown text.",
    "Write in the language's own form (JSDoc, docstrings, Go doc, rustdoc, Javadoc, XML doc)",
    "what the code cannot say itself: purpose, units, edge cases, errors.",
    "Never repeat a signature, never claim what the code does not show.",
    "No token of code may change, nor a comment that a tool obeys: such an edit is refused.",
    "Answer with one propose call holding all edits.",
    "Read or search only if what you need is not shown.",
  ].join(" "),
  task: "Document what is public and has no documentation.",
  tools: ["propose", "read", "search"],
  tier: "small",
  shows: ["undocumented"],
  contract: {
    mayChange: "comments",
    eachEdit: ["comments-only", "clean-text"],
    mustProve: ["comments-only", "clean-text", "doctests"],
    waivable: [],
  },
  budget: { calls: 5, tokens: 40_000, seconds: 300 },
};
