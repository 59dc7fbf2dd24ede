import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

async function runOver(...args: readonly string[]) {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(shop);
  const ended = await tessera(["run", "--repo", folder.path, ...args], { env: { TESSERA_HOME: state.path } });
  return { ...ended, files: folder.contents() };
}

test("tessera run does what the words ask for, on a fresh machine, and --apply writes stacked changes of one file as one", async () => {
  const ended = await runOver("fix the failing tests and document src/price.js", "--apply");

  expect(ended.stdout).toContain("All 2 proved.");
  expect(ended.files["src/price.js"]).toContain("total >= 100");
  expect(ended.files["src/price.js"]).toContain("/**");
  expect(ended.code).toBe(0);
});

test("files beside the request are what it is about", async () => {
  const { stdout, code } = await runOver("document", "src/percent.js", "--plan");

  expect(stdout).toContain("Planned: doc src/percent.js.");
  expect(code).toBe(0);
});

test("what is not understood is told with what would be, and ends with 2", async () => {
  const { stdout, code } = await runOver("what is this project about?");

  expect(stdout).toContain("begin with fix, test, refactor or doc and name the files");
  expect(code).toBe(2);
});

test("of a request that is understood in part the rest is told, and it does not count as done", async () => {
  const { stdout, stderr, code } = await runOver("document src/price.js and make the exports faster");

  expect(stderr).toContain("supervised:");
  expect(stdout).toContain('1 of 1 proved. The offline model does not understand "make the exports faster"');
  expect(code).toBe(1);
});

test("the plan of a supervised run is shown without being carried out", async () => {
  const { stdout, files } = await runOver("document src/percent.js and make the exports faster", "--plan", "--apply");

  expect(stdout).toContain("Planned: doc src/percent.js.");
  expect(files["src/percent.js"]).toBe(shop["src/percent.js"]);
});

test.each([[[]], [[" "]]])("nothing asked is a usage error: %j", async (words) => {
  const { stderr, code } = await runOver(...words);

  expect(stderr).toContain("Say what is to be done");
  expect(code).toBe(2);
});

test("--continue goes on with the conversation of a run; one that is not of this folder is told", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(shop);
  const at = ["--repo", folder.path];
  const env = { TESSERA_HOME: state.path };
  await tessera(["doc", "src/percent.js", ...at], { env });

  const next = await tessera(["run", "cover it too", "--plan", "--continue", "last", ...at], { env });
  const none = await tessera(["run", "cover it too", "--continue", "r999", ...at], { env });

  expect(next.stdout).toContain("Planned: test src/percent.js.");
  expect(next.code).toBe(0);
  expect(none.stderr).toContain("There is no run r999");
  expect(none.code).toBe(2);
});

test("a follow-up starts from a fix that still waits, says so, and is taken after it", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write(shop);
  const env = { TESSERA_HOME: state.path };
  const ask = (...args: readonly string[]) => tessera([...args, "--repo", folder.path], { env });
  await ask("fix", "src/price.js");

  const next = await ask("run", "document it too", "--continue", "last", "--apply");
  const done = await ask("run", "fix the failing tests", "--continue", "last");
  const [again = "", upper = "", lower = ""] = (await ask("runs")).stdout.split("\n").map((row) => row.split(" ")[0]);

  expect(next.stderr).toContain("Starts from what fix proposes for src/price.js in an earlier request");
  expect(next.stdout).toContain("   if (total >= 100)");
  expect(next.stdout).toContain("Builds on what fix proposes for src/price.js in an earlier request.");
  expect(next.stderr).toContain(`tessera apply ${lower} takes that, then tessera apply ${upper} this.`);
  expect(next.code).toBe(1);
  expect(folder.contents()).toEqual(shop);
  expect(done.stdout).toContain("Nothing to change: its tests pass with what fix proposes for src/price.js");

  const early = await ask("apply", upper);
  const applied = [await ask("apply", lower), await ask("apply", upper), await ask("apply", again)];

  expect(early.stderr).toContain("This builds on what fix proposes for src/price.js in an earlier request");
  expect(applied.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(applied[1]?.stdout).not.toContain("was edited meanwhile");
  expect(folder.contents()["src/price.js"]).toContain("total >= 100");
  expect(folder.contents()["src/price.js"]).toContain("/**");
});
