import { mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { userFolders } from "../../src/node/user-folders.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test("the folders that are missing are told outermost first, each once", async () => {
  using folder = new TemporaryFolder();
  folder.write({ "src/a.js": "" });
  const { missing } = userFolders(realpathSync(folder.path));

  expect(await missing(["src/b.js", "x/y/a.js", "x/z/b.js", "c.js"])).toEqual(["x", "x/y", "x/z"]);
});

test("only what is empty, inside and behind no link is removed, and what is gone is no failure", async () => {
  using folder = new TemporaryFolder();
  using elsewhere = new TemporaryFolder();
  mkdirSync(join(folder.path, "x/y"), { recursive: true });
  folder.write({ "kept/mine.txt": "mine" });
  mkdirSync(join(elsewhere.path, "empty"));
  symlinkSync(elsewhere.path, join(folder.path, "link"));
  const { removeEmpty } = userFolders(realpathSync(folder.path));

  await removeEmpty(["x", "gone", "kept", "x/y", "link/empty"]);
  expect(readdirSync(folder.path)).toEqual(["kept", "link"]);
  expect(folder.contents()["kept/mine.txt"]).toBe("mine");
  expect(elsewhere.contents()).toHaveProperty(["empty/"]);
  await expect(removeEmpty(["../outside"])).rejects.toThrow();
});
