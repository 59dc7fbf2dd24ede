import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** `npm run fuzz [seed] [factor]`: the properties with another seed and so many times as many rounds as in the tests. */
const [seed = String(Date.now() % 1_000_000_000), factor = "50"] = process.argv.slice(2);
console.log(`npm run fuzz ${seed} ${factor}`);
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const env = { ...process.env, FUZZ_SEED: seed, FUZZ_FACTOR: factor };
const { status } = spawnSync(process.execPath, [vitest, "run", "test/fuzz"], { env, stdio: "inherit" });
process.exitCode = status ?? 1;
