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

const commands: readonly (readonly [words: readonly string[], why: string])[] = [
  [["fix"], "Some of its tests fail: each file to blame is repaired."],
  [
    ["test", "src/recurring.js"],
    "One has no tests: what it does today is pinned, and mutants show that the tests notice.",
  ],
  [["refactor", "src/csv.js"], "One of its files was written long ago: it is modernised, and does the same."],
  [
    ["doc", "src/recurring.js", "src/interest.js"],
    "Two have functions without documentation: what code says is written down.",
  ],
];

try {
  cpSync(project, copy, { recursive: true });
  console.log(`A copy of examples/ledger lies in ${copy}.`);
  let worst = 0;
  for (const [words, why] of commands) {
    console.log(`\n${why}\n\n$ tessera ${words.join(" ")} --model offline --explain\n`);
    const args = [program, ...words, "--repo", copy, "--model", "offline", "--explain", ...process.argv.slice(2)];
    const env = { ...process.env, TESSERA_HOME: join(folder, "state") };
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit", env });
    worst = Math.max(worst, status ?? 1);
    if (status === 5 || status === 130) break;
  }
  if (worst === 0) console.log("\nThe copy is as it was: with --apply what was proved would have been written to it.");
  if (worst === 5) console.log("\nOr run the demo without a sandbox: npm run demo -- --no-sandbox");
  process.exitCode = worst;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
