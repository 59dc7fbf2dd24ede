import { expect, test } from "vitest";
import { agents } from "../../../src/core/agents/index.ts";
import { routeOf } from "../../../src/core/run/route.ts";

test.each([
  ["/fix", { agent: "fix", files: [], instruction: "" }],
  ["/fix #src/a.js #test/b.js", { agent: "fix", files: ["src/a.js", "test/b.js"], instruction: "" }],
  ["@fix #src/**/*.py", { agent: "fix", files: ["src/**/*.py"], instruction: "" }],
  ["Fix the failing tests", { agent: "fix", files: [], instruction: "" }],
  ["please fix #src/a.js", { agent: "fix", files: ["src/a.js"], instruction: "" }],
  ["Please", { sentence: expect.stringContaining("/fix") }],
  [
    "fix #src/a.js, halves are rounded wrongly",
    { agent: "fix", files: ["src/a.js"], instruction: "halves are rounded wrongly" },
  ],
  ['/fix #"my file.js".', { agent: "fix", files: ["my file.js"], instruction: "" }],
  ["/nobody #a.js", { sentence: expect.stringContaining('no agent "nobody"') }],
])("%s", (text, route) => {
  expect(routeOf(text, agents)).toEqual(route);
});
