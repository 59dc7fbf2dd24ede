import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue } from "../../syntax/nodes.ts";
import { isValue } from "./constants.ts";
import { editDistance } from "./likeness.ts";
import { type Edit, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** A string for another one of the file or of the hints, its parts exchanged as the failure asks, its case, its edges. */
export const string: MutationOperator = (node, file) => {
  if (node.type === "string_fragment" || node.type === "string_content")
    return pieces(file.textOf(node), node.from, file);
  const isText = node.type === "string" || node.type === "template_string";
  if (!isText || !isValue(node)) return [];
  const value = stringValue(file.tree, node);
  if (value === undefined) return [];
  const text = file.textOf(node);
  const start = text.indexOf(value, 1);
  const quoted = (other: string): string => text.slice(0, start) + other + text.slice(start + value.length);
  const edits: Edit[] = [...pieces(value, node.from + start, file)];
  const quote = text.slice(start - 1, start);
  const fits = (other: string): boolean =>
    other !== value && !other.includes(quote) && !other.includes("\n") && !other.includes("\\");
  for (const other of file.hints.strings.filter(fits)) edits.push(replace("string-hinted", node, quoted(other)));
  const variant = isSeparator(node, file) ? "string-separator" : "string-variant";
  for (const other of variants(value).filter(fits)) edits.push(replace(variant, node, quoted(other)));
  for (const other of neighbours(node, value, file).filter(fits))
    edits.push(replace(isTwin(other, value) ? "string-twin" : "string", node, quoted(other)));
  return edits.slice(0, 10);
};

/** What something is taken apart or put together by; Python joins by a method of it. */
function isSeparator(node: SyntaxNode, file: MutatedFile): boolean {
  const callee = childOf(node.parent?.parent, "function");
  if (callee !== undefined && TAKES_SEPARATOR.test(file.textOf(callee))) return true;
  return node.field === "object" && node.parent !== undefined && file.textOf(node.parent).endsWith(".join");
}

const TAKES_SEPARATOR = /\.(r?split|join|r?partition|indexOf|lastIndexOf|replace|replaceAll|r?find|r?index)$/;

/** One letter apart, and not a letter each. */
function isTwin(one: string, other: string): boolean {
  return Math.max(one.length, other.length) > 1 && editDistance(one, other) === 1;
}

/** What came out wrong stands in this literal: what was expected takes its place. */
function pieces(text: string, from: number, file: MutatedFile): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { actual, expected } of file.hints.pieces) {
    if (/["'`\\\n{}$]/.test(expected)) continue;
    if (actual === "" && text === "") edits.push({ operator: "string-piece", from, to: from, replacement: expected });
    if (actual === "") continue;
    for (let at = text.indexOf(actual); at >= 0 && edits.length < 3; at = text.indexOf(actual, at + 1))
      edits.push({ operator: "string-piece", from: from + at, to: from + at + actual.length, replacement: expected });
  }
  return edits;
}

/** Words that are taken for one another. */
const WORDS: readonly (readonly string[])[] = [
  ["true", "false"],
  ["yes", "no"],
  ["on", "off"],
  ["asc", "desc"],
  ["left", "right"],
  ["start", "end"],
  ["string", "number", "boolean", "object", "function", "undefined"],
];

const SEPARATORS = [", ", ",", " ", "", "-", "_", ".", "/", ":", ";", "\\n", "0"];

function variants(value: string): readonly string[] {
  if (value.length <= 2 && SEPARATORS.includes(value)) return SEPARATORS.slice(0, 9);
  const words = WORDS.flatMap((family) => (family.includes(value) ? family.filter((word) => word !== value) : []));
  if (words.length > 0) return words;
  const others = [
    value.toLowerCase(),
    value.toUpperCase(),
    value.charAt(0).toUpperCase() + value.slice(1),
    value.trim(),
    `${value} `,
    ` ${value}`,
  ];
  const format = /^(.*[.])(\d)(f)$/.exec(value);
  return format === null ? (/^\p{L}+$/u.test(value) ? others.slice(0, 3) : others) : [];
}

/** Strings in the same role: beside the same operator, in the same kind of place. */
function neighbours(node: SyntaxNode, value: string, file: MutatedFile): readonly string[] {
  const scored: { readonly other: string; readonly score: number }[] = [];
  for (const [other, places] of file.seen.strings) {
    if (other === value || other.length > 40) continue;
    const isSameRole = places.some((place) => place.parent?.type === node.parent?.type && place.field === node.field);
    const isSimilar = /^\w*$/.test(other) === /^\w*$/.test(value);
    scored.push({ other, score: (isSameRole ? 2 : 0) + (isSimilar ? 1 : 0) });
  }
  return scored
    .filter(({ score }) => score >= 1)
    .sort((one, two) => two.score - one.score)
    .slice(0, 6)
    .map(({ other }) => other);
}

/** A text with places to fill in that nobody fills: `f"{x}"` for `"{x}"`, and backticks for `"${x}"`. */
export const interpolation: MutationOperator = (node, file) => {
  if (node.type !== "string" || !isValue(node)) return [];
  const text = file.textOf(node);
  if (file.isPython) {
    const isFormatted = node.parent?.type === "attribute" || !/^["'].*\{[A-Za-z_][^{}]*\}/s.test(text);
    return isFormatted ? [] : [replace("interpolation", node, `f${text}`)];
  }
  return /^(["'])[^`]*\$\{[^{}`]+\}[^`]*\1$/.test(text)
    ? [replace("interpolation", node, `\`${text.slice(1, -1)}\``)]
    : [];
};

/** The precision of a format: `:.2f` for `:.1f`. */
export const format: MutationOperator = (node, file) => {
  if (node.type !== "format_specifier") return [];
  const text = file.textOf(node);
  const digit = /\d/.exec(text);
  if (digit === null) return [];
  const at = node.from + digit.index;
  return [1, -1]
    .map((change) => Number(digit[0]) + change)
    .filter((other) => other >= 0 && other <= 9)
    .map((other) => ({ operator: "format", from: at, to: at + 1, replacement: String(other) }));
};
