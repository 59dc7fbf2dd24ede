import { expect, test } from "vitest";
import type { Prompt } from "../../../src/core/models/chat-model.ts";
import { callsInText, withToolsAsText } from "../../../src/core/models/text-tools.ts";

const tools = [
  { name: "propose", description: "Edits.", schema: { type: "object", properties: { edits: { type: "array" } } } },
  { name: "read", description: "Reads.", schema: { type: "object" } },
];

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
      expect(callsInText(text, tools)).toEqual([{ id: "", name: "propose", arguments: JSON.stringify(args) }]);
});

test("several blocks are several calls, in their order", () => {
  const block = (name: string) => `\`\`\`json\n{"name":"${name}","arguments":{}}\n\`\`\`\n`;

  expect(callsInText(block("read") + block("propose"), tools).map(({ name }) => name)).toEqual(["read", "propose"]);
});

test.each([
  "Nothing to do.",
  "```json\n{}\n```",
  '```json\n{"name":"delete","arguments":{}}\n```',
  '```js\nconst name = "propose";\n```',
  'Call {"name":"propose"} yourself.',
  "```json\n[1]\n```",
])("what calls none of the tools is no call: %s", (text) => {
  expect(callsInText(text, tools)).toEqual([]);
});

test("a block that names a tool but is no JSON is handed on, for the tool to refuse", () => {
  const block = '{"name": "propose", "arguments": {"edits": [}}';

  expect(callsInText(`\`\`\`json\n${block}\n\`\`\``, tools)).toEqual([{ id: "", name: "propose", arguments: block }]);
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
  expect(callsInText(messages[1]?.text ?? "", tools)).toEqual([{ id: "", name: "read", arguments: '{"path":"a"}' }]);
});

test("a tool that is wanted is the only one offered", () => {
  const forced = { system: "", tools, messages: [], maxTokens: 9, toolChoice: { name: "propose" } };

  const { system } = withToolsAsText(forced);

  expect(system).toContain("Call one now.");
  expect(system).not.toContain("- read");
  expect(withToolsAsText({ ...forced, toolChoice: "required" }).system).toContain("- read");
});
