import { execFileSync } from "node:child_process";
import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { diskFiles } from "../../src/node/disk-files.ts";
import { diskSearch } from "../../src/node/search.ts";
import { folderOf } from "../node/sandbox-workspace.ts";

const soon = () => AbortSignal.timeout(20_000);

test("T01, T02: what a path of another folder names is never read, listed or searched", async () => {
  const root = await folderOf({ "a.txt": "needle" });
  await mkdir(`${root}-evil`);
  await writeFile(join(`${root}-evil`, "x"), "needle");

  for (const path of ["../ws-evil/x", `${root}-evil/x`, "~/x", `file://${root}/a.txt`, "%2e%2e/ws-evil/x", "a\0", ""]) {
    await expect(diskFiles(root).read(path)).rejects.toMatchObject({ code: "refused" });
    if (path !== "")
      await expect(
        diskSearch(root).search({ pattern: "needle", within: path }, new Map(), soon()),
      ).rejects.toMatchObject({
        code: "refused",
      });
  }
});

test("T03: a link is neither read nor followed by search, whatever it leads to", async () => {
  const root = await folderOf({ "real/a.txt": "needle" });
  await writeFile(join(dirname(root), "secret.txt"), "needle secret");
  await symlink(join(dirname(root), "secret.txt"), join(root, "file.txt"));
  await symlink(dirname(root), join(root, "up"));
  await symlink("real", join(root, "inner"));
  await symlink("loop", join(root, "loop"));

  for (const path of ["file.txt", "up/secret.txt", "inner/a.txt", "loop"])
    await expect(diskFiles(root).read(path)).rejects.toMatchObject({ code: "refused" });
  const { rows } = await diskSearch(root).search({ pattern: "needle" }, new Map(), soon());
  expect(rows.map(({ path }) => path)).toEqual(["real/a.txt"]);
  expect(await diskFiles(root).list(soon())).toEqual(["real/a.txt"]);
});

test("T07: pipes, sockets and devices are refused in under a second, and no search waits for them", async () => {
  const root = await folderOf({ "a.txt": "needle" });
  execFileSync("mkfifo", [join(root, "pipe")]);
  const server = createServer().listen(join(root, "socket"));
  onTestFinished(() => void server.close());
  const began = performance.now();

  for (const path of ["pipe", "socket"])
    await expect(diskFiles(root).read(path)).rejects.toMatchObject({ code: "refused" });
  await expect(diskFiles("/dev").read("zero")).rejects.toMatchObject({ code: "refused" });
  expect(performance.now() - began).toBeLessThan(1000);
  expect((await diskSearch(root).search({ pattern: "needle" }, new Map(), soon())).rows).toHaveLength(1);
});

test("T67: a file that looks like a secret is not read, listed or searched, in a changed text neither", async () => {
  const secrets = [".env", "app/.env.local", "server.pem", ".ssh/config", "id_ed25519", ".npmrc", "prod.tfvars"];
  const root = await folderOf({ "a.txt": "needle", ...Object.fromEntries(secrets.map((path) => [path, "needle"])) });

  for (const path of secrets) await expect(diskFiles(root).read(path)).rejects.toMatchObject({ code: "refused" });
  expect(await diskFiles(root).list(soon())).toEqual(["a.txt"]);
  const { rows } = await diskSearch(root).search({ pattern: "needle" }, new Map([["b.pem", "needle"]]), soon());
  expect(rows.map(({ path }) => path)).toEqual(["a.txt"]);
});

test.each(["(a+)+$", "(a|aa)+$", "(.*a){25}b", "^(([a-z])+.)+[A-Z]([a-z])+$"])(
  "T68: a search for %s over what makes other engines hang takes under two seconds",
  async (pattern) => {
    const long = `${"a".repeat(50_000)}!`;
    const root = await folderOf({ "a.txt": `${long}\n`, "b.txt": `${"a".repeat(60)}!\n`.repeat(500) });
    const began = performance.now();

    await diskSearch(root).search({ pattern }, new Map([["c.txt", long]]), soon());

    expect(performance.now() - began).toBeLessThan(2000);
  },
);

test("T71: a line of ten megabytes and a sparse gigabyte are refused or cut, at little memory", async () => {
  const root = await folderOf({ "line.txt": "needle".repeat(1_700_000), "cut.txt": `needle${"y".repeat(1_900_000)}` });
  await writeFile(join(root, "sparse.txt"), "needle");
  await truncate(join(root, "sparse.txt"), 4 * 2 ** 30);
  const before = process.memoryUsage().rss;

  for (const path of ["line.txt", "sparse.txt"])
    await expect(diskFiles(root).read(path)).rejects.toMatchObject({ code: "refused" });
  const { rows } = await diskSearch(root).search({ pattern: "needle" }, new Map(), soon());
  expect(rows.every(({ path, text }) => path === "cut.txt" && text.length <= 400)).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

test("T72: among a hundred thousand files lists and searches are bounded, and others get their turn", {
  timeout: 120_000,
}, async () => {
  const root = await folderOf({});
  execFileSync("/bin/sh", [
    "-c",
    'cd "$1" && seq 1 100 | xargs mkdir && for d in *; do (cd $d && seq 1 1000 | xargs touch && echo needle > 1 && echo needle > 2); done',
    "sh",
    root,
  ]);
  let longest = 0;
  let last = performance.now();
  const turns = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);

  const files = await diskFiles(root, { maxFiles: 50_000 }).list(soon());
  const { rows, truncated } = await diskSearch(root).search({ pattern: "needle" }, new Map(), soon());
  clearInterval(turns);

  expect(files.length).toBeLessThanOrEqual(50_000);
  expect(rows.length).toBeLessThanOrEqual(100);
  expect(truncated).toBe(true);
  expect(longest).toBeLessThan(1500);
});
