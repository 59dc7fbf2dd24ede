import { join } from "node:path";
import { throwIfCancelled } from "../../core/app-error.ts";
import type { Command, Execution, Rung } from "../../core/ports/command-runner.ts";
import { fitsLines, openBox } from "./box.ts";
import { boundCaches, cacheVariables, copyCaches } from "./build-caches.ts";
import type { CappedText } from "./capped-text.ts";
import { withFolder, writeInputs } from "./exchange.ts";
import { execute } from "./execute.ts";
import { isolationArgs } from "./isolation.ts";
import type { RungHost } from "./rung.ts";
import { exchangeInside } from "./visible.ts";

export interface BoxedRun {
  readonly host: RungHost;
  readonly rung: Rung;
  /** `performance.now()` when the call came in. */
  readonly began: number;
  readonly command: Command;
  /** A scratch folder of this execution that holds an empty folder `out`. */
  readonly folder: string;
  /** Bubblewrap's arguments that show the workspace. */
  readonly workspace: readonly string[];
}

/** Runs one command in a sandbox of its own that is set up for it alone, and returns when everything of it is dead. */
export async function runInBox(run: BoxedRun, signal: AbortSignal): Promise<Execution> {
  const { host, rung, began, command, folder, workspace } = run;
  const { root, launcher, visible, caches } = host;
  const exchange = join(folder, "out");
  const layers = caches.layersFor(command);
  await copyCaches(folder, layers);
  writeInputs(exchange, command);
  const filled = withFolder(command, exchangeInside);
  const variables = cacheVariables(layers);
  const order = { folder: join(root, command.cwd), argv: filled.argv, env: { ...filled.env, ...variables } };
  const box = await openBox({
    launcher,
    prefix: [],
    mode: ["bind"],
    bwrap: [
      host.bwrap,
      ...isolationArgs(root, visible(), { workspace, caches: boundCaches(folder, layers), exchange }),
    ],
    order: fitsLines(order) ? undefined : order,
  });
  try {
    throwIfCancelled(signal);
    const start = (stdout: CappedText, stderr: CappedText) => {
      box.start(order, stdout, stderr);
      return box;
    };
    return await execute({ rung, began, command, exchange, start }, signal);
  } finally {
    box.kill();
    await box.ended;
  }
}
