import type { ChatModel } from "../../src/core/models/chat-model.ts";
import { type RunEvent, runEventSchema } from "../../src/core/run/events.ts";
import type { Request } from "../../src/core/run/request.ts";
import type { RunState } from "../../src/core/run/run-state.ts";
import { supervise } from "../../src/core/run/supervise.ts";
import { openHost } from "../../src/node/open-host.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

export interface Ran {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
}

/** A run over a folder with the real host (sandbox, grammars, journal) and the given model; its state folder goes when it ends. */
export async function run(
  folder: string,
  model: ChatModel,
  request: Partial<Request> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Ran> {
  using state = new TemporaryFolder();
  const events: RunEvent[] = [];
  const host = await openHost({
    folder,
    env: { ...process.env, TESSERA_HOME: state.path },
    model: "offline",
    testCommand: undefined,
    withoutSandbox: false,
    listeners: [(event) => events.push(runEventSchema.parse(event))],
  });
  try {
    const whole = { agent: "fix", files: [], instruction: "", limits: {}, concurrency: 2, ...request };
    const log = await supervise(whole, { ...host, model }, signal);
    return { state: log.state, events };
  } finally {
    await host.close();
  }
}
