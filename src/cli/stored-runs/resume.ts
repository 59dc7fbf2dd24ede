import { openHost } from "../../node/open-host.ts";
import type { StoredRun } from "../../node/run-store.ts";
import { checkResumable, resumeStoredRun } from "../../node/stored-run.ts";
import { agentsFor } from "../agents-for.ts";
import { personThere } from "../ask-person.ts";
import { finish, jsonLines, progress } from "../run-agent.ts";
import type { RunsCommand } from "./run-verb.ts";

/**
 * Goes on with a run that was cut off, with the model, the prices and the commands it began with where no others are given. Running tests without
 * isolation is approved anew each time.
 */
export async function resume(command: RunsCommand, { state, root }: StoredRun, signal: AbortSignal): Promise<number> {
  checkResumable({ state });
  const { origin } = state;
  const host = await openHost({
    folder: root,
    env: process.env,
    agents: await agentsFor({ agent: state.request?.agent ?? "", repo: root, ensemble: false }),
    model: command.model ?? origin?.models ?? origin?.model,
    prices: { ...origin?.prices, ...command.prices },
    testCommand: command.testCommand ?? origin?.testCommand,
    checkCommand: command.checkCommand ?? origin?.checkCommand,
    withoutSandbox: command.noSandbox,
    listeners: command.json ? [jsonLines, progress(process.stdout.isTTY).listener] : [progress(false).listener],
  });
  try {
    const log = await resumeStoredRun(host.state, state.run, host, signal, personThere(command));
    return await finish(command, log, host);
  } finally {
    await host.close();
  }
}
