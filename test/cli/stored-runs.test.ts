import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { ShopCase } from "../support/shop-case.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const mended = { ...shop, "src/price.js": shop["src/price.js"]?.replace(mend.find, mend.replace) ?? "" };

test("a run is listed, shown as it ended, replayed and exported, without anything being run or asked", async () => {
  using project = new ShopCase();
  const fixed = await project.tessera(["fix"]);

  const [listed] = await project.runs();
  expect(listed).toMatchObject({
    status: "proved",
    request: { agent: "fix" },
    root: project.folder.path,
    files: ["src/price.js"],
    applied: [],
    cost: { input: 0, usd: 0 },
  });
  const id = String(listed?.run);
  expect((await project.tessera(["runs"])).stdout).toContain(id);
  const env = { PATH: "/nonexistent" };
  expect((await project.tessera(["show", "last"], { env })).stdout).toBe(fixed.stdout);
  const replayed = await project.tessera(["replay", id.slice(0, 17)], { env });
  expect(replayed.stdout).toBe(fixed.stderr + fixed.stdout);
  const events = (await project.tessera(["replay", id, "--json"], { env })).stdout;
  expect(events).toBe(readFileSync(join(project.state.path, "runs", id, "journal.jsonl"), "utf8"));
  expect((await project.tessera(["export", id], { env })).stdout).toContain(`+  if (${mend.replace})`);
  expect(project.folder.contents()).toEqual(shop);
});

test("what is proved is applied later, taken back without the user's own edits, and applied again", async () => {
  using project = new ShopCase();
  await project.tessera(["fix"]);

  expect(await project.tessera(["apply", "last"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("src/price.js"),
  });
  expect(project.folder.contents()).toEqual(mended);
  expect(await project.runs()).toMatchObject([{ applied: ["src/price.js"] }]);
  expect((await project.tessera(["apply", "last"])).stdout).toContain("Nothing is left to apply");

  project.folder.write({ "src/price.js": `${mended["src/price.js"]}// mine\n` });
  expect((await project.tessera(["undo", "last", "--plan"])).stdout).toContain("src/price.js");
  expect(project.folder.contents()["src/price.js"]).toContain(mend.replace);
  const undone = await project.tessera(["undo", "last"]);
  expect(undone.stdout.indexOf("src/price.js")).toBeLessThan(undone.stdout.indexOf("Undone."));
  expect(project.folder.contents()["src/price.js"]).toBe(`${shop["src/price.js"]}// mine\n`);
  expect((await project.tessera(["undo", "last"])).stdout).toContain("nothing to undo");

  const again = await project.tessera(["apply", "last"]);
  expect(again.stdout).toContain("was edited meanwhile");
  expect(project.folder.contents()["src/price.js"]).toBe(`${mended["src/price.js"]}// mine\n`);
  const { path: folder } = project.folder;
  expect(await brokenPromises({ folder, state: project.state.path, before: snapshot(folder) })).toEqual([]);
});

test("a folder that an apply has made goes again with its files, and not with anything else in it", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  const env = { TESSERA_HOME: state.path };
  const files = {
    "package.json": '{ "name": "areas", "type": "module", "scripts": { "test": "node --test" } }\n',
    "src/area.js": "export function area(width, height) {\n  return width * height;\n}\n",
  };
  folder.write(files);
  const repo = ["--repo", folder.path];
  await tessera(["test", "src/area.js", "--apply", ...repo], { env });
  expect(Object.keys(folder.contents())).toContain("test/area.test.js");

  await tessera(["undo", "last", ...repo], { env });
  expect(folder.contents()).toEqual(files);

  await tessera(["apply", "last", ...repo], { env });
  folder.write({ "test/mine.txt": "mine" });
  await tessera(["undo", "last", ...repo], { env });
  expect(folder.contents()).toEqual({ ...files, "test/mine.txt": "mine" });
});

test("what was edited on the same lines since is neither overwritten by an apply nor taken back by an undo", async () => {
  using project = new ShopCase();
  await project.tessera(["fix"]);
  const theirs = shop["src/price.js"]?.replace("total > 100", "total > 1000") ?? "";
  project.folder.write({ "src/price.js": theirs });
  expect(await project.tessera(["apply", "last"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("src/price.js"),
  });
  expect(project.folder.contents()["src/price.js"]).toBe(theirs);

  project.folder.write({ "src/price.js": shop["src/price.js"] ?? "" });
  await project.tessera(["apply", "last"]);
  const later = mended["src/price.js"].replace("total >= 100", "total >= 101");
  project.folder.write({ "src/price.js": later });
  expect(await project.tessera(["undo", "last"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("same lines"),
  });
  expect(project.folder.contents()["src/price.js"]).toBe(later);
});

test("proposals go only when the user says so, and what was applied stays and can still be undone", async () => {
  using project = new ShopCase();
  await project.tessera(["fix", "--apply"]);
  const refused = await project.tessera(["discard", "last"]);
  expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining("src/price.js") });
  expect(await project.runs()).toMatchObject([{ files: ["src/price.js"], discarded: false }]);

  expect(await project.tessera(["discard", "last", "--yes"])).toMatchObject({ code: 0 });
  expect(await project.runs()).toMatchObject([{ files: [], discarded: true }]);
  expect((await project.tessera(["apply", "last"])).stdout).toContain("Nothing is left to apply");
  expect(project.folder.contents()).toEqual(mended);
  expect(await project.tessera(["undo", "last"])).toMatchObject({ code: 0 });
  expect(project.folder.contents()).toEqual(shop);
});

test("a protected file is applied only when it is confirmed by its name", async () => {
  const file = "src/jenkinsfile.js";
  const tests = (shop["test/price.test.js"] ?? "").replace("price.js", "jenkinsfile.js");
  using project = new ShopCase({ [file]: shop["src/price.js"] ?? "", "test/price.test.js": tests });
  const before = project.folder.contents();
  const fixed = await project.tessera(["fix", file]);
  expect(fixed.stdout).toContain("Proved.");

  const refused = await project.tessera(["apply", "last"]);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`--confirm ${file}`) });
  expect((await project.tessera(["apply", "last", "--confirm", "src/price.js"])).code).toBe(1);
  expect(project.folder.contents()).toEqual(before);
  expect((await project.tessera(["apply", "last", "--confirm", file])).code).toBe(0);
  expect(project.folder.contents()[file]).toBe(mended["src/price.js"]);
});

test("runs are found by the beginning of their id, and what names none or several says so", async () => {
  using project = new ShopCase();
  expect(await project.tessera(["show", "last"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no runs"),
  });
  await project.tessera(["fix", "--plan"]);
  await project.tessera(["fix", "--plan"]);
  const [newest, older] = (await project.runs()).map(({ run }) => String(run));
  expect((await project.tessera(["show", older ?? "", "--json"])).stdout).toContain(`"run":"${older}"`);
  expect((await project.tessera(["show", "last", "--json"])).stdout).toContain(`"run":"${newest}"`);
  expect(await project.tessera(["show", "20"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("2 runs begin"),
  });
  expect(await project.tessera(["show", "zzz"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no run zzz"),
  });
  expect(await project.tessera(["resume", newest ?? ""])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has ended"),
  });
  for (const words of [["apply"], ["undo", "a", "b"], ["runs", "last"]])
    expect((await project.tessera(words)).code).toBe(2);
});
