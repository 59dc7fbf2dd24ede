import * as z from "zod";
import { AppError } from "../src/core/app-error.ts";
import type { Message } from "../src/core/models/chat-model.ts";
import { offlineModel } from "../src/core/models/offline/offline.ts";
import type { Files } from "../src/core/ports/files.ts";
import type { SyntaxTrees } from "../src/core/ports/syntax-trees.ts";
import { importGraph } from "../src/core/testing/import-graph.ts";
import { locate } from "../src/core/testing/locate.ts";
import type { TestCase } from "../src/core/testing/test-run.ts";
import { tracedText } from "../src/core/testing/traced-text.ts";
import { firstMessage } from "../src/core/worker/prompt.ts";
import { withTrace } from "../src/core/worker/prompt-executed.ts";
import type { Program } from "./offline-corpus.ts";
import type { Execution } from "./offline-execution.ts";

export interface Repair {
  /** Which try repaired it, from 1; undefined when none did or the bug breaks no test. */
  readonly rank: number | undefined;
  readonly tries: readonly string[];
  readonly noticed: boolean;
}

const proposeSchema = z.object({
  edits: z.array(z.object({ find: z.string(), replace: z.string() })),
  summary: z.string(),
});

/** Lets the offline model repair a broken text the way a worker does, with every proposal run against all tests. */
export async function repair(
  program: Program,
  text: string,
  { run, trace }: Execution,
  trees: SyntaxTrees,
): Promise<Repair> {
  const before = await run(program, text);
  const failing = before.filter(({ status }) => status === "failed");
  if (failing.length === 0) return { rank: undefined, tries: [], noticed: false };
  const model = offlineModel({ trees });
  const tree = await trees.parse(program.subject, text);
  const traced = tree === undefined ? undefined : tracedText(tree);
  const passing = before.filter(({ status }) => status === "passed");
  const first = await firstPrompt(program, text, before, trees);
  const messages: Message[] = [
    tree === undefined || traced === undefined
      ? first
      : withTrace(first, tree, await trace(program, traced), { failing, passing }),
  ];
  const tries: string[] = [];
  for (let call = 1; call <= (model.calls ?? 0); call++) {
    const { toolCalls, text: said } = await model.respond(
      { system: "", tools: [], messages, maxTokens: 1000 },
      AbortSignal.timeout(5000),
    );
    const [asked] = toolCalls;
    if (asked === undefined) return { rank: undefined, tries: [...tries, said], noticed: true };
    const { edits, summary } = proposeSchema.parse(asked.arguments);
    tries.push(summary);
    const changed = edits.reduce((result, { find, replace }) => replaceOnce(result, find, replace), text);
    const verdict = judge(before, await run(program, changed));
    if (verdict === undefined) return { rank: tries.length, tries, noticed: true };
    messages.push({ role: "assistant", text: "", toolCalls }, { role: "tool", callId: asked.id, text: verdict });
  }
  return { rank: undefined, tries, noticed: true };
}

export async function firstPrompt(
  program: Program,
  text: string,
  before: readonly TestCase[],
  trees: SyntaxTrees,
): Promise<Message> {
  const texts = new Map([
    [program.subject, text],
    [program.test, program.testText],
  ]);
  const files: Files = {
    async read(path) {
      const found = texts.get(path);
      if (found === undefined) throw new AppError("not-found", `There is no file ${path}.`);
      return found;
    },
    list: async () => [...texts.keys()],
    stat: async (path) => (texts.has(path) ? { type: "file", size: 1, modified: 0 } : undefined),
  };
  const graph = importGraph(files, [...texts.keys()], trees);
  const run = { cases: [...before], problems: [], ms: 0 };
  const failing = before.filter(({ status }) => status === "failed");
  const { groups } = await locate({ run, failing, testFiles: [program.test], graph });
  const reached = groups[0]?.candidates.find(({ path }) => path === program.subject)?.reached ?? [];
  const project = { folder: "", runner: "node-test", argv: ["node"] as const, testFiles: [program.test] };
  const context = {
    why: "",
    base: {},
    alternatives: [],
    tests: { project: { ...project, argv: ["node"] satisfies [string] }, failing, reached },
  };
  const assignment = {
    id: "fix-1",
    agent: "fix",
    target: program.subject,
    instruction: "Make the failing tests pass.",
    dependsOn: [],
    context,
  };
  return firstMessage(assignment, { shows: [] }, files, graph);
}

function replaceOnce(text: string, find: string, replace: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`"${find}" occurs ${parts.length - 1} times.`);
  return parts.join(replace);
}

/** What a worker would tell of the first test that is not as it should be; undefined when all pass. */
function judge(before: readonly TestCase[], after: readonly TestCase[]): string | undefined {
  const now = new Map(after.map((test) => [test.name, test]));
  for (const { name, status } of [...before].sort((one, other) => one.status.localeCompare(other.status))) {
    const test = now.get(name);
    if (name !== "" && test === undefined) return `Not proved. "${name}" did not run.`;
    const failed = after.find((one) => one.status === "failed" && (one.name === name || one.name === ""));
    if (failed === undefined) continue;
    const what = status === "failed" ? "still fails" : "passed before and fails now";
    return `Not proved. "${name}" ${what}: ${failed.message}.`;
  }
  return after.some(({ status }) => status === "failed") ? "Not proved. Something else fails." : undefined;
}
