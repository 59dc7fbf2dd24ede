/** Where formatters break a line that would fit: a list of several objects, or lists, each of more than one part. */
export function isAlwaysBroken(source: string): boolean {
  return bracketsIn(source).some(isBrokenList);
}

/**
 * What stands between the brackets of a list or an object, in lines of their own; undefined for other values, and for lists that
 * formatters fill.
 */
export function partsOf(source: string, indent: string): readonly string[] | undefined {
  const items = /^[[{]/.test(source) ? itemsOf(source) : [];
  if (items.length === 0 || items.every((item) => /^-?[\d.]+$/.test(item))) return undefined;
  const lines: string[] = [];
  for (const item of items) {
    const own = isAlwaysBroken(item) ? opened(item, indent) : [item];
    if (own === undefined) return undefined;
    lines.push(...own.slice(0, -1), `${own.at(-1) ?? ""},`);
  }
  return lines;
}

/** An item, with its name where it has one, opened. */
function opened(item: string, indent: string): readonly string[] | undefined {
  const [, name = "", value = ""] = /^((?:[\w$]+|"(?:[^"\\]|\\.)*"): )?([\s\S]*)$/.exec(item) ?? [];
  const inside = partsOf(value, indent);
  if (inside === undefined) return undefined;
  return [`${name}${value[0] ?? ""}`, ...inside.map((line) => `${indent}${line}`), value.at(-1) ?? ""];
}

/** What stands in the brackets that a source consists of; nothing where it is no such thing. */
export function itemsOf(source: string): readonly string[] {
  const [outer] = bracketsIn(source);
  if (outer === undefined || outer.from !== 0 || outer.to !== source.length) return [];
  return outer.items.map(({ from, to }) => source.slice(from, to).trim());
}

interface Item {
  readonly from: number;
  to: number;
  /** The brackets it consists of, where it is nothing else. */
  only: Brackets | undefined;
}

interface Brackets {
  readonly sign: string;
  readonly from: number;
  to: number;
  readonly items: Item[];
}

/** Every pair of brackets outside of strings, the outer before the inner. */
function bracketsIn(source: string): readonly Brackets[] {
  const all: Brackets[] = [];
  const open: Brackets[] = [];
  for (const { 0: token, index } of source.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S/g)) {
    const inside = open.at(-1);
    const isClosing = /^[\])}]$/.test(token);
    const last = inside?.items.at(-1);
    if (token === "," && last !== undefined) {
      inside?.items.push({ from: index + 1, to: index + 1, only: undefined });
      continue;
    }
    const brackets: Brackets | undefined = /^[[({]$/.test(token)
      ? { sign: token, from: index, to: index, items: [] }
      : undefined;
    if (inside !== undefined && !isClosing) place(inside, brackets, index, index + token.length);
    if (brackets !== undefined) {
      all.push(brackets);
      open.push(brackets);
    }
    if (!isClosing || inside === undefined) continue;
    inside.to = index + 1;
    open.pop();
    const outer = open.at(-1)?.items.at(-1);
    if (outer !== undefined) outer.to = index + 1;
  }
  return all;
}

function place(inside: Brackets, brackets: Brackets | undefined, from: number, to: number): void {
  const last = inside.items.at(-1);
  if (last === undefined) inside.items.push({ from, to, only: brackets });
  else {
    last.only = last.to === last.from ? brackets : undefined;
    last.to = to;
  }
}

function isBrokenList({ sign, items }: Brackets): boolean {
  const [first] = items;
  return (
    sign === "[" &&
    items.length > 1 &&
    items.every(({ only }) => only !== undefined && only.sign === first?.only?.sign && only.items.length > 1)
  );
}
