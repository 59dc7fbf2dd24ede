import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { firstOfType, lineAt, lineStarts, walk } from "../syntax/nodes.ts";
import { TRACE_VARIABLE } from "./trace.ts";

/**
 * The file's text, doing what it did and writing besides which of its lines each test executes: "12\ttest" the first time a test comes
 * to that line, and "12\t" outside of any test, into the file that TRACE_VARIABLE names. One execution of any runner tells all tests
 * apart, whatever stands between the source and what is run. Undefined for languages it does not know and texts that do not parse.
 */
export function tracedText(tree: SyntaxTree): string | undefined {
  if (tree.hasErrors) return undefined;
  switch (tree.language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return probed(tree);
    case "python":
      return watched(tree);
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return undefined;
  }
}

/** The first line of the statement each line belongs to, for what stands in functions; a line may begin several. */
export function statementLines(tree: SyntaxTree): ReadonlyMap<number, number> {
  const starts = lineStarts(tree.text);
  const owners = new Map<number, number>();
  for (const { node } of statementsOf(tree)) {
    const first = lineAt(starts, node.from);
    const last = lineAt(starts, Math.max(node.from, node.to - 1));
    // What stands further in comes later, and takes its lines over.
    for (let line = first; line <= last; line++) owners.set(line, first);
  }
  return owners;
}

interface Statement {
  readonly node: SyntaxNode;
  /** How a probe goes before it: a statement of a list, alone where a block could be, or what an arrow function answers. */
  readonly place: "list" | "alone" | "answer";
}

const FUNCTION =
  /^(function_declaration|function_expression|generator_function|generator_function_declaration|arrow_function|method_definition|function_definition|lambda)$/;

/** What is executed one after the other inside of functions, outermost first. */
function statementsOf({ root }: SyntaxTree): readonly Statement[] {
  const found: Statement[] = [];
  const inside = new Set<SyntaxNode>();
  walk(root, (node) => {
    const { parent } = node;
    if (parent === undefined) return;
    if (inside.has(parent) || FUNCTION.test(parent.type)) inside.add(node);
    const place = inside.has(node) && node.named ? placeOf(node, parent) : undefined;
    if (place !== undefined) found.push({ node, place });
  });
  return found;
}

function placeOf(node: SyntaxNode, parent: SyntaxNode): Statement["place"] | undefined {
  if (node.type === "comment" || /block$/.test(node.type)) return undefined;
  if (/^(statement_block|block)$/.test(parent.type)) return isDirective(node) ? undefined : "list";
  if (/^switch_(case|default)$/.test(parent.type)) return node.field === "body" ? "list" : undefined;
  if (parent.type === "arrow_function") return node.field === "body" ? "answer" : undefined;
  if (parent.type === "else_clause") return "alone";
  const isBody = node.field === "consequence" || node.field === "body";
  return isBody && /^(if|for|for_in|while|do)_statement$/.test(parent.type) ? "alone" : undefined;
}

/** "use strict", and a module's documentation in Python, mean something only as the first statement. */
function isDirective(node: SyntaxNode): boolean {
  return node.type === "expression_statement" && firstOfType(node, "string") !== undefined;
}

/** Before the first statement that has no need to be the first. */
function beginning({ root, text }: SyntaxTree): number {
  const first = root.children.find(
    (node) => !/^(comment|hash_bang_line|future_import_statement)$/.test(node.type) && !isDirective(node),
  );
  return first?.from ?? text.length;
}

function probed(tree: SyntaxTree): string {
  const starts = lineStarts(tree.text);
  const opening = [{ at: beginning(tree), text: SCRIPT_TRACE }];
  const closing: { readonly at: number; readonly text: string }[] = [];
  for (const { node, place } of statementsOf(tree)) {
    const call = `globalThis.__tesseraTrace?.(${lineAt(starts, node.from)})`;
    opening.push({ at: node.from, text: { list: `${call};`, alone: `{${call};`, answer: `(${call},` }[place] });
    closing.unshift({ at: node.to, text: { list: "", alone: "}", answer: ")" }[place] });
  }
  // At one place what ends does so before anything begins; what is further in begins last and ends first.
  const probes = [...closing, ...opening].toSorted((one, other) => one.at - other.at);
  let text = "";
  let done = 0;
  for (const { at, text: probe } of probes) {
    text += tree.text.slice(done, at) + probe;
    done = at;
  }
  return text + tree.text.slice(done);
}

/** The interpreter itself tells which lines it comes to; they are counted without those that were added. */
function watched(tree: SyntaxTree): string {
  const at = beginning(tree);
  const added = PYTHON_TRACE.split("\n").length - 1;
  return `${tree.text.slice(0, at)}${PYTHON_TRACE.replace("ADDED", String(added))}${tree.text.slice(at)}`;
}

/**
 * Which test runs is asked of vitest and jest, and told by a hook in node:test and mocha. It begins with a semicolon, since the
 * directive before it may have none.
 */
const SCRIPT_TRACE = String.raw`;(() => {
  const { process, expect } = globalThis;
  const out = process?.env?.${TRACE_VARIABLE};
  const load = process?.getBuiltinModule ?? (typeof require === "function" ? require : undefined);
  if (!out || !load || globalThis.__tesseraTrace) return;
  const { openSync, writeSync } = load("node:fs");
  const state = (globalThis[Symbol.for("expect-global")] ?? expect)?.getState;
  let current = "";
  if (process.env.NODE_TEST_CONTEXT) load("node:test").beforeEach((test) => void (current = test.fullName ?? test.name));
  else if (!state) globalThis.beforeEach?.(function () { current = this?.currentTest?.titlePath?.().join(" > ") ?? ""; });
  const file = openSync(out, "a");
  const seen = new Set();
  globalThis.__tesseraTrace = (line) => {
    const test = (state ? state().currentTestName : current) || "";
    const record = line + "\t" + test.replace(/\s+/g, " ") + "\n";
    if (seen.has(record)) return;
    seen.add(record);
    writeSync(file, record);
  };
})();
`;

const PYTHON_TRACE = String.raw`def _tessera_trace():
    import os
    import sys

    out = os.environ.get("${TRACE_VARIABLE}")
    if not out:
        return
    sink = os.open(out, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    own = _tessera_trace.__code__.co_filename
    seen = set()

    def line(frame, event, arg):
        test = os.environ.get("PYTEST_CURRENT_TEST", "")
        record = (frame.f_lineno, test)
        if event == "line" and record not in seen:
            seen.add(record)
            name = test.split("::", 1)[-1].rsplit(" (", 1)[0]
            os.write(sink, ("%d\t%s\n" % (frame.f_lineno - ADDED, " ".join(name.split()))).encode("utf-8"))
        return line

    sys.settrace(lambda frame, event, arg: line if frame.f_code.co_filename == own else None)


_tessera_trace()
`;
