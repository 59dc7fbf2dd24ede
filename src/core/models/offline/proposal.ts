import type { Mutant } from "../../evidence/mutants/mutant.ts";
import { cutToTokens } from "../../short-text.ts";
import { editsOf } from "./edits.ts";

export interface Proposal {
  /** Whole lines of the text that occur once in it. */
  readonly find: string;
  readonly replace: string;
  /** At most 25 tokens. */
  readonly summary: string;
}

export function proposalOf(text: string, mutant: Mutant): Proposal {
  const { from, to, replacement } = mutant;
  const [edit] = editsOf(text, [{ from, to, text: replacement }]);
  return { find: "", replace: "", ...edit, summary: summaryOf(text, mutant) };
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
  if (operator === "branches-swapped") return "Swaps two answers";
  if (operator === "argument-order") return "Swaps two arguments of a call";
  if (operator === "operand-order" || operator === "comparator-order") return `Computes ${after} instead of ${before}`;
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
