import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { readCalls } from "../../../src/core/models/text-calls.ts";
import { withToolsAsText } from "../../../src/core/models/text-tools.ts";

const tools = [
  { name: "propose", description: "Edits.", schema: { type: "object", properties: { edits: { type: "array" } } } },
  { name: "read", description: "Reads.", schema: { type: "object" } },
];

const callsIn = (text: string) => readCalls(text, tools).calls;

test("a block of JSON is a call, whatever it calls its parts", () => {
  const args = { edits: [{ find: "a\n```\nb", replace: "c" }] };
  for (const call of [
    { name: "propose", arguments: args },
    { tool: "propose", parameters: args },
    { name: "propose", input: args },
    { name: "propose", arguments: JSON.stringify(args) },
  ])
    for (const text of [
      `I will.\n\`\`\`json\n${JSON.stringify(call)}\n\`\`\``,
      `\`\`\`\n${JSON.stringify(call, undefined, 2)}\n\`\`\`\nDone.`,
      ` ${JSON.stringify(call)}\n`,
    ])
      expect(callsIn(text)).toEqual([{ id: "", name: "propose", arguments: JSON.stringify(args) }]);
});

test("several blocks are several calls, in their order", () => {
  const block = (name: string) => `\`\`\`json\n{"name":"${name}","arguments":{}}\n\`\`\`\n`;

  expect(callsIn(block("read") + block("propose")).map(({ name }) => name)).toEqual(["read", "propose"]);
});

test.each([
  "Nothing to do.",
  "```json\n{}\n```",
  '```json\n{"name":"delete","arguments":{}}\n```',
  '```js\nconst name = "propose";\n```',
  'Call {"name":"propose"} yourself.',
  "```json\n[1]\n```",
])("what calls none of the tools is no call: %s", (text) => {
  expect(callsIn(text)).toEqual([]);
});

test("a block that names a tool but is no JSON is handed on, for the tool to refuse", () => {
  const block = '{"name": "propose", "arguments": {"edits": [}}';

  expect(callsIn(`\`\`\`json\n${block}\n\`\`\``)).toEqual([{ id: "", name: "propose", arguments: block }]);
});

test("what was called and answered is told in text that reads as a call itself", () => {
  const prompt: Prompt = {
    system: "Fix it.",
    tools,
    maxTokens: 9,
    messages: [
      { role: "user", text: "Go." },
      { role: "assistant", text: "Hm.", toolCalls: [{ id: "1", name: "read", arguments: { path: "a" } }] },
      { role: "tool", callId: "1", text: "line 1" },
    ],
  };

  const { system, tools: left, messages } = withToolsAsText(prompt);

  expect(left).toEqual([]);
  expect(system).toMatch(/^Fix it\.\n\n/);
  for (const { name, description, schema } of tools)
    expect(system).toContain(`- ${name}: ${description} Schema: ${JSON.stringify(schema)}`);
  expect(messages[2]).toEqual({ role: "user", text: "read answered:\nline 1" });
  expect(callsIn(messages[1]?.text ?? "")).toEqual([{ id: "", name: "read", arguments: '{"path":"a"}' }]);
});

test("a tool that is wanted is the only one offered", () => {
  const forced = { system: "", tools, messages: [], maxTokens: 9, toolChoice: { name: "propose" } };

  const { system } = withToolsAsText(forced);

  expect(system).toContain("Call one now.");
  expect(system).not.toContain("- read");
  expect(withToolsAsText({ ...forced, toolChoice: "required" }).system).toContain("- read");
});

const handedOver = (coder: unknown, review: unknown, plan: unknown = { plan: "The bound is off by one." }) =>
  [
    `=== planner\n${JSON.stringify(plan)}`,
    `=== coder\n${JSON.stringify(coder, undefined, 1)}`,
    `=== reviewer\n${JSON.stringify(review)}`,
  ].join("\n");
const first = { edits: [{ find: "a", replace: "b" }], summary: "Mends it." };
const second = { edits: [{ find: "a", replace: "c" }], summary: "Mends it well." };

test("planner, coder and reviewer come to one proposal: the coder's, or the reviewer's correction of it", () => {
  const accepted = handedOver(first, { verdict: "accept" });
  for (const text of [accepted, `Let me see.\n\n${accepted}\n`, accepted.replaceAll("\n", "\r\n")])
    expect(readCalls(text, tools)).toEqual({
      calls: [{ id: "", name: "propose", arguments: JSON.stringify(first) }],
    });
  expect(callsIn(handedOver(first, { verdict: "correct", propose: second }))).toEqual([
    { id: "", name: "propose", arguments: JSON.stringify(second) },
  ]);
});

test("sections in a fence of their own are read", () => {
  const text = handedOver(first, { verdict: "accept" }).replace(/^(\{.*)$/m, "```json\n$1\n```");

  expect(text).toContain("```");
  expect(callsIn(text)).toHaveLength(1);
});

test.each([
  [
    "a section is missing",
    `=== planner\n{"plan":"p"}\n=== coder\n${JSON.stringify(first)}`,
    "Your sections are planner, coder:",
  ],
  ["they come in another order", "=== coder\n{}\n=== planner\n{}\n=== reviewer\n{}", "each once and in this order"],
  ["one comes twice", `${handedOver(first, { verdict: "accept" })}\n=== coder\n{}`, "each once"],
  [
    "one is no JSON",
    handedOver(first, { verdict: "accept" }).replace('"edits"', "edits"),
    "The section coder is no valid JSON",
  ],
  ["the planner hands over nothing", handedOver(first, { verdict: "accept" }, { plan: "" }), "The section planner"],
  ["the reviewer corrects without saying how", handedOver(first, { verdict: "correct" }), "(propose)"],
  ["the reviewer gives no verdict there is", handedOver(first, { verdict: "fine" }), "The section reviewer"],
  ["the reviewer rejects", handedOver(first, { verdict: "reject", why: "Wrong." }), "Your reviewer rejected"],
  ["a call names no tool", '=== call\n{"name":"delete"}', "use propose, read"],
])("when %s nothing is called, and what is wrong is said", (_, text, complaint) => {
  expect(readCalls(text, tools)).toEqual({ calls: [], complaint: expect.stringContaining(complaint) });
});

test("other tools are called by sections alone", () => {
  const text = '=== call\n{"name":"read","arguments":{"path":"a"}}\n=== call\n{"tool":"read","input":{"path":"b"}}';

  expect(callsIn(text).map(({ arguments: args }) => args)).toEqual(['{"path":"a"}', '{"path":"b"}']);
});

test("what was said in sections is told as it was said, not a second time as a call", () => {
  const text = handedOver(first, { verdict: "accept" });
  const toolCalls = [{ id: "1", name: "propose", arguments: first }];
  const prompt: Prompt = { system: "", tools, maxTokens: 9, messages: [{ role: "assistant", text, toolCalls }] };

  expect(withToolsAsText(prompt).messages[0]?.text).toBe(text);
});
