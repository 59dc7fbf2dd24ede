import { benchColdStart } from "./cold-start.ts";
import { benchCriticalPath } from "./critical-path.ts";
import { benchKills } from "./kills.ts";
import { benchMonolith } from "./monolith.ts";
import { benchPanel } from "./panel.ts";
import { benchParallel } from "./parallel.ts";
import { benchRequest } from "./request.ts";
import { benchSandbox } from "./sandbox.ts";
import { benchSupervisor } from "./supervisor.ts";

/** `npm run bench [name…] [number]`: everything, or only what is named. The number is how often to kill (default: 50). */
const words = process.argv.slice(2);
const names = words.filter((word) => !/^\d+$/.test(word));
const kills = Number(words.find((word) => /^\d+$/.test(word)) ?? 50);

const benches: Readonly<Record<string, () => Promise<void>>> = {
  request: benchRequest,
  supervisor: benchSupervisor,
  monolith: benchMonolith,
  parallel: benchParallel,
  "critical-path": benchCriticalPath,
  "cold-start": benchColdStart,
  panel: benchPanel,
  sandbox: () => benchSandbox((line) => console.log(line)),
  kills: () => benchKills(kills),
};

const unknown = names.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}": use ${Object.keys(benches).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length === 0 || names.includes(name)) await bench();
  }
}
