import type { Declaration, SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { firstOfType, lineStarts } from "./nodes.ts";

/** 1-based, both inclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A run of whole lines of a file. */
export interface Slice extends LineRange {
  readonly text: string;
}

/**
 * One line per declaration, "12 function add(a, b)", members indented below their holder: what a file holds without its
 * bodies. Declarations inside functions are left out.
 */
export function outline(tree: SyntaxTree): string {
  const functions = tree.declarations.filter(isFunction);
  const inFunction = (declaration: Declaration): boolean =>
    functions.some((outer) => outer !== declaration && outer.from <= declaration.from && declaration.to <= outer.to);
  return tree.declarations
    .filter((declaration) => !inFunction(declaration))
    .map((declaration) => {
      const holders = tree.declarations.filter(
        (outer) =>
          outer.kind === "class" &&
          outer !== declaration &&
          outer.from <= declaration.from &&
          declaration.to <= outer.to,
      );
      return `${"  ".repeat(holders.length)}${declaration.firstLine} ${cut(signature(tree, declaration))}`;
    })
    .join("\n");
}

/** The declaration up to its body, on one line: "export async function load(path: Path): Promise<string>". */
function signature(tree: SyntaxTree, declaration: Declaration): string {
  const { node } = declaration;
  const exporting = node.parent?.type === "export_statement" ? node.parent.from : node.from;
  const body = declaration.kind === "variable" ? undefined : bodyOf(node);
  const text = tree.text.slice(exporting, body?.from ?? node.to);
  const whole = declaration.kind === "variable" ? (text.split("\n", 1)[0] ?? "") : text;
  return whole
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\s*(\{|=>|:)$/, "")
    .trim();
}

/**
 * The signatures of the named declarations, one a line, in order of appearance. A class comes with its public members.
 * Names are matched as they are declared ("deposit") or qualified ("Account.deposit").
 */
export function signatures(tree: SyntaxTree, names: ReadonlySet<string>): string {
  const wanted = tree.declarations.filter(({ name, qualified }) => names.has(name) || names.has(qualified));
  const lines: string[] = [];
  for (const declaration of tree.declarations) {
    const isWanted = wanted.includes(declaration);
    const holder = wanted.find(
      (outer) => outer.kind === "class" && `${outer.qualified}.${declaration.name}` === declaration.qualified,
    );
    if (holder !== undefined && declaration.exported) lines.push(`  ${cut(signature(tree, declaration))}`);
    else if (isWanted) lines.push(cut(signature(tree, declaration)));
  }
  return lines.join("\n");
}

/** The innermost function or method around an offset, else the innermost declaration. */
export function enclosing(tree: SyntaxTree, offset: number): Declaration | undefined {
  const around = tree.declarations.filter(({ from, to }) => from <= offset && offset < to);
  return around.findLast(isFunction) ?? around.at(-1);
}

/** The lines asked for: overlapping and touching ranges become one, what lies outside of the file is cut off. */
export function slice(tree: Pick<SyntaxTree, "text">, ranges: readonly LineRange[]): readonly Slice[] {
  const starts = lineStarts(tree.text);
  const merged: LineRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.from - other.from)) {
    const next = { from: Math.max(1, range.from), to: Math.min(starts.length, range.to) };
    const last = merged.at(-1);
    if (next.from > next.to) continue;
    if (last !== undefined && next.from <= last.to + 1)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    else merged.push(next);
  }
  return merged.map(({ from, to }) => {
    const end = starts[to] ?? tree.text.length;
    return { from, to, text: tree.text.slice(starts[from - 1], end).replace(/\r?\n$/, "") };
  });
}

export function isFunction({ kind }: Declaration): boolean {
  return kind === "function" || kind === "method";
}

/** The block of a function or class, which may sit below a decorator, a `const` or an assignment. */
function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const own = node.children.find((child) => child.field === "body");
  if (own !== undefined) return own;
  for (const child of node.children) {
    if (
      !/^(value|right|definition|type)$/.test(child.field ?? "") &&
      child.type !== "variable_declarator" &&
      child.type !== "assignment_expression"
    )
      continue;
    const inner = bodyOf(child);
    if (inner !== undefined) return inner;
  }
  return firstOfType(node, "struct_type", "interface_type", "field_declaration_list");
}

const WIDTH = 160;

function cut(line: string): string {
  return line.length <= WIDTH ? line : `${line.slice(0, WIDTH - 1)}…`;
}
