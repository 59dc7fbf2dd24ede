import { propose } from "../src/core/models/scripted.ts";
import { calls, crewModel } from "../test/support/crew.ts";
import { runMonolith, type Step } from "./monolith-agent.ts";
import { runOver, tokensOf } from "./supervisor.ts";
import { printTable } from "./table.ts";
import { repairs, Workspace } from "./workspace.ts";

/** Where a comment is put, and what it says, in each of seven files. */
const documentation: Readonly<Record<string, readonly [find: string, words: string]>> = {
  "src/accounts.js": ["export function isDebitNormal(", "Whether debits make an account of this type grow."],
  "src/categories.js": ["export function totalsByCategory(", "Sums by category, in the order of their names."],
  "src/csv.js": ["export function exportTransactions(", "The transactions as a table that parseCsv reads again."],
  "src/interest.js": [
    "export function monthlyPayment(",
    "What is paid each month so that nothing is left, rounded up.",
  ],
  "src/money.js": ["export function formatAmount(", "An amount for people, with the sign in front of the symbol."],
  "src/recurring.js": ["export function isLeapYear(", "Whether the year has a 29th of February."],
  "src/statements.js": ["function sumOf(", "What the lines of a statement come to."],
};

const request = [
  "Quarterly interest comes out too low, the last day is missing in statements, and rules with all their words match too often:",
  `repair that. Then document ${Object.values(documentation)
    .map(([find]) => /function (\w+)/.exec(find)?.[1])
    .join(", ")}.`,
].join(" ");

/**
 * Ten tasks over the example project (three failing tests' causes, seven documentations), once by Tessera and once by one agent with
 * all tools and its full history, the usual design. Input tokens of all requests, by o200k over the texts that are sent.
 *
 * The same policy decides for both, and it never errs: it makes the right edit in the one turn in which it has seen what it needs.
 * Tessera is measured on its dearest route (a router, then a supervisor, then a worker for each task). The one agent takes the
 * fewest turns that its role allows: it lists the files once, runs the tests once at the beginning and once after each repair, reads
 * each file once (the failing tests' sources never), makes each edit in one call, and needs no turn to think. Whoever repeats this
 * with a real model will find more turns on that side, each of which is sent all that was said before.
 */
export async function benchMonolith(): Promise<void> {
  const ours = await byTessera();
  using workspace = new Workspace();
  const theirs = runMonolith(workspace.project, request, policy()).map(tokensOf);
  const sum = (tokens: readonly number[]) => tokens.reduce((total, count) => total + count, 0);
  const [our, their] = [sum(ours), sum(theirs)];
  printTable("Ten tasks, input tokens of all requests (Tessera: at most 1/6)", [
    ["", "requests", "largest", "in all", "of the one agent"],
    ["one agent, all tools, full history", String(theirs.length), String(Math.max(...theirs)), String(their), "1/1"],
    ["Tessera", String(ours.length), String(Math.max(...ours)), String(our), `1/${(their / our).toFixed(1)}`],
  ]);
}

function comment(path: string): { readonly find: string; readonly replace: string } {
  const [find = "", words = ""] = documentation[path] ?? [];
  return { find, replace: `/** ${words} */\n${find}` };
}

async function byTessera(): Promise<readonly number[]> {
  using workspace = new Workspace();
  const tasks = [
    { agent: "fix" },
    ...Object.entries(documentation).map(([files, [find]]) => ({
      agent: "doc",
      files,
      task: `Document ${/function (\w+)/.exec(find)?.[1]}.`,
    })),
  ];
  const model = crewModel({
    route: { name: "route", arguments: { supervise: true, confidence: 1 } },
    lead: [{ name: "delegate", arguments: { tasks } }],
    worker: (target, _, prompt) =>
      prompt.system.includes("You document")
        ? propose(comment(target), "Documents what was asked for.")
        : propose(repairs[target] ?? { find: "", replace: "" }, "Repairs what the tests show."),
  });
  const state = await runOver(workspace, model, request);
  if (state.status !== "proved" || state.workers.size !== 10) throw new Error(`Not ten proved: ${state.sentence}`);
  const workers = model.prompts.filter((prompt) => !calls(prompt, "route") && !calls(prompt, "delegate"));
  if (workers.length !== 10) throw new Error(`The ten tasks took ${workers.length} requests.`);
  return model.prompts.map(tokensOf);
}

function policy(): readonly Step[] {
  const steps: Step[] = [
    { name: "list_files", arguments: { folder: "" } },
    { name: "run_command", arguments: { command: "node --test --test-reporter=spec" } },
  ];
  const read = new Set<string>();
  const change = (path: string, { find, replace }: { readonly find: string; readonly replace: string }) => {
    if (!read.has(path)) steps.push({ name: "read_file", arguments: { path } });
    read.add(path);
    steps.push({ name: "edit_file", arguments: { path, find, replace } });
  };
  for (const [path, edit] of Object.entries(repairs)) {
    change(path, edit);
    steps.push({ name: "run_command", arguments: { command: "node --test --test-reporter=spec" } });
  }
  for (const path of Object.keys(documentation)) change(path, comment(path));
  return [...steps, { name: "finish", arguments: { summary: "Three causes repaired, seven functions documented." } }];
}
