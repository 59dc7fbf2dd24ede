import { editDistance } from "../../evidence/mutants/likeness.ts";
import type { Mutant } from "../../evidence/mutants/mutant.ts";
import { mutantsOf } from "../../evidence/mutants/mutants-of.ts";
import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import { holdersOf, nodeAt } from "../../syntax/nodes.ts";
import { type Clues, cluesOf } from "./clues.ts";
import { hintsOf } from "./hints.ts";
import { learned, type Ranked } from "./lessons.ts";
import { namedCases } from "./named-cases.ts";
import { likelier, priorOf } from "./priors.ts";
import { type Proposal, proposalOf } from "./proposal.ts";
import { lineWeights, UNEXECUTED, UNREACHED } from "./reached-lines.ts";
import type { RepairTask } from "./task.ts";

/** The proposals not made yet, best first. What earlier ones did to the failure raises or lowers the places they touched. */
export function* proposals(tree: SyntaxTree, task: RepairTask): Generator<Proposal & { readonly mutant: Mutant }> {
  const told = cluesOf(task.failures, task.path);
  const clues = {
    ...told,
    kinds: takesOtherBranch(tree.text, told) ? new Set([...told.kinds, "branch" as const]) : told.kinds,
  };
  for (const { mutant } of learned(tree, known(tree, task, clues), task.tries))
    yield { ...proposalOf(tree.text, mutant), mutant };
}

const rankings = new WeakMap<SyntaxTree, { readonly by: string; readonly ranked: readonly Ranked[] }>();

/** Worked out once for a task: from try to try only what is learned changes. */
function known(tree: SyntaxTree, task: RepairTask, clues: Clues): readonly Ranked[] {
  const { failures, tests, signatures, reach, executed } = task;
  const by = JSON.stringify([task.path, failures, tests, signatures, reach, [...executed]]);
  const earlier = rankings.get(tree);
  if (earlier?.by === by) return earlier.ranked;
  const ranked = rank(tree, task, clues);
  rankings.set(tree, { by, ranked });
  return ranked;
}

/** The value that came out, or the one that should have, is written as an answer somewhere: the way there may be wrong. */
function takesOtherBranch(text: string, { pairs }: Clues): boolean {
  const answers = new Set(
    [...text.matchAll(/(?:return|=>|[?:]) *(-?[\w.]+|"[^"\n]*"|'[^'\n]*')(?= *[;,:)\n])/g)].map(([, answer]) => answer),
  );
  const isAnswer = (value: string): boolean => answers.has(value) || answers.has(value.replaceAll("'", '"'));
  return pairs.some(({ actual, expected }) => isAnswer(actual) || isAnswer(expected));
}

/** How much likelier the mistake is where the target deals with just the word the failing test gives. */
const NAMED = 1.7;

/** How much likelier the mistake is where the same stands twice in one expression: `slice(1, 1)`, `a ? b : b`, `x < x`. */
const TWICE = 4;

function isTwice({ root, text }: SyntaxTree, { from, to }: Mutant): boolean {
  const nodes = from < to ? [nodeAt(root, from, to)] : [nodeAt(root, from - 1, from), nodeAt(root, from, from + 1)];
  return nodes.some((node) => {
    const parent = node.parent;
    if (parent === undefined || !ONE_EXPRESSION.test(parent.type)) return false;
    const own = text.slice(node.from, node.to);
    return parent.children.some((other) => other !== node && other.named && text.slice(other.from, other.to) === own);
  });
}

const ONE_EXPRESSION =
  /^(arguments|argument_list|ternary_expression|conditional_expression|binary_expression|binary_operator|comparison_operator|boolean_operator)$/;

function rank(tree: SyntaxTree, task: RepairTask, clues: Clues): readonly Ranked[] {
  const weight = lineWeights(tree, task);
  const cases = namedCases(tree, task);
  const isNamed = (line: number): boolean => cases.some(({ from, to }) => from <= line && line <= to);
  const lines = tree.text.split("\n").length;
  const isLarge = lines > 300;
  const ranges = isLarge
    ? runs(lines, (line) => weight(line) > (task.executed.has(line) ? UNEXECUTED : UNREACHED))
    : [{ from: 1, to: lines }];
  const mutants = mutantsOf(tree, ranges.length === 0 ? [{ from: 1, to: lines }] : ranges, {
    kind: "repair",
    hints: hintsOf(task, clues),
  });
  const places = new Map<string, number>();
  const scored = mutants.map((mutant) => {
    const place = `${mutant.operator} ${mutant.from}`;
    const earlier = places.get(place) ?? 0;
    places.set(place, earlier + 1);
    const score =
      priorOf(mutant) *
      likelier(clues.kinds, mutant) *
      decayOf(mutant) ** earlier *
      weight(mutant.line) *
      (isNamed(mutant.line) ? NAMED : 1);
    const told =
      frameFactor(mutant.line, clues, tree) *
      nameFactor(tree, mutant, clues) *
      (isTwice(tree, mutant) ? TWICE : 1) *
      caseFactor(tree, mutant, task);
    return { mutant, score: score * told * (isInMessage(tree, mutant) ? 0.1 : 1) };
  });
  return spread(scored.sort((one, other) => other.score - one.score));
}

/** Several candidates for one place: each further one counts a little less, so that other places have their turn. */
function spread(ranked: readonly Ranked[]): readonly Ranked[] {
  const places = new Map<number, number>();
  const scored = ranked.map(({ mutant, score }) => {
    const earlier = places.get(mutant.from) ?? 0;
    places.set(mutant.from, earlier + 1);
    return { mutant, score: score * 0.85 ** earlier };
  });
  return scored.sort((one, other) => other.score - one.score);
}

/** How much likelier a pattern misses its flag for capitals where the test gives its words in other letters. */
const OTHER_CASE = 4;

function caseFactor({ text }: SyntaxTree, { operator, line, replacement }: Mutant, { tests }: RepairTask): number {
  if (operator !== "pattern-flag" || !replacement.includes("i")) return 1;
  const source = text.split("\n", line).at(-1) ?? "";
  const words = source.replace(/\\./g, " ").match(/[A-Za-z]{2,}/g) ?? [];
  const shown = tests.map(({ body }) => body).join("\n");
  const given = [...shown.matchAll(/(["'`])((?:(?!\1).)*)\1/g)].map(([, , value]) => value ?? "").join(" ");
  const isGiven = (word: string): boolean => !given.includes(word) && given.toLowerCase().includes(word.toLowerCase());
  return words.some(isGiven) ? OTHER_CASE : 1;
}

/** What is only said when something is thrown or logged is hardly ever what a test is about. */
function isInMessage(tree: SyntaxTree, { from, to }: Mutant): boolean {
  const node = nodeAt(tree.root, from, to);
  return [node, ...holdersOf(node)].some(
    (holder) => /^(throw_statement|raise_statement)$/.test(holder.type) && holder.from < from,
  );
}

/** Alternatives of one operator at one place come best first; the later ones of long lists are mere guesses. */
function decayOf({ operator }: Mutant): number {
  return /^(identifier|property|constant-other|string|arithmetic|step|variable)/.test(operator) ? 0.8 : 0.65;
}

function runs(
  lines: number,
  holds: (line: number) => boolean,
): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let line = 1; line <= lines; line++) {
    if (!holds(line)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.to === line - 1) last.to = line;
    else found.push({ from: line, to: line });
  }
  return found;
}

/** The line that failed, and the function it stands in. */
function frameFactor(line: number, { lines }: Clues, tree: SyntaxTree): number {
  const at = lines.indexOf(line);
  if (at >= 0) return at === 0 ? 2 : 1.5;
  const inner = lines[0];
  if (inner === undefined) return 1;
  const around = tree.declarations.findLast(
    ({ kind, firstLine, lastLine }) => kind !== "class" && firstLine <= inner && inner <= lastLine,
  );
  return around !== undefined && around.firstLine <= line && line <= around.lastLine ? 1.3 : 1;
}

/** Where the failure names something that is not there: that word for one that looks like it. */
function nameFactor(tree: SyntaxTree, mutant: Mutant, { names }: Clues): number {
  const text = tree.text.slice(mutant.from, mutant.to);
  if (!names.includes(text.replace(/["']/g, "")))
    return /^(identifier|property)$/.test(mutant.operator) ? nearness(text, mutant.replacement) : 1;
  const distance = editDistance(text, mutant.replacement);
  return 4 + 4 / Math.max(1, distance);
}

/** Words that look alike are mistaken for one another a little more often. */
function nearness(one: string, other: string): number {
  const share = 1 - editDistance(one, other) / Math.max(one.length, other.length, 1);
  return 0.85 + 0.4 * share;
}
