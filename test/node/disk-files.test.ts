import { execFileSync } from "node:child_process";
import { mkdir, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { diskFiles } from "../../src/node/disk-files.ts";
import { folderOf } from "./sandbox-workspace.ts";

test("text comes byte for byte, with its mark and its line ends", async () => {
  const root = await folderOf({ "a.txt": "\uFEFFone\r\ntwo\nthree\r", "empty.txt": "" });
  const files = diskFiles(root);

  expect(await files.read("a.txt")).toBe("\uFEFFone\r\ntwo\nthree\r");
  expect(await files.read("empty.txt")).toBe("");
});

test("a path that leaves the root, or is absent, is told so", async () => {
  const root = await folderOf({ "a.txt": "a" });
  await writeFile(join(dirname(root), "outside.txt"), "secret");
  const files = diskFiles(root);

  await expect(files.read("../outside.txt")).rejects.toMatchObject({ code: "refused" });
  await expect(files.read(join(root, "a.txt"))).rejects.toMatchObject({ code: "refused" });
  await expect(files.read("b.txt")).rejects.toMatchObject({ code: "not-found" });
  await expect(files.read("a.txt/b")).rejects.toMatchObject({ code: "not-found" });
});

test("links are refused: as the file, as a folder above it, and inside the root too", async () => {
  const root = await folderOf({ "real/a.txt": "a" });
  await writeFile(join(dirname(root), "outside.txt"), "secret");
  await symlink(join(dirname(root), "outside.txt"), join(root, "out.txt"));
  await symlink(dirname(root), join(root, "up"));
  await symlink("real", join(root, "alias"));
  const files = diskFiles(root);

  for (const path of ["out.txt", "up/outside.txt", "alias/a.txt"])
    await expect(files.read(path)).rejects.toMatchObject({ code: "refused" });
  expect(await files.stat("out.txt")).toMatchObject({ type: "other" });
  expect(await files.stat("up/outside.txt")).toBeUndefined();
});

test("the root itself may be reached through a link", async () => {
  const root = await folderOf({ "a.txt": "a" });
  await symlink(root, join(dirname(root), "alias"));

  expect(await diskFiles(join(dirname(root), "alias")).read("a.txt")).toBe("a");
});

test("what is no regular file is refused without waiting", async () => {
  const root = await folderOf({});
  execFileSync("mkfifo", [join(root, "pipe")]);
  const server = createServer().listen(join(root, "socket"));
  onTestFinished(() => void server.close());
  await mkdir(join(root, "folder"));
  const files = diskFiles(root);

  for (const path of ["pipe", "socket", "folder"])
    await expect(files.read(path)).rejects.toMatchObject({ code: "refused" });
  await expect(diskFiles("/dev").read("zero")).rejects.toMatchObject({ code: "refused" });
});

test("secrets, large files and what is no UTF-8 are refused", async () => {
  const root = await folderOf({ ".env": "KEY=1", "large.txt": "x".repeat(20), "nul.txt": "a\0b" });
  await writeFile(join(root, "latin.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  await writeFile(join(root, "utf16.txt"), Buffer.from("\uFEFFhi", "utf16le"));
  await writeFile(join(root, "sparse.bin"), "");
  await truncate(join(root, "sparse.bin"), 2 ** 30);
  const files = diskFiles(root, { maxBytes: 10 });

  for (const path of [".env", "large.txt", "nul.txt", "latin.txt", "utf16.txt", "sparse.bin"])
    await expect(files.read(path)).rejects.toMatchObject({ code: "refused" });
});

test("the list is sorted and leaves out ignored files, secrets, hidden ones and what is behind links", async () => {
  const root = await folderOf({
    ".gitignore": "dist\n",
    "b.ts": "",
    "a/z.ts": "",
    "dist/x.js": "",
    ".env": "",
    "cert.pem": "",
    ".hidden/x": "",
    "sp ace\nline.txt": "",
  });
  await symlink("/etc", join(root, "etc"));

  expect(await diskFiles(root).list(AbortSignal.timeout(5000))).toEqual(["a/z.ts", "b.ts"]);
});

test("what was installed is not listed, also where nothing ignores it", async () => {
  const root = await folderOf({
    "src/a.js": "",
    "node_modules/left/index.js": "",
    "packages/one/node_modules/left/index.js": "",
    "env/lib/python3.12/site-packages/left.py": "",
  });

  expect(await diskFiles(root).list(AbortSignal.timeout(5000))).toEqual(["src/a.js"]);
});

test("a cancelled list says so", async () => {
  const root = await folderOf({ "a.ts": "" });

  await expect(diskFiles(root).list(AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});
