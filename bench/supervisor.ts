import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import type { ChatModel, Prompt } from "../src/core/models/chat-model.ts";
import { propose } from "../src/core/models/scripted.ts";
import type { RunState } from "../src/core/run/run-state.ts";
import { supervise } from "../src/core/run/supervise.ts";
import { openHost } from "../src/node/open-host.ts";
import { calls, crewModel, sectionOf } from "../test/support/crew.ts";
import { printTable } from "./table.ts";
import { repairs, Workspace } from "./workspace.ts";

/**
 * What a supervisor is sent, by o200k over the texts of its requests: how its next request grows with the workers that have ended,
 * and what a single delegated fix costs with all that leads it. The workers are real; the model is scripted.
 */
export async function benchSupervisor(): Promise<void> {
  const rows = [["workers that have ended", "first request", "next request", "grew by", "per worker"]];
  for (const [count, failing] of [
    [20, 0],
    [20, 20],
    [100, 0],
    [100, 50],
    [100, 100],
  ] as const) {
    const [first = 0, next = 0] = await grown(count, failing);
    const name = `${count}${failing === 0 ? "" : `, of which ${failing} failed`}`;
    rows.push([name, String(first), String(next), String(next - first), ((next - first) / count).toFixed(1)]);
  }
  printTable("The supervisor's requests, in tokens (20: at most 40 a worker; 100: at most 3,000 in all)", rows);

  const fix = await delegatedFix();
  const sum = fix.reduce((total, [, tokens]) => total + tokens, 0);
  printTable("One delegated fix, everything that leads it included, in tokens (at most 2,500)", [
    ["request", "input"],
    ...fix.map(([name, tokens]) => [name, String(tokens)]),
    ["in all", String(sum)],
  ]);
}

/** Everything that is sent, as it would be counted. */
export function tokensOf({ system, tools, messages }: Prompt): number {
  const texts = messages.map((message) =>
    message.role === "assistant" && message.toolCalls.length > 0
      ? message.text + JSON.stringify(message.toolCalls.map(({ name, arguments: args }) => ({ name, args })))
      : message.text,
  );
  const specs = JSON.stringify(tools.map((spec) => ({ type: "function", function: spec })));
  return countTokens([system, specs, ...texts].join("\n"));
}

const route = { name: "route", arguments: { supervise: true, confidence: 1 } };

async function grown(count: number, failing: number): Promise<readonly number[]> {
  using workspace = new Workspace();
  const names = Array.from({ length: count }, (_, index) => `parts/group-${index % 7}/part-number-${index + 1}.js`);
  for (const [index, name] of names.entries()) {
    const path = join(workspace.project, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `export function part${index + 1}(amount) {\n  return amount * ${index + 2};\n}\n`);
  }
  const model = crewModel(
    {
      route,
      lead: [
        { name: "delegate", arguments: { tasks: [{ agent: "doc", files: "parts/**/*.js" }], more: true } },
        { name: "finish", arguments: {} },
      ],
      worker(target) {
        const index = names.indexOf(target);
        if (index < failing)
          return "What this file is there for cannot be told from its text, nor from what is shown of the files that use it.";
        const head = `export function part${index + 1}(`;
        const words = `Multiplies an amount by ${index + 2}, as the tariff of this part asks for it.`;
        return propose(
          { find: head, replace: `/** ${words} */\n${head}` },
          `Documents what part ${index + 1} of the tariff multiplies, and why.`,
        );
      },
    },
    count * 3,
  );
  await runOver(workspace, model, "every part of the tariff shall be understood by newcomers");
  return model.prompts.filter((prompt) => calls(prompt, "delegate")).map(tokensOf);
}

async function delegatedFix(): Promise<readonly (readonly [string, number])[]> {
  using workspace = new Workspace();
  const model = crewModel({
    route,
    lead: [{ name: "delegate", arguments: { tasks: [{ agent: "fix", files: "src/interest.js" }] } }],
    worker: (target) => propose(repairs[target] ?? { find: "", replace: "" }, "Counts four quarters a year."),
  });
  const state = await runOver(workspace, model, "quarterly interest comes out too low, see src/interest.js");
  if (state.status !== "proved") throw new Error(`The benchmark's run was not proved: ${state.sentence}`);
  return model.prompts.map((prompt) => {
    const name = calls(prompt, "route") ? "router" : calls(prompt, "delegate") ? "supervisor" : "worker";
    return [`${name} ${sectionOf(prompt, "target")?.title ?? ""}`.trim(), tokensOf(prompt)] as const;
  });
}

export async function runOver(workspace: Workspace, model: ChatModel, instruction: string): Promise<RunState> {
  const host = await openHost({
    folder: workspace.project,
    env: workspace.env(),
    model: "offline",
    testCommand: undefined,
    withoutSandbox: false,
    listeners: [],
  });
  try {
    const request = { agent: "", files: [], instruction, limits: {}, concurrency: 8 };
    return (await supervise(request, { ...host, model }, new AbortController().signal)).state;
  } finally {
    await host.close();
  }
}
