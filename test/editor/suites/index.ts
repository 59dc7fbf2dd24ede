import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * Called in the extension host: runs the suites that lie beside this file once they are bundled. What the reporter says goes
 * to the file TESSERA_TEST_REPORT and the counts to the same name with `.json`, since an editor has no output to rely on.
 */
export async function run(): Promise<void> {
  const report = process.env.TESSERA_TEST_REPORT;
  if (report === undefined) throw new Error("Set TESSERA_TEST_REPORT to the file that the report goes to.");
  process.setSourceMapsEnabled(true);
  Mocha.reporters.Base.consoleLog = (...args: readonly unknown[]) => appendFileSync(report, `${format(...args)}\n`);
  const mocha = new Mocha({
    ui: "tdd",
    timeout: 60_000,
    retries: process.env.CI ? 2 : 0,
    color: false,
    reporter: "spec",
  });
  const only = process.env.TESSERA_TEST_GREP;
  if (only !== undefined) mocha.grep(only);
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("end", () => writeFileSync(`${report}.json`, JSON.stringify(runner.stats)));
  });
  if (failures > 0) throw new Error(`${failures} failed.`);
}
