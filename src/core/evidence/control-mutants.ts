import { diffArrays } from "diff";
import { asAppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { holdersOf, lineAt, lineStarts, nodeAt, textOf } from "../syntax/nodes.ts";
import { isFunction, type LineRange } from "../syntax/outline.ts";
import type { CheckContext } from "./check.ts";
import { applyMutant, type Mutant } from "./mutants/mutant.ts";
import { mutantsOf } from "./mutants/mutants-of.ts";

/** The proposed text of one file, broken again. */
export interface Breaking {
  readonly path: Path;
  readonly text: string;
  /** For a sentence: "line 12: return-value". */
  readonly what: string;
}

/**
 * The most telling ways to break what a change made, best first, all of which still parse: on changed lines and in returned values,
 * the second one all returned values of a changed function at once. None of them makes the base text again.
 * The next is made when it is asked for: mostly the first is enough.
 */
export async function* breakings(context: CheckContext): AsyncGenerator<Breaking> {
  const seen = new Set<string>();
  for (const place of await changedPlaces(context)) {
    for await (const breaking of breakingsOf(place, context)) {
      if (!seen.has(breaking.text)) yield breaking;
      seen.add(breaking.text);
    }
  }
}

/** A part of a changed file that is broken again on its own. */
export interface Place {
  readonly path: Path;
  readonly before: string;
  readonly tree: SyntaxTree;
  readonly changed: readonly number[];
  readonly ranges: readonly LineRange[];
}

/** All of a changed file at once, the subject first: its changed functions, and changed lines outside of functions. */
async function changedPlaces({ base, changes, trees, subject }: CheckContext): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const path of [...changes.keys()].sort((a, b) => Number(b === subject) - Number(a === subject))) {
    const text = changes.get(path);
    const tree = text === undefined ? undefined : await trees.parse(path, text);
    if (tree === undefined) continue;
    const before = await readText(base, path);
    const changed = changedLines(before, tree.text);
    const functions = tree.declarations
      .filter((one) => isFunction(one) && changed.some((line) => one.firstLine <= line && line <= one.lastLine))
      .map((one): LineRange => ({ from: one.firstLine, to: one.lastLine }));
    const outside = changed.filter((line) => !functions.some((range) => range.from <= line && line <= range.to));
    places.push({
      path,
      before,
      tree,
      changed,
      ranges: [...functions, ...outside.map((line) => ({ from: line, to: line })), ...usedBy(outside, tree)],
    });
  }
  return places;
}

/** Each changed function by itself, and the changed lines outside of functions as one, with what each is called. */
export async function changedFunctions(context: CheckContext): Promise<readonly (Place & { readonly name: string })[]> {
  const places = await changedPlaces(context);
  return places.flatMap((place) => {
    const { tree, changed } = place;
    const around = changed.map((line) =>
      tree.declarations.findLast((one) => isFunction(one) && one.firstLine <= line && line <= one.lastLine),
    );
    const functions = [...new Set(around.filter((one) => one !== undefined))].map((one) => ({
      ...place,
      name: one.qualified,
      ranges: [{ from: one.firstLine, to: one.lastLine }],
    }));
    const outside = changed.filter((_, index) => around[index] === undefined).map((line) => ({ from: line, to: line }));
    return outside.length === 0 ? functions : [...functions, { ...place, name: place.path, ranges: outside }];
  });
}

/** The ways to break one place that still parse and change something, best first. */
export async function* breakingsOf(place: Place, { trees }: Pick<CheckContext, "trees">): AsyncGenerator<Breaking> {
  const { path, before, tree } = place;
  for (const breaking of rankedBreakings(place)) {
    if (breaking.text === before || breaking.text === tree.text) continue;
    const broken = await trees.parse(path, breaking.text);
    if (broken !== undefined && (!broken.hasErrors || tree.hasErrors)) yield breaking;
  }
}

function* rankedBreakings({ path, tree, changed, ranges }: Place): Generator<Breaking> {
  const mutants = mutantsOf(tree, ranges, { kind: "control" });
  const ranked = rank(mutants, changed, tree);
  const single = (mutant: Mutant): Breaking => ({
    path,
    text: applyMutant(tree.text, mutant),
    what: `line ${mutant.line}: ${mutant.operator}`,
  });
  const [first, ...rest] = ranked;
  if (first === undefined) return;
  yield single(first);
  const returns = onePerReturn(ranked, tree);
  if (returns.length > 1) yield { path, text: applyAll(tree.text, returns), what: "every returned value" };
  // Another place tells more than another operator at the same one, but nothing tells more than what was changed.
  const seenLines = new Set([first.line]);
  const elsewhere = rest.filter(({ line }) => !seenLines.has(line) && seenLines.add(line));
  const changedAgain = rest.filter(({ line }) => changed.includes(line));
  for (let index = 0; index < Math.max(elsewhere.length, changedAgain.length); index++)
    for (const mutant of [elsewhere[index], changedAgain[index]]) if (mutant !== undefined) yield single(mutant);
  for (const mutant of rest) yield single(mutant);
}

/** Code outside of functions often holds little but names: what they stand for in this file is broken for it as well. */
function usedBy(lines: readonly number[], tree: SyntaxTree): readonly LineRange[] {
  const starts = lineStarts(tree.text);
  const names = new Set(
    tree.tokens
      .filter((token) => token.type.endsWith("identifier") && lines.includes(lineAt(starts, token.from)))
      .map((token) => textOf(tree, token)),
  );
  return tree.declarations
    .filter(({ name, qualified, firstLine }) => name === qualified && names.has(name) && !lines.includes(firstLine))
    .map(({ firstLine, lastLine }) => ({ from: firstLine, to: lastLine }));
}

/** On a changed line counts most, in a returned value next, then being near. */
function rank(mutants: readonly Mutant[], changed: readonly number[], tree: SyntaxTree): readonly Mutant[] {
  const score = (mutant: Mutant) => {
    const distance = Math.min(...changed.map((line) => Math.abs(line - mutant.line)), 1000);
    return (
      (distance === 0 ? 0 : 20) +
      (returnAround(tree, mutant) === undefined ? 10 : 0) +
      Math.min(distance, 9) +
      (strong.test(mutant.operator) ? 0 : 1)
    );
  };
  return mutants
    .map((mutant) => ({ mutant, score: score(mutant) }))
    .sort((a, b) => a.score - b.score || a.mutant.from - b.mutant.from)
    .map(({ mutant }) => mutant);
}

/** Operators whose mutants are seldom equivalent. */
const strong = /return|removed|negat|comparison|arithmetic/;

function returnAround(tree: SyntaxTree, mutant: Mutant): number | undefined {
  const node = nodeAt(tree.root, mutant.from, mutant.to);
  for (const holder of [node, ...holdersOf(node)]) {
    if (holder.type === "return_statement") return holder.from;
    if (
      holder.type === "arrow_function" &&
      holder.children.some((child) => child.field === "body" && child.type !== "statement_block")
    )
      return holder.from;
    if (/function|method|lambda/.test(holder.type)) return undefined;
  }
  return undefined;
}

/** The strongest mutant of each return statement. */
function onePerReturn(ranked: readonly Mutant[], tree: SyntaxTree): readonly Mutant[] {
  const chosen = new Map<number, Mutant>();
  for (const mutant of ranked) {
    const at = returnAround(tree, mutant);
    if (at !== undefined && !chosen.has(at) && /return/.test(mutant.operator)) chosen.set(at, mutant);
  }
  return [...chosen.values()];
}

function applyAll(text: string, mutants: readonly Mutant[]): string {
  let done = text;
  let limit = Number.POSITIVE_INFINITY;
  for (const mutant of [...mutants].sort((a, b) => b.from - a.from)) {
    if (mutant.to > limit) continue;
    done = applyMutant(done, mutant);
    limit = mutant.from;
  }
  return done;
}

/** 1-based lines of the new text; where lines were only taken away, the ones around the gap. */
function changedLines(before: string, after: string): readonly number[] {
  const added: number[] = [];
  const around: number[] = [];
  let line = 1;
  for (const part of diffArrays(before.split("\n"), after.split("\n"))) {
    if (part.removed) {
      around.push(Math.max(1, line - 1), line);
      continue;
    }
    if (part.added) added.push(...part.value.map((_, index) => line + index));
    line += part.value.length;
  }
  return added.length > 0 ? added : around;
}

async function readText(base: CheckContext["base"], path: Path): Promise<string> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return "";
  }
}
