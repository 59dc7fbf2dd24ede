import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { node, standIn } from "../places.ts";

test("a run whose tests fail ends with 1 in the stand-in too", () => {
  using folder = new TemporaryFolder();
  const manifest = {
    name: "probe",
    publisher: "test",
    version: "0.0.1",
    engines: { vscode: "^1.110.0" },
    main: "main.js",
  };
  folder.write({
    "package.json": JSON.stringify(manifest),
    "main.js": "exports.activate = () => {};",
    "tests.js": `
      const { writeFileSync } = require("node:fs");
      const vscode = require("vscode");
      exports.run = async () => {
        writeFileSync("${join(folder.path, "seen")}", vscode.workspace.workspaceFolders[0].name);
        throw new Error("1 failed.");
      };`,
    "opened/a.txt": "a",
  });
  const paths = [`--extensionDevelopmentPath=${folder.path}`, `--extensionTestsPath=${join(folder.path, "tests.js")}`];

  const { status } = spawnSync(node, [standIn, ...paths, join(folder.path, "opened")], { stdio: "ignore" });

  expect(folder.contents()).toMatchObject({ seen: "opened" });
  expect(status).toBe(1);
});
