import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeStateRoot, stateRoot } from "../../src/node/state-root.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test.each([
  ["linux", { HOME: "/home/u" }, "/home/u/.local/share/tessera"],
  ["linux", { HOME: "/home/u", XDG_DATA_HOME: "/data" }, "/data/tessera"],
  ["linux", { HOME: "/home/u", XDG_DATA_HOME: "data" }, "/home/u/.local/share/tessera"],
  ["linux", { HOME: "/home/u", XDG_DATA_HOME: "" }, "/home/u/.local/share/tessera"],
  ["darwin", { HOME: "/Users/u" }, "/Users/u/Library/Application Support/Tessera"],
  ["win32", { LOCALAPPDATA: "C:\\Users\\u\\AppData\\Local" }, "C:\\Users\\u\\AppData\\Local\\Tessera"],
  ["win32", { USERPROFILE: "C:\\Users\\u" }, "C:\\Users\\u\\AppData\\Local\\Tessera"],
  ["linux", { HOME: "/home/u", TESSERA_HOME: "/t" }, "/t"],
])("on %s with %j the state is in %s", (platform, env, expected) => {
  expect(stateRoot(env, platform)).toBe(expected);
});

test("without any home it says what to set", () => {
  expect(() => stateRoot({}, "linux")).toThrow("TESSERA_HOME");
});

test("the folder is for this user only", async () => {
  using folder = new TemporaryFolder();
  const root = join(folder.path, "deep", "state");
  await makeStateRoot(root);
  expect(statSync(root).mode & 0o777).toBe(0o700);
  folder.write({ file: "" });
  await expect(makeStateRoot(join(folder.path, "file", "x"))).rejects.toMatchObject({ code: "tooling" });
});

test.skipIf(process.platform !== "linux")(
  "a folder that refuses every entry is told, and waited for no longer",
  async () => {
    await expect(makeStateRoot("/proc/no/such")).rejects.toThrow("TESSERA_HOME");
  },
);
