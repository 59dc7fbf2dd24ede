import type { SyntaxTree, SyntaxTrees } from "../../ports/syntax-trees.ts";
import { lineStarts } from "../../syntax/nodes.ts";
import type { LineRange } from "../../syntax/outline.ts";
import { applyMutant, type Mutant } from "./mutant.ts";
import { mutantsOf } from "./mutants-of.ts";

/** A mutant and the file's text with it. */
export interface ChosenMutant extends Mutant {
  readonly text: string;
}

/**
 * Mutants of a file, or of some lines of it, that tests can be measured by: at most `limit`, all of which parse. They are spread over
 * functions first, then over kinds of mistake, then over lines; the first ones are the most telling. In what order they come out
 * depends on the text alone.
 */
export async function chooseMutants(
  path: string,
  tree: SyntaxTree,
  trees: SyntaxTrees,
  { within, limit }: { readonly within?: LineRange | undefined; readonly limit: number },
): Promise<readonly ChosenMutant[]> {
  const all = mutantsOf(tree, [within ?? { from: 1, to: lineStarts(tree.text).length }], { kind: "evidence" });
  const chosen: ChosenMutant[] = [];
  for (const mutant of inTurn(all, tree)) {
    if (chosen.length >= limit) break;
    const text = applyMutant(tree.text, mutant);
    const parsed = await trees.parse(path, text);
    if (parsed !== undefined && (!parsed.hasErrors || tree.hasErrors)) chosen.push({ ...mutant, text });
  }
  return chosen;
}

/** One of each function in turn; within a function the kinds that were taken least, then the lines that were taken least. */
function* inTurn(mutants: readonly Mutant[], tree: SyntaxTree): Generator<Mutant> {
  const queues = [...Map.groupBy(mutants, (mutant) => mutant.declaration ?? "").entries()]
    .sort(([one], [other]) => Number(one === "") - Number(other === ""))
    .map(([, own]) => ({ left: [...own], families: new Map<string, number>(), lines: new Map<number, number>() }));
  while (queues.some(({ left }) => left.length > 0)) {
    for (const { left, families, lines } of queues) {
      const [best] = left.toSorted((one, other) => score(one) - score(other) || one.from - other.from);
      if (best === undefined) continue;
      left.splice(left.indexOf(best), 1);
      families.set(familyOf(best), (families.get(familyOf(best)) ?? 0) + 1);
      lines.set(best.line, (lines.get(best.line) ?? 0) + 1);
      yield best;

      function score(mutant: Mutant): number {
        const taken = (families.get(familyOf(mutant)) ?? 0) * 2 + (lines.get(mutant.line) ?? 0) * 3;
        return taken + weakness(mutant, tree);
      }
    }
  }
}

/** What kind of mistake a mutant makes: "comparison", "return", … */
function familyOf({ operator }: Mutant): string {
  return operator.split("-")[0] ?? operator;
}

/** Words of messages and mere logging tell least. */
function weakness(mutant: Mutant, tree: SyntaxTree): number {
  const line = tree.text.slice(tree.text.lastIndexOf("\n", mutant.from) + 1, lineEnd(tree.text, mutant.from));
  if (/\b(console|log|logger|logging|print|println)\b/.test(line)) return 12;
  if (/string|list/.test(mutant.operator)) return /\b(throw|raise|Error)\b/.test(line) ? 10 : 4;
  if (/^(comparison-flipped|assignment|constant-step-large)/.test(mutant.operator)) return 1.5;
  return /^comparison-boundary|^return|^arithmetic|^logic/.test(mutant.operator) ? 0 : 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
