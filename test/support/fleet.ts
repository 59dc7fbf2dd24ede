import { expect } from "vitest";
import { agentNames } from "../../src/core/agents/index.ts";
import type { ChatModel } from "../../src/core/models/chat-model.ts";
import { chooseModels } from "../../src/core/models/choose-models.ts";
import { systemClock } from "../../src/core/models/clock.ts";
import { Connections, type ModelRules } from "../../src/core/models/connect.ts";
import { Servers } from "../../src/core/models/servers.ts";
import type { RunEvent } from "../../src/core/run/events.ts";
import type { Request } from "../../src/core/run/request.ts";
import { connectingFetch } from "../../src/node/connecting-fetch.ts";
import { type Ran, run } from "./open-run.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

const head = "export function rate(amount) {";
const text = `${head}\n  return amount / 100;\n}\n`;

/** The tool call that documents any file of a fleet. */
export const documented = {
  name: "propose",
  arguments: {
    edits: [{ find: head, replace: `/** A hundredth of an amount. */\n${head}` }],
    summary: "Says what a rate is.",
  },
};

export interface Servings {
  /** `--model`. */
  readonly spec: string;
  readonly openaiUrl?: string;
  readonly anthropicUrl?: string;
  readonly rules?: ModelRules;
}

/** Models as the program makes them, over these servers. */
export function servedBy({ spec, openaiUrl, anthropicUrl, rules = {} }: Servings): Promise<ChatModel> {
  const env = {
    ...(openaiUrl === undefined ? {} : { OPENAI_BASE_URL: openaiUrl }),
    ...(anthropicUrl === undefined ? {} : { ANTHROPIC_BASE_URL: anthropicUrl }),
  };
  const offline = () => {
    throw new Error("No test of a fleet is about the offline model.");
  };
  const servers = new Servers(systemClock);
  const connections = new Connections({ servers, clock: systemClock, fetch: connectingFetch(), rules });
  return chooseModels({ spec, env, offline }, connections, agentNames);
}

/** So many workers at once, each documenting a small file of its own. */
export async function fleet(
  model: ChatModel,
  request: Partial<Request> & { readonly workers?: number } = {},
  signal?: AbortSignal,
  onEvent?: (event: RunEvent) => void,
): Promise<Ran> {
  const { workers = 32, ...rest } = request;
  using folder = new TemporaryFolder();
  folder.write(Object.fromEntries(Array.from({ length: workers }, (_, index) => [fileOf(index), text])));
  const asked = { agent: "doc", files: ["src/*.js"], concurrency: workers, ...rest };
  const ran = await run(folder.path, model, asked, signal, onEvent);
  expectWhole(ran, workers);
  return ran;
}

/** Which file of the fleet a request is about: every worker has one of its own. */
export function fileIn(body: string): string {
  return /=== target (src\/f\d+\.js)/.exec(body)?.[1] ?? "";
}

function fileOf(index: number): string {
  return `src/f${String(index).padStart(3, "0")}.js`;
}

/** None lost, none carried out twice, one terminal state each, nothing left open, the journal on disk says the same, and every promise holds. */
function expectWhole({ broken, events, journal, state }: Ran, workers: number): void {
  expect(broken).toEqual([]);
  expect(events.filter(({ type }) => type === "ended")).toHaveLength(1);
  expect(state.open.size).toBe(0);
  expect(journal).toHaveLength(events.length);
  if (state.workers.size === 0) return;
  expect(state.workers.size).toBe(workers);
  const reported = events.flatMap((event) => (event.type === "reported" ? [event.report.assignment] : []));
  expect(reported.toSorted()).toEqual([...state.workers.keys()].toSorted());
  const begun = events.flatMap((event) => (event.type === "assigned" ? [event.assignment] : []));
  expect(new Set(begun).size).toBe(begun.length);
  for (const worker of state.workers.values()) expect(worker.status).toBe("ended");
}
