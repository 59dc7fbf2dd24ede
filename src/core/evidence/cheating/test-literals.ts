import { asAppError } from "../../app-error.ts";
import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import type { TestCase } from "../../testing/test-run.ts";
import type { CheckContext } from "../check.ts";
import { constantOf } from "./constants.ts";
import { isCall, isFunction, isNumber, isString } from "./node-kinds.ts";

/** What the failing tests are made of: their literals, and the names they mention. */
export interface TestLiterals {
  readonly numbers: ReadonlySet<number>;
  readonly strings: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** The tests' text without blanks and quotes: an input written in one piece is found in it. */
  readonly packed: string;
}

/** Longer fixtures are no source of a special case worth the time. */
const LONGEST_FIXTURE = 200_000;

/** Reads the failing tests (without the other tests of their files) and the data files they name. */
export async function testLiterals(
  named: readonly TestCase[],
  { base, trees }: Pick<CheckContext, "base" | "trees">,
): Promise<TestLiterals> {
  const numbers = new Set<number>();
  const strings = new Set<string>();
  const names = new Set<string>();
  const packed: string[] = [];
  const read = async (path: string): Promise<string> => {
    try {
      return await base.read(path);
    } catch (error) {
      if (asAppError(error, "not-found", "refused") === undefined) throw error;
      return "";
    }
  };
  for (const file of new Set(named.map((test) => test.file))) {
    const text = await read(file);
    const tree = await trees.parse(file, text);
    if (tree === undefined) continue;
    const titles = new Set(named.filter((test) => test.file === file).map(titleOf));
    const own = ownNodes(tree, titles);
    const fixtures: string[] = [];
    for (const node of own) {
      packed.push(pack(textOf(tree, node)));
      walk(node, (inner) => {
        if (isOtherTest(tree, inner, titles)) return false;
        if (isNumber(inner) || inner.type.startsWith("unary")) {
          const value = constantOf(tree, inner);
          if (value?.type === "number") numbers.add(value.value);
        } else if (isString(inner)) {
          const value = stringValue(tree, inner);
          if (value !== undefined) {
            strings.add(value);
            if (/\.(json|txt|csv|tsv|ya?ml|md|xml|html)$/.test(value)) fixtures.push(value);
          }
        } else if (inner.children.length === 0 && inner.named) names.add(textOf(tree, inner));
        return true;
      });
    }
    for (const fixture of fixtures.slice(0, 10)) addData(await read(beside(file, fixture)), numbers, strings, packed);
  }
  for (const test of named)
    for (const value of [test.expected, test.actual === undefined ? undefined : test.expected])
      if (value !== undefined) addData(value, numbers, strings, packed);
  return { numbers, strings, names, packed: packed.join("\n") };
}

/** Without blanks and quotes. */
export function pack(text: string): string {
  return text.replaceAll(/[\s"'`]/g, "");
}

function titleOf(test: TestCase): string {
  return test.name.split(" > ").at(-1) ?? test.name;
}

/** Everything at the top of the file: whether an inner node belongs to another test is asked while walking. */
function ownNodes(tree: SyntaxTree, titles: ReadonlySet<string>): readonly SyntaxNode[] {
  return tree.root.children.filter((node) => node.named && !isOtherTest(tree, node, titles));
}

/** A test with a plain title that none of the failing ones bears. Where no title is found at all, nothing is left out. */
function isOtherTest(tree: SyntaxTree, node: SyntaxNode, titles: ReadonlySet<string>): boolean {
  if (node.type === "function_definition") {
    const name = childOf(node, "name");
    const text = name === undefined ? "" : textOf(tree, name);
    return text.startsWith("test") && ![...titles].some((title) => title.replace(/\[.*$/s, "") === text);
  }
  if (node.type === "expression_statement") return node.children.some((child) => isOtherTest(tree, child, titles));
  if (!isCall(node)) return false;
  const callee = childOf(node, "function");
  if (callee === undefined || !/^(it|test|specify)\b/.test(textOf(tree, callee))) return false;
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  const title = stringValue(tree, given[0]);
  if (title === undefined || !given.some(isFunction) || /[%$]/.test(title)) return false;
  return !titles.has(title);
}

function beside(file: string, name: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const step of name.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== "." && step !== "") parts.push(step);
  }
  return parts.join("/");
}

function addData(text: string, numbers: Set<number>, strings: Set<string>, packed: string[]): void {
  if (text.length === 0 || text.length > LONGEST_FIXTURE) return;
  packed.push(pack(text));
  for (const [word] of text.matchAll(/-?\d+(?:\.\d+)?/g)) numbers.add(Number(word));
  for (const match of text.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)) strings.add(match[1] ?? match[2] ?? "");
  strings.add(text.trim().replace(/^(['"])(.*)\1$/s, "$2"));
}
