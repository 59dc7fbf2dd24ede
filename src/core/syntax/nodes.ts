import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";

export function textOf(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): string {
  return tree.text.slice(node.from, node.to);
}

/** The first child that fills the field. */
export function childOf(node: SyntaxNode | undefined, field: string): SyntaxNode | undefined {
  return node?.children.find((child) => child.field === field);
}

export function firstOfType(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | undefined {
  return node.children.find((child) => types.includes(child.type));
}

/** The node and all below it, in order of appearance; `enter` may answer false to leave out what is below a node. */
export function walk(node: SyntaxNode, enter: (node: SyntaxNode) => unknown): void {
  const front = [node];
  for (let next = front.pop(); next !== undefined; next = front.pop()) {
    if (enter(next) === false) continue;
    for (let index = next.children.length - 1; index >= 0; index--) {
      const child = next.children[index];
      if (child !== undefined) front.push(child);
    }
  }
}

/** The node's holders, innermost first. */
export function* holdersOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let holder = node.parent; holder !== undefined; holder = holder.parent) yield holder;
}

/** The smallest node that covers the range. */
export function nodeAt(root: SyntaxNode, from: number, to: number = from): SyntaxNode {
  let node = root;
  for (;;) {
    const inner = node.children.find((child) => child.from <= from && to <= child.to && child.to > child.from);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** Offsets of the first character of each line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The 1-based line of an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** The text of a string literal without its quotes and prefix, escapes as written; undefined for any other node. */
export function stringValue(tree: Pick<SyntaxTree, "text">, node: SyntaxNode | undefined): string | undefined {
  if (node === undefined || node.children.length > 0) return undefined;
  const match = /^[a-zA-Z]{0,2}("""|'''|"|'|`)([\s\S]*)\1$/.exec(textOf(tree, node));
  return match?.[2];
}

const namesByNode = new WeakMap<SyntaxNode, ReadonlySet<string>>();

/** Every name that stands in the node: variables, properties, types. Read once: a tree never changes, and is asked by many checks. */
export function namesIn(tree: Pick<SyntaxTree, "text">, node: SyntaxNode): ReadonlySet<string> {
  const known = namesByNode.get(node);
  if (known !== undefined) return known;
  const names = new Set<string>();
  walk(node, (part) => {
    if (part.children.length === 0 && part.type.includes("identifier")) names.add(textOf(tree, part));
  });
  namesByNode.set(node, names);
  return names;
}
