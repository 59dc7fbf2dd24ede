import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { importsOf } from "../../syntax/imports.ts";
import { childOf, firstOfType, holdersOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import { chainOf } from "./chain.ts";
import { compiledTests, isCompiled } from "./compiled/compiled-tests.ts";
import { constantOf } from "./constant.ts";
import type { WrittenTest } from "./written-test.ts";

/** The tests of a file, in order of appearance. */
export function writtenTests(tree: SyntaxTree): readonly WrittenTest[] {
  if (isCompiled(tree)) return compiledTests(tree);
  return tree.language === "python" ? pythonTests(tree) : scriptTests(tree);
}

/** How a file calls what makes tests and suites. */
interface Callers {
  readonly tests: ReadonlySet<string>;
  readonly suites: ReadonlySet<string>;
}

const TESTS = ["test", "it", "specify", "fit", "xit", "xtest", "xspecify", "ftest"];
const SUITES = ["describe", "suite", "context", "fdescribe", "xdescribe", "xcontext", "fcontext"];

function callersOf(tree: SyntaxTree): Callers {
  const tests = new Set(TESTS);
  const suites = new Set(SUITES);
  for (const { specifier, names } of importsOf(tree)) {
    if (!/^(node:test|vitest|@jest\/globals|mocha|bun:test|tape|ava|uvu)$/.test(specifier)) continue;
    for (const { imported, local } of names) {
      if (imported === "default" || TESTS.includes(imported)) tests.add(local);
      if (SUITES.includes(imported)) suites.add(local);
    }
  }
  return { tests, suites };
}

function scriptTests(tree: SyntaxTree): readonly WrittenTest[] {
  const callers = callersOf(tree);
  const found: WrittenTest[] = [];
  walk(tree.root, (node) => {
    const chain = node.type === "call_expression" ? chainOf(tree, node) : undefined;
    if (chain === undefined || isInner(node) || !isTestCall(chain, node, callers, tree)) return;
    const suites = [...holdersOf(node)].filter((holder) => isSuiteCall(tree, holder, callers)).reverse();
    const body = bodyOf(node);
    const mark =
      markOf(tree, node, chain) ??
      suites.map((suite) => markOf(tree, suite, chainOf(tree, suite) ?? [])).find((one) => one !== undefined) ??
      (body === undefined ? "todo" : skippedInside(tree, body));
    found.push({ name: [...suites, node].map((call) => titleOf(tree, call)).join(" > "), node, body, mark });
  });
  return found;
}

/** `test.each(rows)` of `test.each(rows)("title", …)`. */
function isInner({ parent, field }: SyntaxNode): boolean {
  return parent?.type === "call_expression" && field === "function";
}

function isTestCall(chain: readonly string[], node: SyntaxNode, callers: Callers, tree: SyntaxTree): boolean {
  const [root = "", ...rest] = chain;
  if (callers.tests.has(root))
    return !/^(describe|suite|before|after|beforeEach|afterEach|hooks?|mock|assert)$/.test(rest[0] ?? "");
  const isSubtest = rest.length === 1 && /^(test|it)$/.test(rest[0] ?? "") && !callers.suites.has(root);
  return isSubtest && [...holdersOf(node)].some((holder) => isCallOf(tree, holder, callers.tests));
}

function isSuiteCall(tree: SyntaxTree, node: SyntaxNode, callers: Callers = callersOf(tree)): boolean {
  return (
    isCallOf(tree, node, callers.suites) ||
    (isCallOf(tree, node, callers.tests) && chainOf(tree, node)?.[1] === "describe")
  );
}

function isCallOf(tree: SyntaxTree, node: SyntaxNode, names: ReadonlySet<string>): boolean {
  const chain = node.type === "call_expression" ? chainOf(tree, node) : undefined;
  return chain !== undefined && names.has(chain[0] ?? "");
}

function titleOf(tree: SyntaxTree, call: SyntaxNode): string {
  const first = argumentsOf(call)[0];
  return stringValue(tree, first) ?? (first === undefined ? "" : textOf(tree, first).slice(0, 80));
}

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return childOf(call, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
}

/** The body of the function that is handed over, or the expression it consists of. */
function bodyOf(call: SyntaxNode): SyntaxNode | undefined {
  const callback = argumentsOf(call).findLast(({ type }) =>
    /^(arrow_function|function_expression|generator_function|identifier)$/.test(type),
  );
  return callback?.type === "identifier" ? callback : childOf(callback, "body");
}

const MARKS = /^(only|skip|todo|fails|failing|skipIf|runIf)$/;

function markOf(tree: SyntaxTree, call: SyntaxNode, chain: readonly string[]): string | undefined {
  const [root = "", ...rest] = chain;
  const own = rest.find((part) => MARKS.test(part));
  if (own !== undefined) return own;
  if (/^x(it|test|specify|describe|context)$/.test(root)) return "skip";
  if (/^f(it|test|describe|context)$/.test(root)) return "only";
  const options = argumentsOf(call)
    .map((argument) => constantOf(tree, argument) ?? argument)
    .find(({ type }) => type === "object");
  for (const pair of options?.children ?? []) {
    const key = childOf(pair, "key");
    const name = key === undefined ? textOf(tree, pair) : (stringValue(tree, key) ?? textOf(tree, key));
    const value = childOf(pair, "value");
    if (MARKS.test(name) && (value === undefined || textOf(tree, value) !== "false")) return name;
  }
  return undefined;
}

/** `t.skip()`, `this.skip()`. */
function skippedInside(tree: SyntaxTree, body: SyntaxNode): string | undefined {
  let mark: string | undefined;
  walk(body, (node) => {
    const chain = node.type === "call_expression" ? chainOf(tree, node) : undefined;
    if (chain?.length === 2 && /^(skip|todo|pending)$/.test(chain[1] ?? "")) mark ??= chain[1];
  });
  return mark;
}

function pythonTests(tree: SyntaxTree): readonly WrittenTest[] {
  const found: WrittenTest[] = [];
  const moduleMark = /^pytestmark\s*=.*\b(skip|skipif|xfail)\b/m.exec(tree.text)?.[1];
  walk(tree.root, (node) => {
    if (node.type !== "function_definition") return;
    const name = textOf(tree, childOf(node, "name") ?? node);
    const classes = [...holdersOf(node)].filter(({ type }) => type === "class_definition");
    const isNested = [...holdersOf(node)].some(({ type }) => type === "function_definition");
    if (!/^test/.test(name) || isNested || !classes.every((holder) => isTestClass(tree, holder))) return;
    const titles = [...classes.map((holder) => textOf(tree, childOf(holder, "name") ?? holder)).reverse(), name];
    const body = childOf(node, "body");
    const inside = /\b(?:pytest\.(skip|xfail|importorskip)|self\.(skipTest))\(/.exec(
      body === undefined ? "" : textOf(tree, body),
    );
    const mark = [node, ...classes].map((one) => decoratorMark(tree, one)).find((one) => one !== undefined);
    found.push({ name: titles.join(" > "), node, body, mark: mark ?? inside?.[1] ?? inside?.[2] ?? moduleMark });
  });
  return found;
}

function isTestClass(tree: SyntaxTree, node: SyntaxNode): boolean {
  const bases = childOf(node, "superclasses");
  return (
    /^Test/.test(textOf(tree, childOf(node, "name") ?? node)) ||
    (bases !== undefined && /TestCase/.test(textOf(tree, bases)))
  );
}

function decoratorMark(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const holder = node.parent?.type === "decorated_definition" ? node.parent : undefined;
  for (const decorator of holder?.children ?? []) {
    if (decorator.type !== "decorator") continue;
    const mark = /\b(skip|skipif|skipIf|skipUnless|xfail|expectedFailure)\b/.exec(
      textOf(tree, decorator).split("(")[0] ?? "",
    );
    if (mark !== null) return mark[1];
  }
  return undefined;
}

/** Whether a Python class holds tests, and whether a script's statement is a suite: what new tests may be added inside of. */
export function suiteBody(tree: SyntaxTree, statement: SyntaxNode): SyntaxNode | undefined {
  if (tree.language === "python") {
    const definition =
      statement.type === "decorated_definition" ? firstOfType(statement, "class_definition") : statement;
    return definition?.type === "class_definition" && isTestClass(tree, definition)
      ? childOf(definition, "body")
      : undefined;
  }
  const call = statement.type === "expression_statement" ? statement.children[0] : undefined;
  return call?.type === "call_expression" && isSuiteCall(tree, call) ? bodyOf(call) : undefined;
}
