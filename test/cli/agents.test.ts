import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

/** Runs a command over some files; what stands in them afterwards comes along. */
async function over(files: Readonly<Record<string, string>>, args: readonly string[]) {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(files);
  const [command = "", ...rest] = args;
  const ended = await tessera([command, "--repo", folder.path, ...rest], { env: { TESSERA_HOME: state.path } });
  return { ...ended, files: folder.contents() };
}

const old = {
  "package.json": shop["package.json"] ?? "",
  "src/join.js": `export function joinAll(parts, glue = ", ") {
  var text = "";
  parts.forEach(function (part) {
    text = text === "" ? part : text + glue + part;
  });
  return text;
}
`,
  "test/join.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { joinAll } from "../src/join.js";

test("joins", () => {
  assert.equal(joinAll(["a", "b"]), "a, b");
});
`,
};

test("tessera refactor --apply writes what is proved", async () => {
  const ended = await over(old, ["refactor", "src/*.js", "--apply"]);

  expect(ended.stderr).not.toContain("Looking at which lines the failing tests execute");
  expect(ended.stdout).toContain("Applied to your files.");
  expect(ended.code).toBe(0);
  expect(ended.files["src/join.js"]).toContain('let text = "";\n  parts.forEach((part) => {');
  expect(ended.files["test/join.test.js"]).toBe(old["test/join.test.js"]);
});

test("tessera doc --apply writes comments, and needs no tests", async () => {
  const { "src/join.js": join = "" } = old;

  const ended = await over({ "join.js": join }, ["doc", "join.js", "--apply"]);

  expect(ended.code).toBe(0);
  expect(ended.files["join.js"]).toBe(`/**
 * Joins all.
 *
 * @param {string} [glue=", "]
 */
${join}`);
});

test("a model that has nothing to propose ends with 1 and says so", async () => {
  const ended = await over({ "a.js": "export const a = (n) => n;\n" }, ["doc", "a.js"]);

  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain("The model proposed nothing: The code of what is undocumented here says no more");
});

test("what is documented already is nothing to do", async () => {
  const ended = await over({ "a.js": "/** Itself. */\nexport const a = (n) => n;\n" }, ["doc", "a.js"]);

  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing to do in a.js") });
});

test("the last words are an instruction, unless a file is called so; a slip in a path stays one", async () => {
  const { "src/join.js": join = "" } = old;
  const files = { "a.js": join, "b.js": join, notes: "Some notes.\n" };

  const asked = await over(files, ["doc", "a.js", "Say what glue is for.", "--plan", "--json"]);
  const word = await over(files, ["refactor", "a.js", "modernise", "--plan", "--json"]);
  const file = await over(files, ["refactor", "a.js", "notes", "--plan"]);
  const slip = await over(files, ["doc", "a.js", "bb.js"]);

  expect(asked.stdout).toContain('"instruction":"Say what glue is for."');
  expect(word.stdout).toContain('"instruction":"modernise"');
  expect(file.stdout).toContain("refactor notes");
  expect(slip).toMatchObject({ code: 2, stdout: expect.stringContaining("There is no file bb.js") });
});

test("an agent that needs a file says so, and one that lets go of nothing refuses to", async () => {
  expect(await over(old, ["doc"])).toMatchObject({ code: 2, stdout: expect.stringContaining("doc needs a file") });
  expect(await over(old, ["doc", "src/join.js", "--api-may-change"])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining("cannot do without exported-api"),
  });
});

test("a check command of the user's own is asked", async () => {
  const check = [
    "--check-command",
    "sh -c 'grep -n parts.forEach src/join.js | grep -q function || echo src/join.js:3:1: error: no; true'",
  ];

  const ended = await over(old, ["refactor", "src/join.js", ...check]);

  expect(ended.stdout).toContain("sh finds");
});
