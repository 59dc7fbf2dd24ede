import { benchColdStart } from "./cold-start.ts";
import { benchCriticalPath } from "./critical-path.ts";
import { benchMonolith } from "./monolith.ts";
import { benchPanel } from "./panel.ts";
import { benchParallel } from "./parallel.ts";
import { benchRequest } from "./request.ts";
import { benchSandbox } from "./sandbox.ts";
import { benchSupervisor } from "./supervisor.ts";

/** `npm run bench [name…]`: everything, or only what is named. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  request: benchRequest,
  supervisor: benchSupervisor,
  monolith: benchMonolith,
  parallel: benchParallel,
  "critical-path": benchCriticalPath,
  "cold-start": benchColdStart,
  panel: benchPanel,
  sandbox: () => benchSandbox((line) => console.log(line)),
};

const unknown = process.argv.slice(2).find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}": use ${Object.keys(benches).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (process.argv.length === 2 || process.argv.includes(name)) await bench();
  }
}
