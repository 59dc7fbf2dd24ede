import { namedSelection } from "../evidence/shared-tests.ts";
import type { Message } from "../models/chat-model.ts";
import { readSections, writeSections } from "../models/sections.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { executedBody, executedLines } from "../testing/executed-lines.ts";
import type { TestCase } from "../testing/test-run.ts";
import { tracedText } from "../testing/traced-text.ts";
import type { Assignment } from "./assignment.ts";
import type { WorkerHost } from "./worker-host.ts";

/**
 * The first message with which lines of the target the failing tests execute, found out by one execution of them over a traced text.
 * The message as it is where that tells nothing: no failing tests, no such language, a runner that ends before.
 */
export async function withExecuted(
  first: Message,
  { target }: Assignment,
  { files, graph, tests, tell }: Pick<WorkerHost, "files" | "graph" | "tests" | "tell">,
  signal: AbortSignal,
): Promise<Message> {
  const tree = await graph.tree(target);
  const traced = tree === undefined || tree.text !== (await files.read(target)) ? undefined : tracedText(tree);
  if (tests === undefined || tests.named.length === 0 || tree === undefined || traced === undefined) return first;
  tell({ type: "step", text: "Looking at which lines the failing tests execute" });
  const selection = await namedSelection(tests, signal);
  const trace = await tests.trace(selection, new Map([[target, traced]]), signal);
  const { cases } = await tests.baseline(signal);
  return withTrace(first, tree, trace, { failing: tests.named, passing: cases.filter(isPassed) });
}

function isPassed({ status }: TestCase): boolean {
  return status === "passed";
}

/** The first message with what a trace of its target tells. */
export function withTrace(
  first: Message,
  tree: SyntaxTree,
  trace: string,
  tests: { readonly failing: readonly TestCase[]; readonly passing: readonly TestCase[] },
): Message {
  const lines = executedLines(trace, tree, tests);
  if (lines === undefined) return first;
  const section = { kind: "executed", title: "", body: executedBody(lines) };
  return { role: "user", text: writeSections([...readSections(first.text), section]) };
}
