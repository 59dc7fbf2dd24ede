import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { installEditor } from "./install.ts";
import { node, project, tools } from "./places.ts";

export interface Counts {
  readonly where: string;
  readonly passed: number;
  readonly failed: number;
}

const resultSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

/** Runs the tests of test/editor/ui, all or those whose file or name is asked for as vitest does. */
export function runWindows(selection: readonly string[]): Counts {
  installEditor();
  const results = join(tools, "windows.json");
  rmSync(results, { force: true });
  const vitest = join(project, "node_modules", "vitest", "vitest.mjs");
  const options = ["--config", "test/editor/vitest.config.ts", "--reporter=default", "--reporter=json"];
  const args = [vitest, "run", ...options, `--outputFile.json=${results}`, ...selection];
  const { status } = spawnSync(node, args, { cwd: project, stdio: "inherit" });
  const where = "in a window";
  if (!existsSync(results)) return { where, passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests: failed } = resultSchema.parse(
    JSON.parse(readFileSync(results, "utf8")),
  );
  return { where, passed, failed: failed === 0 && status !== 0 ? 1 : failed };
}
