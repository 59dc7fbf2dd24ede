import type { Declaration, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { childOf, holdersOf, lineAt, lineStarts, namesIn, textOf, walk } from "../syntax/nodes.ts";
import type { LineRange } from "../syntax/outline.ts";
import { type TitleMatch, titleMatch } from "./test-title.ts";

/** The source of one test: its own statement, then what runs with it from the same file. */
interface TestBody {
  readonly test: SyntaxNode;
  /** Hooks, fixtures and helpers of the same file that the test comes through, nearest first. */
  readonly helpers: readonly SyntaxNode[];
  /** The lines of the test itself. */
  readonly own: LineRange;
  /** The lines of the test and its helpers, in order of appearance. */
  readonly ranges: readonly LineRange[];
}

/**
 * Finds a test by its full name (suites and title joined by " > ", parameters in brackets for pytest), or by its line where
 * titles are computed. Undefined when the file does not show it.
 */
export type FindTest = (name: string, line?: number) => TestBody | undefined;

type NamesIn = (tree: SyntaxTree, node: SyntaxNode) => ReadonlySet<string>;

/** A finder for the tests of one file; what they have in common is worked out once. */
export function testFinder(tree: SyntaxTree, names: NamesIn = namesIn): FindTest {
  const starts = lineStarts(tree.text);
  const calls = tree.language === "python" ? [] : testCalls(tree, starts);
  const byName = Map.groupBy(tree.declarations, ({ name }) => name);
  const linesOf = ({ from, to }: SyntaxNode) => ({
    from: lineAt(starts, from),
    to: lineAt(starts, Math.max(from, to - 1)),
  });
  return (name, line) => {
    const test = tree.language === "python" ? pythonTest(byName, name) : scriptTest(calls, name, line);
    if (test === undefined) return undefined;
    const helpers = helpersOf(tree, test, byName, names);
    const ranges = [test, ...helpers].map(linesOf).sort((one, other) => one.from - other.from);
    return { test, helpers, own: linesOf(test), ranges };
  };
}

const TEST_CALL = /^(test|it|specify|fit|xit|Deno\.test|t\.test|tap\.test|suite\.test)\b/;
const SUITE_CALL = /^(describe|suite|context|fdescribe|xdescribe)\b/;
const HOOK_CALL = /^((t|tap|test|suite)\.)?(beforeEach|beforeAll|before|setup|suiteSetup)$/;

interface TestCall {
  readonly statement: SyntaxNode;
  readonly lines: LineRange;
  readonly matches: TitleMatch;
}

function testCalls(tree: SyntaxTree, starts: readonly number[]): readonly TestCall[] {
  const calls: TestCall[] = [];
  walk(tree.root, (node) => {
    if (node.type !== "call_expression" || !TEST_CALL.test(calleeOf(tree, node))) return;
    const titles = [node, ...holdersOf(node)]
      .filter((call) => call.type === "call_expression" && (call === node || isSuite(tree, call)))
      .map((call) => titleOf(tree, call))
      .reverse();
    const lines = { from: lineAt(starts, node.from), to: lineAt(starts, node.to) };
    calls.push({ statement: statementOf(node), lines, matches: titleMatch(titles) });
  });
  return calls;
}

function scriptTest(calls: readonly TestCall[], name: string, line: number | undefined): SyntaxNode | undefined {
  let best: { readonly node: SyntaxNode; readonly score: number } | undefined;
  for (const { statement, lines, matches } of calls) {
    const atLine = line !== undefined && lines.from <= line && line <= lines.to;
    const score = 2 * matches(name) + (atLine ? 1 : 0);
    if (score > (best?.score ?? 0)) best = { node: statement, score };
  }
  return best?.node;
}

function isSuite(tree: SyntaxTree, call: SyntaxNode): boolean {
  const callee = calleeOf(tree, call);
  return SUITE_CALL.test(callee) || TEST_CALL.test(callee);
}

/** "test.each" for `test.each(rows)("title", …)` and for its tagged template. */
function calleeOf(tree: SyntaxTree, call: SyntaxNode): string {
  const callee = childOf(call, "function");
  if (callee === undefined) return "";
  return callee.type === "call_expression" ? calleeOf(tree, callee) : textOf(tree, callee).slice(0, 60);
}

/** The title as written, quotes included; undefined for one that is computed. */
function titleOf(tree: SyntaxTree, call: SyntaxNode): string | undefined {
  const first = childOf(call, "arguments")?.children.find((child) => child.named);
  return first !== undefined && /^(string|template_string)$/.test(first.type) ? textOf(tree, first) : undefined;
}

function statementOf(node: SyntaxNode): SyntaxNode {
  return node.parent?.type === "expression_statement" ? node.parent : node;
}

function pythonTest(byName: ReadonlyMap<string, readonly Declaration[]>, name: string): SyntaxNode | undefined {
  const parts = name.replace(/\[[\s\S]*\]$/, "").split(/ > |::/);
  const title = parts.at(-1);
  const suites = parts.slice(0, -1);
  const named = title === undefined ? [] : (byName.get(title) ?? []);
  const exact = named.find(({ qualified }) =>
    qualified
      .split(".")
      .slice(0, -1)
      .every((holder) => suites.includes(holder)),
  );
  return (exact ?? named[0])?.node;
}

/** Declarations of the file that the test names, also through one another, and the hooks and fixtures around it. */
function helpersOf(
  tree: SyntaxTree,
  test: SyntaxNode,
  byName: ReadonlyMap<string, readonly Declaration[]>,
  names: NamesIn,
): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [...hooksAround(tree, test)];
  const isKnown = (node: SyntaxNode): boolean =>
    [test, ...found].some((known) => known.from <= node.from && node.to <= known.to);
  const own = tree.declarations.find(({ node }) => node === test)?.name;
  const front = [test, ...found];
  for (let node = front.shift(); node !== undefined; node = front.shift()) {
    for (const name of names(tree, node)) {
      if (name === own) continue;
      for (const declaration of byName.get(name) ?? []) {
        if (isKnown(declaration.node) || isTooMuch(declaration, test) || isImport(tree, declaration)) continue;
        found.push(declaration.node);
        front.push(declaration.node);
      }
    }
  }
  return found;
}

/** `const { a, b } = require("./x")` names more than the test uses. */
function isImport(tree: SyntaxTree, { node, kind }: Declaration): boolean {
  return kind === "variable" && /=\s*(await\s+import|require)\s*\(/.test(textOf(tree, node).slice(0, 2000));
}

/** A suite's class is no helper of its own test. */
function isTooMuch({ node }: Declaration, test: SyntaxNode): boolean {
  return node.from <= test.from && test.to <= node.to;
}

function hooksAround(tree: SyntaxTree, test: SyntaxNode): readonly SyntaxNode[] {
  if (tree.language === "python") return pythonHooks(tree, test);
  const around = [...holdersOf(test)].filter(({ type }) => /^(program|statement_block)$/.test(type));
  return around.flatMap((block) =>
    block.children.filter((statement) => {
      const call = statement.children[0];
      return call?.type === "call_expression" && HOOK_CALL.test(calleeOf(tree, call));
    }),
  );
}

function pythonHooks(tree: SyntaxTree, test: SyntaxNode): readonly SyntaxNode[] {
  const holder = [...holdersOf(test)].find(({ type }) => type === "class_definition");
  return tree.declarations
    .filter(({ name, node }) => {
      const inSuite = holder !== undefined && holder.from <= node.from && node.to <= holder.to;
      const isTop = node.parent?.type === "module";
      if (inSuite && /^(setUp|setUpClass|setup_method|setup_class|setup)$/.test(name)) return true;
      if (isTop && /^(setup_function|setup_module|setUpModule)$/.test(name)) return true;
      return (inSuite || isTop) && /^@[\w.]*fixture\([^)]*autouse\s*=\s*True/.test(textOf(tree, node));
    })
    .map(({ node }) => node);
}
