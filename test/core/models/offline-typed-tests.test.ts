import { expect, test } from "vitest";
import * as z from "zod";
import type { Message, ToolCall } from "../../../src/core/models/chat-model.ts";
import { offlineModel } from "../../../src/core/models/offline/offline.ts";
import { isAlwaysBroken, partsOf } from "../../../src/core/models/offline/tests/layout.ts";
import { writeSections } from "../../../src/core/models/sections.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const model = offlineModel({ trees: syntaxTrees() });
const readCall = z.object({ path: z.string() });
const proposal = z.object({ edits: z.array(z.object({ replace: z.string() })) });

const noTests = [
  { kind: "testfile", title: "test/a.test.ts (new)", body: "" },
  { kind: "example", title: "", body: 'import { expect, test } from "vitest";' },
];

/** The conversation of a writer of tests for `src/a.ts`, in which other files are shown when asked for. */
function conversation(target: string, names: string, files: Readonly<Record<string, string>> = {}, tests = noTests) {
  const sections = [
    { kind: "task", title: "", body: "Write tests." },
    { kind: "target", title: "src/a.ts", body: target },
    { kind: "import", title: "", body: `import { ${names} } from "../src/a.ts";` },
    ...tests,
  ];
  const messages: Message[] = [{ role: "user", text: writeSections(sections) }];
  const read: string[] = [];
  const ask = async (): Promise<ToolCall | undefined> => {
    const prompt = { system: "", tools: [], messages: [...messages], maxTokens: 1000 };
    const { text, toolCalls } = await model.respond(prompt, AbortSignal.timeout(10_000));
    messages.push({ role: "assistant", text, toolCalls });
    return toolCalls[0];
  };
  const answer = (call: ToolCall | undefined, text: string) => {
    messages.push({ role: "tool", callId: call?.id ?? "", text });
  };
  /** What is proposed once every file that is asked for was shown. */
  const proposed = async (): Promise<{ readonly call: ToolCall | undefined; readonly text: string }> => {
    let call = await ask();
    while (call?.name === "read") {
      const { path } = readCall.parse(call.arguments);
      read.push(path);
      const body = files[path];
      answer(call, body === undefined ? `There is no ${path}.` : `${path} (${body.split("\n").length} lines)\n${body}`);
      call = await ask();
    }
    const edits = call === undefined ? [] : proposal.parse(call.arguments).edits;
    return { call, text: edits.map(({ replace }) => replace).join("\n") };
  };
  return { proposed, answer, read };
}

/** What the probes call, as far as one proposal goes. */
async function callsOf(target: string, names: string, files: Readonly<Record<string, string>> = {}) {
  const { proposed, read } = conversation(target, names, files);
  const { text } = await proposed();
  return { calls: [...text.matchAll(/^ {4}\(\) => (.*),$/gm)].map(([, call = ""]) => call), read };
}

test("types are read in the files they come from, those they are made of too, and a missing one is passed over", async () => {
  const { calls, read } = await callsOf(
    'import type { Item } from "./item.ts";\nimport type { Gone } from "./gone";\nimport { z } from "zod";\n' +
      "export function label(item: Item, gone?: Gone): string {\n  return item.name;\n}\n",
    "label",
    {
      "src/item.ts":
        'import type { Size } from "../lib/size.js";\nexport interface Item {\n  readonly size: Size;\n  readonly name: string;\n}',
      "lib/size.ts": 'export type Size = "small" | "large";',
    },
  );

  expect(read).toEqual(["src/item.ts", "src/gone.ts", "lib/size.ts"]);
  expect(calls).toContain('label({ size: "small", name: "Ada" })');
  expect(calls).toContain('label({ size: "large", name: "Ada" })');
});

test("of a union of objects each shape is tried, none is mixed", async () => {
  const { calls } = await callsOf(
    'type Shape = { type: "circle"; radius: number } | { type: "square"; side: number };\n' +
      "export const area = (shape: Shape) => (shape.type === 'circle' ? 3 * shape.radius ** 2 : shape.side ** 2);\n",
    "area",
  );

  expect(calls).toContain('area({ type: "circle", radius: 3 })');
  expect(calls).toContain('area({ type: "square", side: 3 })');
  expect(calls.filter((call) => call.includes("radius") && call.includes("side"))).toEqual([]);
});

test("schemas, lists of words and types made of others are known by what they come to", async () => {
  const { calls } = await callsOf(
    `const words = ["on", "off"] as const;
const itemSchema = z.object({ id: z.int(), state: z.enum(words), note: z.string().optional(), owner: z.string().nullable() });
type Item = z.infer<typeof itemSchema>;
export function all(id: Item["id"], item: Pick<Item, "state" | "owner">, other: Omit<Item, "id" | "owner">) {
  return [id, item, other];
}
`,
    "all",
  );

  expect(calls).toContain('all(3, { state: "on", owner: "Hello, World" }, { state: "on" })');
  expect(calls.some((call) => call.startsWith('all(3, { state: "on", owner: null }, '))).toBe(true);
});

test("a callback gives what its type says, and limits are reached that values are turned into", async () => {
  const { calls } = await callsOf(
    `export function age(ms: number, words: (count: number) => string): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? words(minutes) : words(Math.floor(minutes / 60));
}
`,
    "age",
  );

  expect(calls).toContain("age(3, (value) => String(value))");
  expect(calls.some((call) => call.startsWith("age(3600000, "))).toBe(true);
});

test("where lines are told apart a text has several, indented", async () => {
  const { calls } = await callsOf(
    'export const count = (text: string) => text.split("\\n").filter((line) => /^\\s/.test(line)).length;\n',
    "count",
  );

  expect(calls).toContain('count("  one\\n    two\\n\\nthree")');
});

/** The tests that are written once every probe was answered with these values in turn. */
async function afterProbes({ proposed, answer }: ReturnType<typeof conversation>, values: readonly string[]) {
  for (;;) {
    const { call, text } = await proposed();
    if (!text.includes("what comes out")) return { call, text };
    const told = [...text.matchAll(/^ {4}\(\) => /gm)].map((_, index) => `${index}=${values[index % values.length]}`);
    answer(call, `Not proved. "what comes out" fails: expected , actual \n${told.join("\n")}\n.`);
  }
}

async function writtenFor(target: string, names: string, values: readonly string[]): Promise<string> {
  return (await afterProbes(conversation(target, names), values)).text;
}

/** So wide that the limit is known to be the widest. */
const WIDE = `// ${"x".repeat(115)}\n`;

test("what is too long for a line is laid out as formatters do", async () => {
  const text = await writtenFor(
    `${WIDE}type Spent = { calls: number; input: number; output: number; cacheRead: number; seconds: number };
export const sum = (one: Spent, other: Spent) => ({ ...one, calls: one.calls + other.calls });
`,
    "sum",
    [
      "{ calls: 6, input: 6, output: 6, cacheRead: 6, seconds: 60 }",
      '"a text that does not fit behind the call, and is put into a line of its own where the matcher leaves it"',
      "[{ a: 1, b: 2 }, { a: 3, b: 4 }]",
    ],
  );

  expect(text).toContain(`  expect(
    sum(
      { calls: 3, input: 3, output: 3, cacheRead: 3, seconds: 30 },
      { calls: 3, input: 3, output: 3, cacheRead: 3, seconds: 30 },
    ),
  ).toEqual({ calls: 6, input: 6, output: 6, cacheRead: 6, seconds: 60 });`);
  expect(text).toContain("  ).toEqual([\n    { a: 1, b: 2 },\n    { a: 3, b: 4 },\n  ]);");
});

test("a value that fits no line is left out, and quotes are those that need fewer escapes", async () => {
  const text = await writtenFor(`${WIDE}export const spoken = (count: number) => \`"\${count}"\`;\n`, "spoken", [
    '"say \\"1\\""',
    `"${"long ".repeat(40)}"`,
    "1",
    '"it\'s"',
  ]);

  expect(text).toContain(`.toBe('say "1"');`);
  expect(text).toContain(`.toBe("it's");`);
  expect(text).not.toContain("long long");
});

test("a test of whose values a type checker complains is left out, found by its line", async () => {
  const asked = conversation(
    "export const one = (a: number) => a + 1;\nexport const two = (a: number) => a + 2;\n",
    "one, two",
  );
  const first = await afterProbes(asked, ["1", "2", "3"]);
  const line = first.text.split("\n").findIndex((text) => text.includes("expect(two(")) + 1;
  asked.answer(
    first.call,
    `Not proved. tsc finds a new error. test/a.test.ts, line ${line}: TS2345 Argument of type …`,
  );
  const second = await asked.proposed();

  expect(first.text).toContain("two keeps its results");
  expect(second.text).toContain("one keeps its results");
  expect(second.text).not.toContain("two keeps its results");
});

test("a test file that is shown in part is read, so that what it imports is not imported again", async () => {
  const whole =
    'import { expect, test } from "vitest";\n\n\n\nimport { one } from "../src/a.ts";\n\nconst list = [\n  1,\n  2,\n  3,\n  4,\n  5,\n];\n\ntest("one", () => {\n  expect(one(1)).toBe(2);\n});';
  const asked = conversation("export const one = (a: number) => a + 1;\n", "one", { "test/a.test.ts": whole }, [
    { kind: "testfile", title: "test/a.test.ts:1-2", body: 'import { expect, test } from "vitest";\n' },
    { kind: "testfile", title: "test/a.test.ts:16-17", body: "  expect(one(1)).toBe(2);\n});" },
  ]);

  const { text } = await afterProbes(asked, ["1", "2"]);

  expect(asked.read).toEqual(["test/a.test.ts"]);
  expect(text).toContain("one keeps its results");
  expect(text).not.toContain("import");
});

test("lists that formatters break are known, and what they put in lines of its own", () => {
  expect(isAlwaysBroken("f([{ a: 1, b: 2 }, { a: 1, b: 3 }])")).toBe(true);
  expect(isAlwaysBroken("{ x: [[1, 2], [3, 4]] }")).toBe(true);
  expect(isAlwaysBroken('f([{ a: 1 }, { a: 2 }], ["[1,2]", "{a,b}"], [{ a: 1, b: 2 }])')).toBe(false);
  expect(partsOf('["a", { b: 1, c: [[2, 3], [4, 5]] }]', "  ")).toEqual([
    '"a",',
    "{",
    "  b: 1,",
    "  c: [",
    "    [2, 3],",
    "    [4, 5],",
    "  ],",
    "},",
  ]);
  expect(partsOf('{ a: 1, "b-c": "x, y" }', "  ")).toEqual(["a: 1,", '"b-c": "x, y",']);
  expect(["[1, 2]", "f(1)", "[]", '"x"'].map((source) => partsOf(source, "  "))).toEqual(Array(4).fill(undefined));
});
