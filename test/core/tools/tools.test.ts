import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { Overlay } from "../../../src/core/changes/overlay.ts";
import type { Search } from "../../../src/core/ports/search.ts";
import { toolsNamed } from "../../../src/core/tools/index.ts";
import type { ToolContext } from "../../../src/core/tools/tool.ts";
import { memoryFiles } from "../../support/memory-files.ts";

const signal = new AbortController().signal;

const noSearch: Search = { search: async () => ({ rows: [], truncated: false }) };

function contextOver(texts: Readonly<Record<string, string>>, search = noSearch): ToolContext {
  return {
    overlay: new Overlay(memoryFiles(texts)),
    subject: "a.js",
    search,
    mayChange: (path) =>
      path.endsWith(".test.js")
        ? { allowed: false, sentence: `You may change no test, so not ${path}.` }
        : { allowed: true },
    complaint: async () => undefined,
  };
}

function call(name: string, args: unknown, context: ToolContext, paths = false) {
  const [tool] = toolsNamed([name], { paths });
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool.call(args, context, signal);
}

test.each([false, true])("the three specs cost at most 230 tokens (paths: %s)", (paths) => {
  const specs = toolsNamed(["propose", "read", "search"], { paths }).map((tool) => tool.spec);
  expect(countTokens(JSON.stringify(specs))).toBeLessThanOrEqual(230);
});

test("an unknown tool is named with those there are", () => {
  expect(() => toolsNamed(["shell"], { paths: false })).toThrow(
    'There is no tool "shell": use propose, read, search, ',
  );
  expect(() => toolsNamed(["constructor"], { paths: false })).toThrow("There is no tool");
});

test("propose writes the edits to the overlay and claims a summary", async () => {
  const context = contextOver({ "a.js": "a\nb\n" });
  const edits = [
    { find: "a", replace: "A" },
    { find: "b", replace: "B" },
  ];
  const outcome = await call("propose", { edits, summary: "Capitals.", confidence: 0.9 }, context);
  expect(outcome).toEqual({ text: "Applied 2 edits to a.js.", proposal: { summary: "Capitals.", confidence: 0.9 } });
  expect([...context.overlay.changes]).toEqual([["a.js", "A\nB\n"]]);
});

test.each([
  ["a list in a string", JSON.stringify([{ find: "a", replace: "A" }])],
  ["one edit alone", { find: "a", replace: "A" }],
  ["one edit in a string", JSON.stringify({ find: "a", replace: "A" })],
])("propose takes %s", async (_, edits) => {
  const context = contextOver({ "a.js": "a\n" });
  await call("propose", { edits, summary: "Capital." }, context);
  expect([...context.overlay.changes]).toEqual([["a.js", "A\n"]]);
});

test("propose says which names it wants", async () => {
  const context = contextOver({ "a.js": "a\n" });
  const wrong = call("propose", { edits: [{ old_string: "a", new_string: "b" }], summary: "x" }, context);
  await expect(wrong).rejects.toThrow('edits.0.find: must be a string, and named "find".');
  await expect(call("propose", '{"edits": [', context)).rejects.toThrow("no valid JSON");
});

test.each([
  [85, 0.85],
  ["0.5", 0.5],
  ["high", undefined],
  [-3, undefined],
  [null, undefined],
])("a confidence of %j is read as %j", async (confidence, expected) => {
  const context = contextOver({ "a.js": "a\n" });
  const { proposal } = await call(
    "propose",
    { edits: [{ find: "a", replace: "A" }], summary: "Capital.", confidence },
    context,
  );
  expect(proposal?.confidence).toBe(expected);
});

test("a missing summary is made up, a long one cut", async () => {
  const missing = await call("propose", { edits: [{ find: "a", replace: "A" }] }, contextOver({ "a.js": "a\n" }));
  expect(missing.proposal?.summary).toBe("Changed a.js.");
  const long = { edits: [{ find: "a", replace: "A" }], summary: "word ".repeat(100) };
  const { proposal } = await call("propose", long, contextOver({ "a.js": "a\n" }));
  expect(countTokens(proposal?.summary ?? "")).toBeLessThanOrEqual(25);
});

test.each(["../b.js", "/etc/passwd", "~/x", "a/../../b", "file:x"])("an edit of %j is refused", async (path) => {
  const edits = [{ path, find: "", replace: "x" }];
  await expect(call("propose", { edits, summary: "x" }, contextOver({}), true)).rejects.toThrow(
    "relative to the workspace",
  );
});

test("when one edit is refused, none is kept", async () => {
  const context = contextOver({ "a.js": "a\n", "b.js": "b\n" });
  const edits = [
    { path: "b.js", find: "b", replace: "B" },
    { path: "./a.js", find: "nowhere", replace: "" },
  ];
  await expect(call("propose", { edits, summary: "x" }, context, true)).rejects.toThrow("does not occur in a.js");
  expect(context.overlay.changes.size).toBe(0);
});

test("a contract that forbids a file refuses the whole proposal with its sentence", async () => {
  const context = contextOver({ "a.js": "a\n", "a.test.js": "b\n" });
  const edits = [
    { find: "a", replace: "A" },
    { path: "a.test.js", find: "b", replace: "B" },
  ];
  await expect(call("propose", { edits, summary: "x" }, context, true)).rejects.toThrow("You may change no test");
  expect(context.overlay.changes.size).toBe(0);
});

test("without paths, a path that is given anyway is not overlooked", async () => {
  const context = contextOver({ "a.js": "a\n", "a.test.js": "a\n" });
  const edits = [{ path: "a.test.js", find: "a", replace: "A" }];
  await expect(call("propose", { edits, summary: "x" }, context)).rejects.toThrow("You may change no test");
  await call("propose", { edits: [{ path: "./a.js", find: "a", replace: "A" }], summary: "x" }, context);
  expect([...context.overlay.changes.keys()]).toEqual(["a.js"]);
});

test("an empty find creates a file where the contract allows it", async () => {
  const context = contextOver({ "a.js": "a\n" });
  await call("propose", { edits: [{ path: "new/b.js", find: "", replace: "b" }], summary: "x" }, context, true);
  expect([...context.overlay.changes]).toEqual([["new/b.js", "b\n"]]);
});

test("read shows a file, or lines of it, in a form that can be copied into find", async () => {
  const context = contextOver({ "a.js": "\uFEFFone\r\ntwo\r\nthree\r\n", "empty.js": "" });
  expect((await call("read", { path: "a.js" }, context)).text).toBe("a.js (3 lines)\none\ntwo\nthree");
  expect((await call("read", { path: "./a.js", from: "2", to: 2 }, context)).text).toBe("a.js lines 2-2 of 3\ntwo");
  expect((await call("read", { path: "a.js", from: 0, to: 99 }, context)).text).toBe("a.js (3 lines)\none\ntwo\nthree");
  expect((await call("read", { path: "empty.js" }, context)).text).toBe("empty.js is empty.");
  await expect(call("read", { path: "a.js", from: 4 }, context)).rejects.toThrow("a.js has 3 lines");
  await expect(call("read", { path: "none.js" }, context)).rejects.toThrow("no file none.js");
});

test("read bounds what it shows", async () => {
  const context = contextOver({ "long.js": "line\n".repeat(5000), "wide.js": "x".repeat(10_000_000) });
  expect((await call("read", { path: "long.js" }, context)).text.split("\n")[0]).toBe("long.js lines 1-400 of 5000");
  expect((await call("read", { path: "wide.js" }, context)).text.length).toBeLessThan(25_000);
});

test("read sees what was proposed before", async () => {
  const context = contextOver({ "a.js": "a\n" });
  await call("propose", { edits: [{ find: "a", replace: "A" }], summary: "x" }, context);
  expect((await call("read", { path: "a.js" }, context)).text).toBe("a.js (1 lines)\nA");
});

test("search gives each path once, and says when there is more", async () => {
  const rows = [
    { path: "a.js", line: 1, text: "  one " },
    { path: "a.js", line: 9, text: "x".repeat(1000) },
    { path: "b.js", line: 2, text: "one" },
  ];
  const context = contextOver({}, { search: async () => ({ rows, truncated: true }) });
  const { text } = await call("search", { pattern: "one" }, context);
  expect(text.split("\n")).toEqual([
    "a.js",
    "1:   one",
    `9: ${"x".repeat(160)}…`,
    "b.js",
    "2: one",
    "There are more: narrow the pattern or give a path.",
  ]);
  const many = Array.from({ length: 100 }, (_, index) => ({ path: "a.js", line: index + 1, text: "x" }));
  const told = await call(
    "search",
    { pattern: "x" },
    contextOver({}, { search: async () => ({ rows: many, truncated: false }) }),
  );
  expect(told.text.split("\n")).toHaveLength(42);
  expect((await call("search", { pattern: "two" }, contextOver({}))).text).toBe('Nothing matches "two".');
});

test("search asks over the overlay's changes, in the folder that was named", async () => {
  const asked: unknown[] = [];
  const search: Search = {
    async search({ pattern, within }, changes) {
      asked.push({ pattern, within, changed: [...changes.keys()] });
      return { rows: [], truncated: false };
    },
  };
  const context = contextOver({ "a.js": "a\n" }, search);
  context.overlay.write("a.js", "b\n");
  await call("search", { pattern: "one", path: "./src" }, context);
  await call("search", { pattern: "one", path: "." }, context);
  expect(asked).toEqual([
    { pattern: "one", within: "src", changed: ["a.js"] },
    { pattern: "one", within: undefined, changed: ["a.js"] },
  ]);
});
