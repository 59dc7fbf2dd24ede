import { rmSync } from "node:fs";
import { artefacts } from "./places.ts";
import { runSuites } from "./run-suites.ts";
import { type Counts, runWindows } from "./run-windows.ts";

/**
 * `npm run test:editor`: the suites inside the extension host, then the tests that drive a window.
 * `-- suites` or `-- windows` runs one of the two; what follows selects tests by name or file.
 */
const [part, ...selection] = process.argv.slice(2);
process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});

async function run(): Promise<number> {
  if (part !== undefined && part !== "suites" && part !== "windows") {
    throw new Error(`There are suites and windows, but no ${part}: npm run test:editor -- [suites|windows] [which]`);
  }
  const start = Date.now();
  rmSync(artefacts, { recursive: true, force: true });
  const counts: Counts[] = [];
  if (part !== "windows") counts.push(await runSuites(selection[0]));
  if (part !== "suites") counts.push(runWindows(selection));

  const seconds = Math.round((Date.now() - start) / 1000);
  const passed = counts.map(({ where, passed }) => `${passed} passed ${where}`).join(", ");
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\nEditor tests: ${passed}, ${failed} failed (${seconds} s)`);
  return failed > 0 || counts.some((count) => count.passed === 0) ? 1 : 0;
}
