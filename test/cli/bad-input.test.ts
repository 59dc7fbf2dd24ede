import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { startModelServer } from "../support/model-server.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

/** Runs `tessera fix` over some files and says how it ended; the files must be as they were. */
async function fix(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  unapproved = false,
) {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(files);
  const ended = await tessera(["fix", "--repo", folder.path, ...args], {
    env: { TESSERA_HOME: state.path, ...env },
    unapproved,
  });
  expect(folder.contents()).toEqual(files);
  return { ...ended, text: ended.stdout + ended.stderr };
}

test("an unknown option, command and number are told with where to look", async () => {
  expect(await tessera(["fix", "--frobnicate"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--frobnicate"),
  });
  expect(await tessera(["mend"])).toMatchObject({ code: 2, stderr: expect.stringContaining('no command "mend"') });
  expect(await tessera(["fix", "--concurrency", "many"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"many"'),
  });
  expect(await tessera(["fix", "--budget-tokens", "-5"])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^tessera: .*'--budget-tokens'.* See tessera --help\.\n$/),
  });
  expect(await tessera(["fix", "--model", ""])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--model is empty"),
  });
  expect(await tessera(["fix", "--test-command", `node "it's one.js`])).toMatchObject({
    code: 2,
    stderr: `tessera: --test-command holds a " that is not closed: node "it's one.js\n`,
  });
});

test("help and version are printed", async () => {
  expect(await tessera([])).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: tessera fix") });
  expect(await tessera(["--version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

test("a folder and a file that are not there are named", async () => {
  expect(await tessera(["fix", "--repo", "/nowhere/at/all"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("/nowhere/at/all"),
  });
  expect(await fix(shop, ["src/prize.js"])).toMatchObject({
    code: 2,
    text: expect.stringContaining("There is no file src/prize.js"),
  });
});

test("a file that is no text, one that is empty, and a repository that is a file are told as what they are", async () => {
  const odd = { ...shop, "src/logo.js": "\0PNG", "src/empty.js": "\n" };
  using folder = new TemporaryFolder();
  folder.write(shop);

  expect(await fix(odd, ["src/logo.js"])).toMatchObject({
    code: 2,
    text: expect.stringContaining("src/logo.js is no text"),
  });
  expect(await fix(odd, ["src/empty.js"])).toMatchObject({
    code: 0,
    text: expect.stringContaining("No failing test reaches src/empty.js, which is empty."),
  });
  expect(await fix({ ...shop, "src/price.js": "" }, ["src/price.js"])).toMatchObject({
    code: 1,
    text: expect.stringContaining("src/price.js is empty"),
  });
  expect(await tessera(["fix", "--repo", `${folder.path}/src/price.js`])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^tessera: .*price\.js is no folder: .*--repo\.\n$/),
  });
});

test("state inside of the workspace, and a working folder that is gone, are told in one sentence", async () => {
  using folder = new TemporaryFolder();
  folder.write(shop);
  const left = `mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" fix`;
  const gone = spawnSync("sh", ["-c", left, process.execPath, resolve("dist/cli.mjs")], {
    cwd: folder.path,
    encoding: "utf8",
  });

  expect(
    await tessera(["fix", "--repo", folder.path], { env: { TESSERA_HOME: `${folder.path}/state` } }),
  ).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^tessera: .* lies inside the workspace: .*\n$/),
  });
  expect(gone).toMatchObject({ status: 2, stderr: expect.stringMatching(/^tessera: The folder you are in .*\n$/) });
  expect(folder.contents()).toEqual(shop);
});

test("a path outside of the workspace is refused", async () => {
  for (const path of ["../../etc/passwd", "/etc/passwd", "src/../../other.js"])
    expect(await fix(shop, [path])).toMatchObject({
      code: 2,
      text: expect.stringContaining(`${path} lies outside of`),
    });
});

test("a folder without tests says how to name a test command", async () => {
  expect(await fix({ "notes.txt": "Nothing here.\n" })).toMatchObject({
    code: 2,
    text: expect.stringContaining("--test-command"),
  });
});

test("a runner that is not installed is named with what to run", async () => {
  const files = {
    ...shop,
    "package.json": JSON.stringify({ scripts: { test: "ava" }, devDependencies: { ava: "1" } }),
  };
  const mocha = { "package.json": JSON.stringify({ scripts: { test: "mocha" } }), "test/a.js": "" };

  expect(await fix(files)).toMatchObject({ code: 2, text: expect.stringContaining('--test-command "npx ava --tap"') });
  expect(await fix(mocha)).toMatchObject({ code: 2, text: expect.stringContaining("mocha is not installed") });
});

test("a test file that does not load by its own fault is told, and no source is changed for it", async () => {
  const broken = await fix({ ...shop, "test/price.test.js": 'import test from "node:test";\ntest("x", () => {\n' });
  const missing = await fix({ ...shop, "test/price.test.js": 'import test from "node:test";\nimport "chai";\n' });

  expect(broken).toMatchObject({ code: 1, text: expect.stringContaining("test/price.test.js does not parse") });
  expect(missing).toMatchObject({ code: 1, text: expect.stringContaining("imports chai, which cannot be found") });
});

test("nothing failing is nothing to do", async () => {
  const good = { ...shop, "src/price.js": shop["src/price.js"]?.replace(mend.find, mend.replace) ?? "" };

  expect(await fix(good)).toMatchObject({ code: 0, text: expect.stringContaining("Nothing fails: 4 tests pass.") });
});

test("a test command of the user's own is run, and one that watches is refused", async () => {
  expect(await fix(shop, ["src/price.js", "--test-command", "node --test --test-reporter=tap"])).toMatchObject({
    code: 0,
    text: expect.stringContaining("total >= 100"),
  });
  expect(await fix(shop, ["--test-command", "vitest --watch"])).toMatchObject({
    code: 2,
    text: expect.stringContaining("--watch"),
  });
});

test("an unknown provider and a missing key say what to give", async () => {
  expect(await fix(shop, ["--model", "acme:x"])).toMatchObject({
    code: 2,
    text: expect.stringContaining("offline, anthropic, openai, ollama"),
  });
  expect(await fix(shop, ["--model", "openai:gpt"])).toMatchObject({
    code: 4,
    text: expect.stringContaining("OPENAI_API_KEY"),
  });
});

test("a server that cannot be reached, and one that refuses the key, end with 4", async () => {
  const refusing = await startModelServer(() => ({
    fault: { type: "status", status: 401, message: "bad key sk-secret-123456" },
  }));

  const unreachable = await fix(shop, [], { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" });
  const refused = await fix(shop, [], { OPENAI_BASE_URL: refusing.openaiUrl, OPENAI_API_KEY: "sk-secret-123456" });

  await refusing.close();
  expect(unreachable).toMatchObject({ code: 4, text: expect.stringContaining("Cannot reach http://127.0.0.1:9") });
  expect(refused).toMatchObject({ code: 4, text: expect.stringContaining("OPENAI_API_KEY") });
  expect(refused.text).not.toContain("sk-secret-123456");
});

test("a model that answers nonsense ends with 1", async () => {
  const server = await startModelServer(() => ({ toolCalls: [{ name: "propose", arguments: "{{{" }] }));

  const ended = await fix(shop, [], { OPENAI_BASE_URL: server.openaiUrl });

  await server.close();
  expect(ended).toMatchObject({ code: 1, text: expect.stringContaining("0 of 1 proved") });
});

test("a budget that is reached ends with 3, and one in dollars refuses a model without a price", async () => {
  const server = await startModelServer(() => ({ text: "hm" }));

  const tokens = await fix(shop, ["--budget-tokens", "100"], { OPENAI_BASE_URL: server.openaiUrl });
  const dollars = await fix(shop, ["--budget-usd", "1"], { OPENAI_BASE_URL: server.openaiUrl });

  await server.close();
  expect(tokens).toMatchObject({ code: 3, text: expect.stringContaining("100 tokens") });
  expect(dollars).toMatchObject({ code: 3, text: expect.stringContaining("no known price") });
  expect(server.requests).toHaveLength(0);
});

test("without bubblewrap the tests do not run: the package is named, and --no-sandbox is offered and works", async () => {
  using programs = new TemporaryFolder();
  symlinkSync(process.execPath, join(programs.path, "node"));
  const env = { PATH: programs.path };

  const refused = await fix(shop, [], env, true);
  const approved = await fix(shop, ["--no-sandbox"], env);

  expect(refused).toMatchObject({ code: 5, text: expect.stringContaining("bubblewrap") });
  expect(refused.text).toContain("--no-sandbox");
  expect(approved).toMatchObject({ code: 0 });
});
