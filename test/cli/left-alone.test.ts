import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const program = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

test("a run ends as cancelled when the process that started it in its place is gone", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write({ ...shop, "test/endless.test.js": "while (true);\n" });
  const child = fork(program, ["fix", "--json", "--repo", folder.path], {
    env: { ...process.env, TESSERA_HOME: state.path },
    execArgv: [],
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  const code = new Promise((resolve) => child.on("exit", resolve));

  child.stdout?.once("data", () => child.disconnect());

  expect(await code).toBe(130);
});
