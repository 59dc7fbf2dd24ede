import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Scope } from "../../../src/core/agents/agent-rights.ts";
import { markdownAgent } from "../../../src/core/agents/markdown-agent.ts";

function read(frontmatter: string, body = "You rename things.", scope: Scope = "workspace") {
  return markdownAgent(
    { path: ".tessera/agents/rename.md", text: `---\n${frontmatter}\n---\n${body}\n`, scope },
    new Set(["fix", "run"]),
  );
}

function definition(frontmatter: string, scope?: Scope) {
  const found = read(frontmatter, undefined, scope);
  if (found.status === "refused") throw new Error(found.sentence);
  return found.agent;
}

test("a file with a description and a role is an agent whose changes of code are judged by tests", () => {
  expect(definition("description: Renames things")).toEqual({
    name: "rename",
    description: "Renames things",
    verbs: ["rename"],
    icon: "robot",
    role: "You rename things.",
    task: "Do what your role says.",
    tools: ["propose", "read", "search"],
    tier: "small",
    shows: [],
    contract: {
      mayChange: "subject",
      eachEdit: ["clean-text"],
      mustProve: ["no-cheating", "clean-text", "same-tests-pass"],
      waivable: [],
    },
    budget: { calls: 6, tokens: 60_000, seconds: 600 },
  });
});

test("checks, rights, tools and style are named", () => {
  const agent = definition(
    [
      "name: rename",
      "description: Renames",
      "tools: propose, read",
      "style: ensemble",
      "tier: medium",
      "shows: [exported]",
      "each-edit: [exported-api]",
      "must-prove: [exported-api, diagnostics-no-worse]",
    ].join("\n"),
  );

  expect(agent).toMatchObject({ tools: ["propose", "read"], style: "ensemble", tier: "medium", shows: ["exported"] });
  expect(agent.contract.eachEdit).toEqual(["clean-text", "exported-api"]);
  expect(agent.contract.mustProve).toEqual(
    expect.arrayContaining(["no-cheating", "exported-api", "same-tests-pass", "diagnostics-no-worse"]),
  );
});

test.each([
  ["comments", ["comments-only", "clean-text"]],
  ["test-file", ["clean-text", "tests-kept", "tests-honest", "tests-assert", "new-tests-pass"]],
])("who may change %s proves what goes with that, whatever the file leaves out", (right, checks) => {
  const { contract } = definition(`description: D\nmay-change: ${right}\nmust-prove: []`);

  expect(contract.mustProve).toEqual(checks);
  expect(contract.eachEdit).toEqual(checks.filter((check) => check !== "new-tests-pass"));
});

test("who repairs failing tests proves that nothing else breaks", () => {
  const { contract } = definition("description: D\nmust-prove: [named-tests-pass]");

  expect(contract.mustProve).toEqual(expect.arrayContaining(["no-cheating", "related-still-pass", "control"]));
});

test("a budget is what the file asks for, up to the ceiling of where it lies", () => {
  const greedy = "description: D\nbudget: { calls: 500, tokens: 9000000, seconds: 5 }";

  expect(definition(greedy, "workspace").budget).toEqual({ calls: 8, tokens: 80_000, seconds: 5 });
  expect(definition(greedy, "user").budget).toEqual({ calls: 20, tokens: 200_000, seconds: 5 });
});

test("a byte order mark and Windows line ends are no matter", () => {
  const text = "\uFEFF---\r\ndescription: D\r\n---\r\nDo it.\r\nWell.\r\n";

  expect(markdownAgent({ path: "a.md", text, scope: "user" }, new Set())).toMatchObject({
    status: "read",
    agent: { name: "a", role: "Do it.\nWell." },
  });
});

test.each([
  ["another tool", "description: D\ntools: [propose, execute]", 'the tool "execute" is not for agents of files'],
  ["no tool to propose with", "description: D\ntools: [read]", "tools must hold propose"],
  ["a check that is not there", "description: D\nmust-prove: [looks-good]", 'There is no check "looks-good"'],
  ["a right that is not there", "description: D\nmay-change: everything", "may-change"],
  ["a switch for the sandbox", "description: D\nsandbox: false", '"sandbox" is nothing a file may set'],
  ["checks called off", "description: D\nwaivable: [no-cheating]", '"waivable" is nothing a file may set'],
  ["a command", "description: D\ntest-command: rm -rf /", '"test-command" is nothing a file may set'],
  ["a server", "description: D\nmcp: { url: http://x }", '"mcp" is nothing a file may set'],
  ["a check of new tests for a source", "description: D\nmust-prove: [mutant-killed]", "does not go with may-change"],
  ["an execution at each edit", "description: D\neach-edit: [same-tests-pass]", "name it in must-prove"],
  ["a name that is taken", "name: fix\ndescription: D", "so the file must be called fix.md"],
  ["no description", "tier: small", "description"],
  ["YAML that is none", "description: [", "is no YAML"],
  ["two values for one key", "description: D\ndescription: E", "is no YAML"],
  ["aliases", "description: &d D\ntask: *d", "aliases"],
  ["a list in place of keys", "- a\n- b", "its frontmatter"],
  ["a key of every object", "description: D\n__proto__: { tools: [x] }", "is nothing a file may set"],
])("a file with %s is refused with a sentence", (_, frontmatter, sentence) => {
  const found = read(frontmatter);

  expect(found).toMatchObject({ status: "refused", name: "rename", sentence: expect.stringContaining(sentence) });
  expect(found).toMatchObject({ sentence: expect.stringMatching(/^\.tessera\/agents\/rename\.md: /) });
});

test("tags run no code", () => {
  read('description: !!js/function "function () { globalThis.ran = true; }()"');

  expect(Object.hasOwn(globalThis, "ran")).toBe(false);
});

test.each([
  ["no frontmatter", "Just a text."],
  ["frontmatter that does not end", "---\ndescription: D\nText."],
  ["no role", "---\ndescription: D\n---\n"],
  ["a role that is too long", `---\ndescription: D\n---\n${"word ".repeat(1000)}`],
  ["characters nobody sees", "---\ndescription: D\n---\nDo\u200Bit.\u202E"],
])("a file with %s is refused", (_, text) => {
  expect(markdownAgent({ path: "a.md", text, scope: "workspace" }, new Set())).toMatchObject({ status: "refused" });
});

test("the name of another agent or command cannot be had", () => {
  const file = { path: "run.md", text: "---\ndescription: D\n---\nDo it.", scope: "user" as const };

  expect(markdownAgent(file, new Set(["run"]))).toMatchObject({
    status: "refused",
    sentence: expect.stringContaining("the name run is taken"),
  });
});

test("the agents of examples/agents are read as they are", () => {
  const folder = new URL("../../../examples/agents/", import.meta.url);
  const files = readdirSync(folder);

  expect(files).not.toEqual([]);
  for (const path of files) {
    const text = readFileSync(new URL(path, folder), "utf8");
    expect(markdownAgent({ path, text, scope: "workspace" }, new Set())).toMatchObject({ status: "read" });
  }
});
