import { applyMutant, type Mutant } from "../../evidence/mutants/mutant.ts";
import { cutToTokens } from "../../short-text.ts";
import { lineAt, lineStarts } from "../../syntax/nodes.ts";

export interface Proposal {
  /** Whole lines of the text that occur once in it. */
  readonly find: string;
  readonly replace: string;
  /** At most 25 tokens. */
  readonly summary: string;
}

export function proposalOf(text: string, mutant: Mutant): Proposal {
  const starts = lineStarts(text);
  let first = lineAt(starts, mutant.from);
  let last = lineAt(starts, Math.max(mutant.from, mutant.to - 1));
  const bounds = () => ({ from: starts[first - 1] ?? 0, to: endOfLine(text, starts, last) });
  for (let grow = 0; !isUnique(text, bounds()); grow++) {
    if (first === 1 && last === starts.length) break;
    if ((grow % 2 === 0 && last < starts.length) || first === 1) last++;
    else first--;
  }
  const { from, to } = bounds();
  const find = text.slice(from, to);
  const inner = { from: mutant.from - from, to: mutant.to - from, replacement: mutant.replacement };
  return { find, replace: applyMutant(find, inner), summary: summaryOf(text, mutant) };
}

function endOfLine(text: string, starts: readonly number[], line: number): number {
  const next = starts[line];
  if (next === undefined) return text.length;
  return text[next - 2] === "\r" ? next - 2 : next - 1;
}

function isUnique(text: string, { from, to }: { readonly from: number; readonly to: number }): boolean {
  const part = text.slice(from, to);
  return part.trim() !== "" && text.indexOf(part) === from && text.indexOf(part, from + 1) < 0;
}

const TOKENS = 25;

/** "Compares with <= instead of < in applyDiscount." */
function summaryOf(text: string, { operator, from, to, replacement, declaration }: Mutant): string {
  const place = declaration === undefined ? "." : ` in ${declaration}.`;
  const before = short(text.slice(from, to));
  const after = short(replacement);
  return cutToTokens(`${sentence(operator, before, after)}${place}`, TOKENS);
}

function sentence(operator: string, before: string, after: string): string {
  if (/^comparison/.test(operator)) return `Compares with ${after} instead of ${before}`;
  if (operator === "method") return `Uses ${after} instead of ${before}`;
  if (operator === "argument-order") return "Swaps two arguments of a call";
  if (operator === "operand-order") return `Computes ${after} instead of ${before}`;
  if (operator === "statement-order") return "Swaps two statements";
  if (operator === "statement-removed" || operator === "guard-removed") return `Removes ${before}`;
  if (operator === "negation-dropped") return `Asks for ${after} instead of its opposite`;
  if (operator === "negation-added") return `Asks for the opposite of ${before}`;
  if (before === "") return `Adds ${after}`;
  if (after === "") return `Removes ${before}`;
  return `Uses ${after} instead of ${before}`;
}

function short(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length <= 32 ? line : `${line.slice(0, 31)}…`;
}
