import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { openSandbox } from "../../src/node/sandbox/open-sandbox.ts";
import { cleanPath, sandboxPrograms } from "../../src/node/sandbox/programs.ts";
import { walled } from "./sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "./sandbox-workspace.ts";

test("the best rung that holds is taken, and remembered", async ({ skip }) => {
  const best = walled.find(({ obstacle }) => obstacle === undefined);
  skip(best === undefined, "no walled rung holds on this machine");
  const root = await folderOf({ "a.txt": "" });
  const state = join(dirname(root), "state");

  for (const _ of ["tested", "remembered"]) {
    const sandbox = await openSandbox({ root, state, env: process.env });
    expect(sandbox.rung).toBe(best?.rung);
    await sandbox.close();
  }
  expect(Object.values(JSON.parse(await readFile(join(state, "sandbox-self-test.json"), "utf8")))).toEqual([
    best?.rung,
  ]);
});

test("without a wall only an explicit choice runs anything", async () => {
  const root = await folderOf({ "a.txt": "mine" });
  const sandbox = await sandboxOver(root, "none", { API_KEY: "canary" });

  const execution = await sh(sandbox, "echo bad > a.txt; env; pwd", { "b.txt": "b" });

  expect(execution.rung).toBe("none");
  expect(execution.stdout).not.toContain("canary");
  expect(execution.stdout).toContain(`${root}\n`);
  expect(await readFile(join(root, "a.txt"), "utf8")).toBe("mine");
});

test("without a wall a change is never written through what the copy links to", async () => {
  const root = await folderOf({
    "node_modules/lib/index.js": "mine",
    ".venv/lib/x.py": "mine",
    "node_modules/@s/p/i.js": "mine",
  });
  const sandbox = await sandboxOver(root, "none");
  const paths = ["node_modules/lib/index.js", ".venv/lib/x.py", "node_modules/@s/p/i.js"];

  const { stdout } = await sh(
    sandbox,
    `cat ${paths.join(" ")}`,
    Object.fromEntries(paths.map((path) => [path, "new "])),
  );

  expect(stdout).toBe("new new new ");
  for (const path of paths) expect(await readFile(join(root, path), "utf8")).toBe("mine");
});

test("a workspace that holds HOME or Tessera's state is refused", async () => {
  const root = await folderOf({ "home/.ssh/id": "" });

  await expect(sandboxOver(root, "bind", { HOME: join(root, "home") })).rejects.toMatchObject({ code: "sandbox" });
  const inside = openSandbox({ root, state: join(root, "state"), env: process.env, rung: "none" });
  await expect(inside).rejects.toMatchObject({ code: "usage" });
});

test("a bubblewrap inside the workspace is never used", async () => {
  const root = await folderOf({ "bin/bwrap": "#!/bin/sh\ntouch run\n" });
  const found = sandboxPrograms(root, join(root, "bin"));

  expect(found?.bwrap).not.toBe(join(root, "bin/bwrap"));
});

test("the PATH of commands has no folder of a package manager and none that is relative", () => {
  const path =
    "/a/node_modules/.bin:bin::/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/usr/bin:/a/node_modules/node/bin:/usr/bin";

  expect(cleanPath(path)).toBe("/usr/bin");
});

test("scratch folders of processes that died are swept, those of living ones are not", async ({ skip }) => {
  skip(process.platform !== "linux", "when a process began is known on Linux only");
  const root = await folderOf({});
  const scratch = join(dirname(root), "state/scratch");
  await mkdir(join(scratch, "999999999.1.gone/1/work"), { recursive: true });
  await mkdir(join(scratch, `${process.pid}.1.reused`), { recursive: true });
  const start = (await readFile(`/proc/${process.ppid}/stat`, "utf8")).split(") ")[1]?.split(" ")[19];
  await mkdir(join(scratch, `${process.ppid}.${start}.living`), { recursive: true });
  await symlink(root, join(scratch, "999999999.1.gone/link"));
  await writeFile(join(root, "mine.txt"), "mine");
  const sandbox = await sandboxOver(root, "none");
  await sandbox.close();

  expect(await readdir(scratch)).toEqual([`${process.ppid}.${start}.living`]);
  expect(existsSync(join(root, "mine.txt"))).toBe(true);
});

test("where the result of the self-test cannot be kept, it is found out again, and nothing is left beside it", async ({
  skip,
}) => {
  skip(
    walled.every(({ obstacle }) => obstacle !== undefined),
    "no walled rung holds on this machine",
  );
  const root = await folderOf({ "a.txt": "mine" });
  const state = join(dirname(root), "state");
  await mkdir(join(state, "sandbox-self-test.json/taken"), { recursive: true });

  const sandbox = await openSandbox({ root, state, env: process.env });
  const { stdout } = await sh(sandbox, "cat a.txt");
  await sandbox.close();

  expect(stdout).toBe("mine");
  expect(await readdir(state)).toEqual(["sandbox-self-test.json", "scratch"]);
});
