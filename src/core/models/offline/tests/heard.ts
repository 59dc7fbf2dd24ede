import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { firstOfType, namesIn, textOf, walk } from "../../../syntax/nodes.ts";
import { sampleOf } from "./regex-sample.ts";

/** What functions speak of, whatever it is compared with: values at which their behaviour is likely to change. */
export interface Heard {
  /** The numbers, and what they come to when multiplied: a limit in minutes, of what is given in milliseconds. */
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  /** Lines are told apart. */
  readonly hasLines: boolean;
}

const MOST = { numbers: 10, strings: 6, length: 24 };

/** What a function and those of the same file that it names speak of. */
export function heardIn(tree: SyntaxTree, definition: SyntaxNode): Heard {
  const numbers = new Set<number>();
  const strings = new Set<string>();
  let hasLines = false;
  for (const node of [definition, ...calledFrom(tree, definition)])
    walk(node, (part) => {
      if (/^(number|integer|float)$/.test(part.type)) numbers.add(Number(textOf(tree, part).replaceAll("_", "")));
      if (part.type === "regex") {
        const pattern = firstOfType(part, "regex_pattern");
        const source = pattern === undefined ? "" : textOf(tree, pattern);
        hasLines ||= /\\[ns]|\[\^?\\s/.test(source) || /\/\w*m\w*$/.test(textOf(tree, part));
        const sample = sampleOf(source);
        if (sample !== undefined && sample !== "") strings.add(sample);
        return false;
      }
      if (!/^(string|template_string)$/.test(part.type)) return true;
      const text = textOf(tree, part);
      hasLines ||= text.includes("\\n");
      if (/^(["']).{1,24}\1$/.test(text) && !text.includes("\\")) strings.add(text.slice(1, -1));
      return part.type === "template_string";
    });
  const own = [...numbers].filter((value) => Number.isFinite(value) && value > 0);
  const short = [...strings].filter((text) => text.length <= MOST.length);
  return {
    numbers: [...new Set([...own, ...products(own)])].slice(0, MOST.numbers),
    strings: short.slice(0, MOST.strings),
    hasLines,
  };
}

function calledFrom(tree: SyntaxTree, definition: SyntaxNode): readonly SyntaxNode[] {
  const names = namesIn(tree, definition);
  return tree.declarations
    .filter(({ name, qualified, node }) => qualified === name && names.has(name) && !holds(node, definition))
    .map(({ node }) => node);
}

function holds(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

/** 60 000 and 60 and 24: an hour, and a day. */
function products(numbers: readonly number[]): readonly number[] {
  const factors = numbers.filter((value) => value > 1 && Number.isInteger(value));
  const runs = factors.map((_, at) => factors.slice(0, at + 1).reduce((product, value) => product * value, 1));
  const pairs = factors.flatMap((one, at) => factors.slice(at).map((other) => one * other));
  return [...runs, ...pairs].filter((value) => value < 1e9);
}
