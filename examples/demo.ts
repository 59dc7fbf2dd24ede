import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `npm run demo`: the agents there are so far, with the offline model, over a copy of the example project.
 * Further arguments go to the program: `npm run demo -- --no-sandbox`.
 */
const project = fileURLToPath(new URL("./ledger", import.meta.url));
const program = fileURLToPath(new URL("../dist/cli.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tessera-demo-"));
const copy = join(folder, "ledger");

try {
  cpSync(project, copy, { recursive: true });
  console.log(
    `A copy of examples/ledger lies in ${copy}: some of its tests fail.\n\n$ tessera fix --model offline --explain\n`,
  );
  const args = [program, "fix", "--repo", copy, "--model", "offline", "--explain", ...process.argv.slice(2)];
  const env = { ...process.env, TESSERA_HOME: join(folder, "state") };
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
  if (status === 0) console.log("\nThe copy is as it was: with --apply what was proved would have been written to it.");
  if (status === 5) console.log("\nOr run the demo without a sandbox: npm run demo -- --no-sandbox");
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
