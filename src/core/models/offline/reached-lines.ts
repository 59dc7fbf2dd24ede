import type { Declaration, SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, lineAt, lineStarts, namesIn, textOf, walk } from "../../syntax/nodes.ts";
import { isFunction } from "../../syntax/outline.ts";
import type { RepairTask } from "./task.ts";

/** How likely the mistake is on a line, from 0 to 1, by what the failing tests reach. */
export type LineWeight = (line: number) => number;

/** Nothing the failing tests use leads there. */
export const UNREACHED = 0.08;
/** In a function, and none of the failing tests comes there. */
export const UNEXECUTED = 0.02;
/** What is left of a line that many passing tests execute as well: of ten mistakes nine stand where the fewest do. */
const LEAST_EXECUTED = 0.15;
/** Named by what is reached, but not listed. */
const BEHIND = 0.3;
/** Executed as no other line is, however little its function is named. */
const EXECUTED = 0.6;
/** Outside of functions, and used in one that a failing test comes to. */
const USED = 0.5;
/** How much less likely each place of the list is than the one before it. */
const PER_PLACE = 0.72;

/**
 * As the prompt lists what is reached, most suspicious first; where that list is missing, what the shown test source names.
 * What these name in turn may be to blame as well.
 */
export function lineWeights(tree: SyntaxTree, task: Pick<RepairTask, "reach" | "tests" | "executed">): LineWeight {
  const named = weightsByName(tree, task);
  const { executed } = task;
  const most = Math.max(...executed.values(), 0);
  if (most === 0) return named;
  const used = usesOf(tree, executed);
  const asked = conditions(tree, executed);
  return (line) => {
    const own = asked.get(line) ?? executed.get(line);
    const score = own ?? used.get(line);
    if (score === undefined) return named(line);
    // No change of what a failing test never comes to makes it pass.
    if (score === 0) return UNEXECUTED;
    const share = (score / most) ** 2;
    // Where the failing tests come and the passing ones do not, what was executed tells more than what is named.
    const least = own === undefined ? USED : BEHIND + (EXECUTED - BEHIND) * share;
    return Math.max(named(line), least) * Math.max(LEAST_EXECUTED, share);
  };
}

/** What a wrong condition leads to is executed by fewer passing tests than the condition itself. */
const LEADS = 0.8;

/** Lines of conditions with the best score of what they lead to, where that is better than their own. */
function conditions(tree: SyntaxTree, executed: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const starts = lineStarts(tree.text);
  const linesOf = ({ from, to }: SyntaxNode): readonly number[] => {
    const first = lineAt(starts, from);
    return Array.from({ length: lineAt(starts, Math.max(from, to - 1)) - first + 1 }, (_, index) => first + index);
  };
  const scores = new Map<number, number>();
  walk(tree.root, (node) => {
    const condition = childOf(node, "condition");
    if (condition === undefined) return;
    const own = linesOf(condition);
    const led = node.children
      .filter(({ field }) => /^(consequence|alternative|body)$/.test(field ?? ""))
      .flatMap(linesOf)
      .filter((line) => !own.includes(line));
    const best = LEADS * Math.max(0, ...led.map((line) => executed.get(line) ?? 0));
    for (const line of own) if (best > (scores.get(line) ?? executed.get(line) ?? 0)) scores.set(line, best);
  });
  return scores;
}

/**
 * Lines of what stands outside of functions, a table or a constant, with the best score of a line that uses it, through others of
 * its kind if need be. Missing is what no executed line is known to use, and somebody else may.
 */
function usesOf(tree: SyntaxTree, executed: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const starts = lineStarts(tree.text);
  const bindings = tree.declarations.filter(
    ({ kind, name, qualified, firstLine }) => kind === "variable" && name === qualified && !executed.has(firstLine),
  );
  const places = new Map(bindings.map(({ name }) => [name, new Set<number>()]));
  for (const token of tree.tokens)
    if (token.type.endsWith("identifier")) places.get(textOf(tree, token))?.add(lineAt(starts, token.from));
  const scores = new Map<number, number>();
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { name, firstLine, lastLine, exported } of bindings) {
      const lines = [...(places.get(name) ?? [])].filter((line) => line < firstLine || line > lastLine);
      const known = lines.map((line) => executed.get(line) ?? scores.get(line) ?? -1);
      const best = Math.max(-1, ...known);
      const isForOthers = exported || known.includes(-1);
      if (best <= (scores.get(firstLine) ?? -1) || (best === 0 && isForOthers)) continue;
      for (let line = firstLine; line <= lastLine; line++) scores.set(line, best);
      isNew = true;
    }
  }
  return scores;
}

function weightsByName(tree: SyntaxTree, { reach, tests }: Pick<RepairTask, "reach" | "tests">): LineWeight {
  const weights = new Map<Declaration, number>();
  const listed = reach.flatMap(
    ({ name, from }) => tree.declarations.find((one) => one.qualified === name && one.firstLine === from) ?? [],
  );
  // The overloads of a function stand in the list beside it, as one place.
  const places = [...new Set(listed.map(({ qualified }) => qualified))];
  for (const declaration of listed)
    weights.set(declaration, Math.max(BEHIND, PER_PLACE ** places.indexOf(declaration.qualified)));
  const shown = new Set(tests.flatMap(({ body }) => body.match(/[A-Za-z_$][\w$]*/g) ?? []));
  const named = tree.declarations.filter(({ name }) => shown.has(name) && listed.length === 0);
  for (const declaration of named) weights.set(declaration, 1);
  const front = [...listed, ...named];
  for (let holder = front.shift(); holder !== undefined; holder = front.shift()) {
    const names = namesIn(tree, holder.node);
    const weight = Math.max(BEHIND, (weights.get(holder) ?? 1) * PER_PLACE);
    for (const declaration of tree.declarations) {
      if (!names.has(declaration.name) || weights.has(declaration)) continue;
      weights.set(declaration, listed.length > 0 ? BEHIND : weight);
      front.push(declaration);
    }
  }
  if (weights.size === 0) return () => 1;
  return (line) => {
    const around = tree.declarations.filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine);
    const known = around.filter((declaration) => weights.has(declaration));
    const inner = known.findLast(isFunction) ?? known.at(-1);
    if (inner === undefined) return around.length === 0 ? BEHIND / 2 : UNREACHED;
    const isOtherMember = inner.kind === "class" && around.some(isFunction);
    return isOtherMember ? UNREACHED : (weights.get(inner) ?? UNREACHED);
  };
}
