import { expect, test } from "vitest";
import { agents } from "../../../src/core/agents/index.ts";
import { type Part, routeOf } from "../../../src/core/run/route.ts";

const paths = ["src/a.js", "src/ledger.js", "src/deep/ledger.test.js", "lib/a.js"];

const part = (agent: string, files: readonly string[] = [], instruction = ""): Part => ({ agent, files, instruction });

test.each<[string, readonly Part[]]>([
  ["/fix", [part("fix")]],
  ["/fix #src/a.js #test/b.js", [part("fix", ["src/a.js", "test/b.js"])]],
  ["@fix #src/**/*.py", [part("fix", ["src/**/*.py"])]],
  ["Fix the failing tests", [part("fix")]],
  ["please fix #src/a.js", [part("fix", ["src/a.js"])]],
  ["fix #src/a.js, halves are rounded wrongly", [part("fix", ["src/a.js"], "halves are rounded wrongly")]],
  ['/fix #"my file.js".', [part("fix", ["my file.js"])]],
  [
    "fix the failing tests, cover #a.js and document #b.js",
    [part("fix"), part("test", ["a.js"]), part("doc", ["b.js"])],
  ],
  ["fix #src/a.js and then document it", [part("fix", ["src/a.js"]), part("doc", ["src/a.js"])]],
  ["fix the failing tests and document src/ledger.js", [part("fix"), part("doc", ["src/ledger.js"])]],
  [
    "Document `ledger.js`. Please refactor ./src/a.js!",
    [part("doc", ["src/ledger.js"]), part("refactor", ["src/a.js"])],
  ],
  ["document src/gone.js", [part("doc", ["src/gone.js"])]],
  ["document src/**/*.js and #b.ts", [part("doc", ["src/**/*.js", "b.ts"])]],
  ["fix lint and test failures in #src/a.js", [part("fix", ["src/a.js"], "lint and test failures in")]],
  ["/refactor #a.js and make it shorter", [part("refactor", ["a.js"], "and make it shorter")]],
])("the words tell who is asked: %s", (text, parts) => {
  expect(routeOf(text, agents, paths)).toEqual({ status: "direct", parts });
});

test.each<[string, readonly Part[], readonly string[]]>([
  ["Please", [], ["Please"]],
  ["why does it round like that?", [], ["why does it round like that?"]],
  ["document everything", [], ["document everything"]],
  ["document a.js", [], ["document a.js"]],
  ["fix the failing tests and make the exports faster", [part("fix")], ["make the exports faster"]],
  ["test coverage is low", [], ["test coverage is low"]],
])("what the words do not tell is left to a reader: %s", (text, parts, unclear) => {
  expect(routeOf(text, agents, paths)).toEqual({ status: "unclear", parts, unclear });
});

test.each<[string, readonly Part[]]>([
  ["now document it too", [part("doc", ["src/b.js"])]],
  ["/doc it", [part("doc", ["src/b.js"])]],
  ["fix the same file again, please", [part("fix", ["src/b.js"])]],
  ["refactor this to use for-of", [part("refactor", ["src/b.js"], "this to use for-of")]],
  ["cover the code of it as well", [part("test", ["src/b.js"])]],
  ["document src/a.js and cover it", [part("doc", ["src/a.js"]), part("test", ["src/a.js"])]],
  ["fix the failing tests", [part("fix")]],
])("what is about nothing in the text is about the request before: %s", (text, parts) => {
  expect(routeOf(text, agents, paths, ["src/b.js"])).toEqual({ status: "direct", parts });
});

test("after what finds its own files, nothing of an earlier request is meant", () => {
  expect(routeOf("Fix the failing tests. Document it.", agents, paths, ["src/b.js"])).toMatchObject({
    parts: [part("fix")],
    unclear: ["Document it"],
  });
});

test("an agent that is not there is refused by name", () => {
  expect(routeOf("/nobody #a.js", agents)).toEqual({
    status: "refused",
    sentence: 'There is no agent "nobody": use /fix, /test, /refactor, /doc.',
  });
});
