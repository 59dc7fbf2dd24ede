import { symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { diskSearch } from "../../src/node/search.ts";
import { folderOf } from "./sandbox-workspace.ts";

const soon = () => AbortSignal.timeout(9000);

test("rows come by path and line, of one folder or of all", async () => {
  const root = await folderOf({
    "b.ts": "x\nneedle 1\r\n",
    "src/a.ts": "needle 2",
    "dist/a.js": "needle",
    ".gitignore": "dist",
  });
  const { search } = diskSearch(root);

  expect(await search({ pattern: "needle" }, new Map(), soon())).toEqual({
    rows: [
      { path: "b.ts", line: 2, text: "needle 1" },
      { path: "src/a.ts", line: 1, text: "needle 2" },
    ],
    truncated: false,
  });
  const { rows } = await search({ pattern: "NEEDLE", within: "src", ignoreCase: true }, new Map(), soon());
  expect(rows.map((row) => row.path)).toEqual(["src/a.ts"]);
});

test("changed files are searched in their new text, deleted ones not at all", async () => {
  const root = await folderOf({ "a.ts": "needle", "b.ts": "needle", "c.ts": "needle" });
  const changes = new Map([
    ["a.ts", "gone"],
    ["b.ts", undefined],
    ["new/d.ts", "\n\nneedle d"],
  ]);

  const { rows } = await diskSearch(root).search({ pattern: "needle" }, changes, soon());

  expect(rows).toEqual([
    { path: "c.ts", line: 1, text: "needle" },
    { path: "new/d.ts", line: 3, text: "needle d" },
  ]);
  expect((await diskSearch(root).search({ pattern: "needle", within: "new" }, changes, soon())).rows).toHaveLength(1);
});

test("links are not followed, by name or by the way, and secrets are not searched", async () => {
  const root = await folderOf({ "a.ts": "needle", "key.pem": "needle", ".env": "needle" });
  await writeFile(join(dirname(root), "outside.txt"), "needle");
  await symlink(dirname(root), join(root, "up"));
  const { search } = diskSearch(root);

  expect((await search({ pattern: "needle" }, new Map(), soon())).rows.map((row) => row.path)).toEqual(["a.ts"]);
  for (const within of ["up", "up/outside.txt", "key.pem", "../outside.txt"])
    await expect(search({ pattern: "needle", within }, new Map(), soon())).rejects.toMatchObject({ code: "refused" });
});

test("a pattern is never an option, and a broken one is explained", async () => {
  const root = await folderOf({ "a.ts": "--files\n" });
  const { search } = diskSearch(root);

  expect((await search({ pattern: "--files" }, new Map(), soon())).rows).toHaveLength(1);
  await expect(search({ pattern: "(" }, new Map(), soon())).rejects.toMatchObject({ code: "usage" });
  await expect(search({ pattern: "(", within: "absent" }, new Map(), soon())).rejects.toMatchObject({ code: "usage" });
});

test("T71: results are bounded in number and length", async () => {
  const root = await folderOf({
    "a.ts": "x\n".repeat(1000),
    "b.ts": `needle${"y".repeat(10_000)}`,
    "c.ts": "z".repeat(1_500_000),
  });
  const { search } = diskSearch(root, { maxRows: 10 });

  const many = await search({ pattern: "x" }, new Map(), soon());
  expect([many.rows.length, many.truncated]).toEqual([10, true]);
  expect((await search({ pattern: "needle" }, new Map(), soon())).rows[0]?.text).toHaveLength(400);
  expect((await search({ pattern: "(a+)+$" }, new Map([["d.ts", "a".repeat(100_000)]]), soon())).truncated).toBe(false);
});
