import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as z from "zod";
import { broken, readCorpus } from "../../../bench/offline-corpus.ts";
import { execution } from "../../../bench/offline-execution.ts";
import { repair } from "../../../bench/offline-repair.ts";
import type { Message, Prompt, Reply } from "../../../src/core/models/chat-model.ts";
import { offlineModel } from "../../../src/core/models/offline/offline.ts";
import { type Section, writeSections } from "../../../src/core/models/sections.ts";
import { tokensOfSentence } from "../../../src/core/short-text.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();
const model = offlineModel({ trees });

const TARGET = `function discount(amount) {
  if (amount >= 100) return amount * 0.1;
  return 0;
}

function other(amount) {
  if (amount >= 100) return amount * 0.1;
  return 1;
}
`;

const SECTIONS: readonly Section[] = [
  { kind: "task", title: "", body: "Make the failing test pass." },
  { kind: "target", title: "src/a.js", body: TARGET },
  { kind: "failure", title: "test/a.test.js > no discount at the limit", body: "expected 0, actual 10" },
  { kind: "reach", title: "", body: "discount 1-4" },
  {
    kind: "test",
    title: "test/a.test.js:3-5",
    body: 'test("no discount at the limit", () => {\n  assert.equal(discount(100), 0);\n});',
  },
];

const proposeSchema = z.object({
  edits: z.tuple([z.object({ find: z.string(), replace: z.string() })]),
  summary: z.string(),
});

function promptOf(sections: readonly Section[], rest: readonly Message[] = []): Prompt {
  return {
    system: "",
    tools: [],
    messages: [{ role: "user", text: writeSections(sections) }, ...rest],
    maxTokens: 1000,
  };
}

function ask(sections: readonly Section[], rest: readonly Message[] = []): Promise<Reply> {
  return model.respond(promptOf(sections, rest), AbortSignal.timeout(5000));
}

/** The conversation after so many refused proposals. */
async function refused(sections: readonly Section[], times: number, answer: string): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (let time = 0; time < times; time++) {
    const { text, toolCalls } = await ask(sections, messages);
    messages.push({ role: "assistant", text, toolCalls });
    for (const { id } of toolCalls) messages.push({ role: "tool", callId: id, text: answer });
  }
  return messages;
}

function proposalIn({ toolCalls }: Pick<Reply, "toolCalls">) {
  return proposeSchema.parse(toolCalls[0]?.arguments);
}

test("a text that the runner printed without quotes tells which string is wrong", async () => {
  const target = `export function label(a, b) {\n  if (a === b) return a + ":";\n  return a + "_" + b;\n}\n`;
  const sections = [
    { kind: "target", title: "src/a.js", body: target },
    { kind: "failure", title: "test/a.test.js > label", body: "expected foo-bar, actual foo_bar" },
    { kind: "reach", title: "", body: "label 1-4" },
  ];
  const other = [
    sections[0] ?? SECTIONS[0],
    { kind: "failure", title: "t > label", body: `expected "Name" of "foo-bar", got "foo_bar"` },
    { kind: "reach", title: "", body: "label 1-4" },
  ].filter((section) => section !== undefined);

  for (const told of [sections, other]) expect(proposalIn(await ask(told)).edits[0].replace).toContain('a + "-" + b');
});

test("what stands twice in one expression is suspected first", async () => {
  const target =
    "export function inner(text, from, to) {\n  const at = text.indexOf(from);\n  return text.slice(to, to);\n}\n";

  const reply = await ask([
    { kind: "target", title: "src/a.js", body: target },
    { kind: "failure", title: "t > inner", body: "The expression evaluated to a falsy value" },
    { kind: "reach", title: "", body: "inner 1-4" },
  ]);

  expect(proposalIn(reply).edits[0].replace).toMatch(/slice\((?!to, to)/);
});

test("the likeliest change comes first, found by text that occurs once", async () => {
  const reply = await ask(SECTIONS);
  const { edits, summary } = proposalIn(reply);

  expect(reply).toMatchObject({ stopReason: "tools", served: "offline:built-in", usage: { input: 0, output: 0 } });
  expect(summary).toBe("Compares with > instead of >= in discount.");
  expect(TARGET.split(edits[0].find)).toHaveLength(2);
  expect(TARGET.replace(edits[0].find, edits[0].replace)).toBe(TARGET.replace("amount >= 100", "amount > 100"));
});

test("it is deterministic and keeps no state", async () => {
  const again = await offlineModel({ trees }).respond(promptOf(SECTIONS), AbortSignal.timeout(5000));

  expect(await ask(SECTIONS)).toEqual(again);
});

test("each try is another text that still parses, with a summary of at most 25 tokens", async () => {
  const messages = await refused(SECTIONS, 40, "Not proved.");
  const proposals = messages.flatMap((message) => (message.role === "assistant" ? [proposalIn(message)] : []));
  const texts = proposals.map(({ edits: [{ find, replace }] }) => TARGET.replace(find, () => replace));

  expect(new Set([...texts, TARGET]).size).toBe(41);
  for (const text of texts) expect((await trees.parse("a.js", text))?.hasErrors).toBe(false);
  for (const { summary } of proposals) expect(tokensOfSentence(summary)).toBeLessThanOrEqual(25);
});

test("what the tests reach is tried before the rest of the file", async () => {
  const messages = await refused(SECTIONS, 8, "Not proved.");
  const summaries = messages.flatMap((message) => (message.role === "assistant" ? [proposalIn(message).summary] : []));

  expect(summaries.filter((summary) => summary.includes("in other"))).toEqual([]);
});

test("where no failing test comes is tried last, however much names speak for it", async () => {
  const executed = { kind: "executed", title: "", body: "2-2 0.00\n3-3 1.00\n7-8 0.00" };
  const first = proposalIn(await ask([...SECTIONS, executed]));

  expect(proposalIn(await ask(SECTIONS)).edits[0].find).toContain("amount >= 100");
  expect(first.edits[0].find).toContain("return 0");
});

test("a target shown in slices is read in full before anything is proposed", async () => {
  const sliced = SECTIONS.map((section) =>
    section.kind === "target"
      ? { ...section, title: "src/a.js:1-4", body: TARGET.split("\n").slice(0, 4).join("\n") }
      : section,
  );
  const first = await ask(sliced);
  expect(first.toolCalls).toMatchObject([{ name: "read", arguments: { path: "src/a.js", from: 1 } }]);

  const lines = TARGET.trimEnd().split("\n");
  const told = (from: number, to: number): string =>
    `src/a.js lines ${from}-${to} of ${lines.length}\n${lines.slice(from - 1, to).join("\n")}`;
  const page = (reply: Reply, text: string): readonly Message[] => [
    { role: "assistant", text: "", toolCalls: reply.toolCalls },
    { role: "tool", callId: reply.toolCalls[0]?.id ?? "", text },
  ];
  const half = page(first, told(1, 5));
  const second = await ask(sliced, half);
  expect(second.toolCalls).toMatchObject([{ name: "read", arguments: { path: "src/a.js", from: 6 } }]);

  const third = await ask(sliced, [...half, ...page(second, told(6, lines.length))]);
  expect(proposalIn(third).summary).toBe("Compares with > instead of >= in discount.");
});

test("when nothing is left to try it says so in one honest sentence", async () => {
  const tiny = SECTIONS.map((section) => (section.kind === "target" ? { ...section, body: "nothing();\n" } : section));
  const messages = await refused(tiny, 20, "Not proved.");
  const last = messages.findLast((message) => message.role === "assistant");

  expect(last).toMatchObject({
    toolCalls: [],
    text: "No single small change I know repairs this (1 tried); choose a real model with --model.",
  });
});

test("asked for its last answer it says what its tries came to", async () => {
  const messages = await refused(SECTIONS, 3, "Not proved.");
  const prompt = promptOf(SECTIONS, messages);
  const last = await model.respond({ ...prompt, toolChoice: { name: "propose" } }, AbortSignal.timeout(5000));
  const only = await model.respond(
    { ...promptOf(SECTIONS), toolChoice: { name: "propose" } },
    AbortSignal.timeout(5000),
  );

  expect(last).toMatchObject({
    toolCalls: [],
    text: "None of the 3 small changes I tried repairs this; choose a real model with --model.",
  });
  expect(only.toolCalls).toHaveLength(1);
});

test("what stands outside of functions is suspected as much as the lines that use it", async () => {
  const target = `const DAY = 24;
const HOUR = 60;

function days(n) {
  return n * DAY;
}

function hours(n) {
  return n * HOUR;
}

module.exports = { days, hours };
`;
  const sections = [
    { kind: "target", title: "src/a.js", body: target },
    { kind: "failure", title: "test/a.test.js > hours", body: "expected 120, actual 122" },
    { kind: "reach", title: "", body: "hours 8-10\nDAY 1-1\nHOUR 2-2" },
    { kind: "executed", title: "", body: "5-5 0.00\n9-9 1.00" },
  ];
  const tries = await refused(sections, 12, "Not proved.");
  const replaced = tries.flatMap((message) =>
    message.role === "assistant"
      ? message.toolCalls.map((call) => proposalIn({ toolCalls: [call] }).edits[0].find)
      : [],
  );

  expect(replaced).toContain("const HOUR = 60;");
  expect(replaced).not.toContain("const DAY = 24;");
});

test("a prompt that is no repair, and a language without mutants, are declined", async () => {
  expect(
    await model.respond(
      { system: "", tools: [], messages: [{ role: "user", text: "Hello" }], maxTokens: 9 },
      AbortSignal.timeout(5000),
    ),
  ).toMatchObject({ stopReason: "end", toolCalls: [] });
  const go = SECTIONS.map((section) =>
    section.kind === "target" ? { ...section, title: "a.go", body: "package m\n" } : section,
  );
  expect((await ask(go)).toolCalls).toEqual([]);
});

test.each([
  [
    "a.js",
    "export function load(list) {\n  return list.toSortd().lenght;\n}\n",
    "TypeError: list.toSorted is not a function",
    "load",
  ],
  ["a.py", "def area(width, height):\n    return width * width\n", "assert 4 == 6", "height instead of width"],
  ["a.py", "async def run(job):\n    value = job()\n    return value\n", "assert <coroutine object job> == 3", "await"],
  ["a.js", 'export const join = (parts) => parts.join(", ");\n', "expected 'a; b', actual 'a, b'", ";"],
])("in %s the failure's words decide what comes first (%#)", async (path, body, failure, expected) => {
  const sections: readonly Section[] = [
    { kind: "task", title: "", body: "" },
    { kind: "target", title: path, body },
    { kind: "failure", title: "t > x", body: failure },
  ];
  const messages = await refused(sections, 3, "Not proved.");
  const summaries = messages.flatMap((message) => (message.role === "assistant" ? [proposalIn(message).summary] : []));

  expect(summaries.join(" ")).toContain(expected);
});

test("most one-token bugs of small programs are repaired within the calls it may make", {
  timeout: 120_000,
}, async () => {
  const corpus = readCorpus(fileURLToPath(new URL("../../fixtures/offline-corpus/", import.meta.url)));
  const scripts = corpus.filter(({ subject }) => !subject.endsWith(".py"));
  const running = execution();
  const results: { readonly bug: string; readonly rank: number | undefined }[] = [];
  for (const program of scripts)
    for (const bug of program.bugs.filter((_, index) => index % 5 === 0)) {
      const { rank } = await repair(program, broken(program, bug), running, trees);
      results.push({ bug: `${program.name}: ${bug.wrong}`, rank });
    }
  running.close();

  const repaired = results.filter(({ rank }) => rank !== undefined);
  expect(results.length).toBeGreaterThan(15);
  expect(repaired.length / results.length).toBeGreaterThanOrEqual(0.85);
});
