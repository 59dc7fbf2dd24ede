import type { ChatModel } from "../src/core/models/chat-model.ts";
import { openaiModel } from "../src/core/models/openai.ts";
import type { RunEvent } from "../src/core/run/events.ts";
import { supervise } from "../src/core/run/supervise.ts";
import { openHost } from "../src/node/open-host.ts";
import { type ModelServer, startModelServer } from "../test/support/model-server.ts";
import { repairs, type Workspace } from "./workspace.ts";

/** A server that knows the right edit for whatever target a request names. */
export function perfectServer(latencyMs = 0): Promise<ModelServer> {
  return startModelServer(({ text }) => {
    const path = Object.keys(repairs).find((file) => text.includes(`target ${file}`)) ?? "";
    const args = { edits: [repairs[path]], summary: `Repairs ${path}.` };
    return { latencyMs, toolCalls: [{ name: "propose", arguments: args }] };
  });
}

/** The events of a run over a workspace's project, and the CPU this process itself used for it, in milliseconds. */
export interface Measured {
  readonly events: readonly RunEvent[];
  readonly cpuMs: number;
}

/** Several runs over the same project through one host, so that all but the first are warm; `after` is waited for between two runs. */
export async function fixRepeatedly(
  workspace: Workspace,
  server: ModelServer,
  files: readonly string[],
  times: number,
  model: ChatModel = openaiModel({ model: "bench", baseUrl: server.openaiUrl, key: "bench" }),
  after: (run: Measured) => Promise<void> = async () => undefined,
): Promise<readonly Measured[]> {
  let events: RunEvent[] = [];
  let cpu: NodeJS.CpuUsage | undefined;
  let cpuMs = 0;
  const host = await openHost({
    folder: workspace.project,
    env: workspace.env(),
    model: "offline",
    testCommand: undefined,
    withoutSandbox: false,
    listeners: [
      (event) => {
        events.push(event);
        if (event.type === "assigned") cpu = process.cpuUsage();
        if (event.type !== "reported" || cpu === undefined) return;
        const used = process.cpuUsage(cpu);
        cpuMs = (used.user + used.system) / 1000;
      },
    ],
  });
  const measured: Measured[] = [];
  try {
    for (let time = 0; time < times; time++) {
      events = [];
      const request = { agent: "fix", files: [...files], instruction: "", limits: {}, concurrency: 1 };
      const log = await supervise(request, { ...host, model }, new AbortController().signal);
      if (log.state.status !== "proved") throw new Error(`The benchmark's run was not proved: ${log.state.sentence}`);
      const run = { events, cpuMs };
      measured.push(run);
      await after(run);
    }
  } finally {
    await host.close();
  }
  return measured;
}
