import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, stringValue } from "../../syntax/nodes.ts";
import { type Edit, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** Parts of a regular expression, each with what is taken for it. */
const PARTS: readonly (readonly [part: RegExp, others: (part: string) => readonly string[]])[] = [
  [/\(\?<?[=!]/g, (part) => [part.endsWith("=") ? `${part.slice(0, -1)}!` : `${part.slice(0, -1)}=`]],
  [/\[\^(?!\])/g, () => ["["]],
  [/\[(?!\^)/g, () => ["[^"]],
  [/\\[dDwWsSbB]/g, otherClass],
  [/[a-zA-Z0-9]-[a-zA-Z0-9](?=[^[]*\])/g, otherRange],
  [/\{\d+(?:,\d*)?\}/g, otherCount],
  [/(?<![(|^[?*+}])[+*?](?![?+])/g, (part) => ["+", "*", "?"].filter((other) => other !== part)],
  [/^\^|\$$/g, () => [""]],
];

const CLASSES: Readonly<Record<string, readonly string[]>> = {
  "\\d": ["\\D", "\\w"],
  "\\w": ["\\W", "\\d", "\\S"],
  "\\s": ["\\S", "\\w"],
  "\\D": ["\\d"],
  "\\W": ["\\w"],
  "\\S": ["\\s", "\\w"],
  "\\b": ["\\B"],
  "\\B": ["\\b"],
};

function otherClass(part: string): readonly string[] {
  return CLASSES[part] ?? [];
}

/** Where a range ends is mostly one of few letters. */
function otherRange(part: string): readonly string[] {
  const ends = /^[a-z]/.test(part) ? ["z", "f"] : /^[A-Z]/.test(part) ? ["Z", "F"] : ["9"];
  const starts = { z: "a", f: "a", Z: "A", F: "A", "9": "0" }[part.slice(2)];
  const others = [
    ...ends.map((end) => part.slice(0, 2) + end),
    ...(starts === undefined ? [] : [starts + part.slice(1)]),
  ];
  return others.filter((other) => other !== part);
}

/** `{2,}` and `{1,}`, `{3}` and `{4}`: one number of it one more or less. */
function otherCount(part: string): readonly string[] {
  return [...part.matchAll(/\d+/g)].flatMap(({ 0: digits, index }) =>
    [1, -1]
      .map((step) => Number(digits) + step)
      .filter((number) => number >= 0)
      .map((number) => part.slice(0, index) + number + part.slice(index + digits.length)),
  );
}

/** Flags and single parts of a regular expression, also where it is written as a string: `re.compile(r"\d+")`, `new RegExp("\\d+")`. */
export const pattern: MutationOperator = (node, file) => {
  if (node.type === "regex") return flags(node, file);
  if (node.type === "regex_pattern") return parts(file.textOf(node), node.from);
  const value = node.type === "string" && isPattern(node, file) ? stringValue(file.tree, node) : undefined;
  if (value === undefined) return [];
  return parts(value, node.from + file.textOf(node).indexOf(value, 1));
};

/** Letters that stand for themselves. */
const LETTERS = /(?<!\\|\(\?|\\[pP]\{)[a-zA-Z](?![^{]*\})/;

/** A pattern that nothing is like. */
export const neverMatches: MutationOperator = (node) =>
  node.type === "regex_pattern" ? [replace("pattern-emptied", node, "(?!)")] : [];

function flags(node: SyntaxNode, file: MutatedFile): readonly Edit[] {
  const given = firstOfType(node, "regex_flags");
  const text = given === undefined ? "" : file.textOf(given);
  const body = firstOfType(node, "regex_pattern");
  const source = body === undefined ? "" : file.textOf(body);
  const known = [
    "g",
    ...(LETTERS.test(source) ? ["i"] : []),
    ...(/[\^$]/.test(source) ? ["m"] : []),
    ...(/(?<!\\)\./.test(source) ? ["s"] : []),
  ];
  return known.map((flag) => ({
    operator: /[gi]/.test(flag) ? "pattern-flag" : "pattern-flag-rare",
    from: given?.from ?? node.to,
    to: node.to,
    replacement: text.includes(flag) ? text.replace(flag, "") : text + flag,
  }));
}

function parts(source: string, from: number): readonly Edit[] {
  return PARTS.flatMap(([part, others]) =>
    [...source.matchAll(part)]
      .filter(({ index }) => !isEscaped(source, index))
      .flatMap((match) =>
        others(match[0]).map((replacement): Edit => {
          const at = from + match.index;
          return {
            operator: isOddRange(match[0]) ? "pattern-range" : "pattern",
            from: at,
            to: at + match[0].length,
            replacement,
          };
        }),
      ),
  );
}

/** Most ranges go from the first to the last of their kind. */
function isOddRange(part: string): boolean {
  return /^\w-\w$/.test(part) && !/^(a-[zf]|A-[ZF]|0-9|A-z)$/.test(part);
}

function isEscaped(source: string, at: number): boolean {
  return /(?<!\\)(?:\\\\)*\\$/.test(source.slice(0, at));
}

/** The first argument of what compiles or asks by a pattern. */
function isPattern(node: SyntaxNode, file: MutatedFile): boolean {
  const [list, call] = holdersOf(node);
  const callee = childOf(call, "function") ?? childOf(call, "constructor");
  const isFirst = list?.children.find((child) => child.named) === node;
  return isFirst && callee !== undefined && /^(?:re\.\w+|regex\.\w+|RegExp)$/.test(file.textOf(callee));
}
