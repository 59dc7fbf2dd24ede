import type { SyntaxTree } from "../ports/syntax-trees.ts";
import type { TestCase } from "./test-run.ts";
import { statementLines } from "./traced-text.ts";

/**
 * How suspicious each line of a file's functions is, from 0 to 1: 0 where no failing test comes, and the more the fewer passing ones do
 * (Ochiai, over what was really executed). Lines that only run outside of tests, for all of them, are left out. Undefined where the
 * trace says nothing of the failing tests.
 * A trace is written beside code that nobody has vouched for: it may order what is tried, and proves nothing.
 *
 * Abreu, Zoeteweij and van Gemund, "On the accuracy of spectrum-based fault localization" (2007).
 */
export function executedLines(
  trace: string,
  tree: SyntaxTree,
  { failing, passing }: { readonly failing: readonly TestCase[]; readonly passing: readonly TestCase[] },
): ReadonlyMap<number, number> | undefined {
  const owners = statementLines(tree);
  const statusOf = statuses(failing, passing);
  const came = new Map<number, { readonly failing: Set<string>; readonly passing: Set<string> }>();
  const outside = new Set<number>();
  const allFailing = new Set<string>();
  for (const record of trace.split("\n")) {
    const [at = "", test = ""] = record.split("\t");
    const line = owners.get(Number(at));
    if (line !== undefined && test === "") outside.add(line);
    const status = statusOf(test);
    if (line === undefined || status === undefined) continue;
    const tests = came.get(line) ?? { failing: new Set(), passing: new Set() };
    tests[status].add(test);
    if (status === "failing") allFailing.add(test);
    came.set(line, tests);
  }
  if (allFailing.size === 0) return undefined;
  return new Map(
    [...owners].flatMap(([line, owner]) => {
      const { failing: { size: failed = 0 } = {}, passing: { size: passed = 0 } = {} } = came.get(owner) ?? {};
      if (failed === 0) return outside.has(owner) ? [] : [[line, 0] as const];
      return [[line, failed / Math.sqrt(allFailing.size * (failed + passed))] as const];
    }),
  );
}

/** Runners join suites and titles each in their own way: letters and digits are compared. */
function statuses(
  failing: readonly TestCase[],
  passing: readonly TestCase[],
): (test: string) => "failing" | "passing" | undefined {
  const known = new Map<string, "failing" | "passing">();
  for (const { name } of passing) known.set(plain(name), "passing");
  for (const { name } of failing) known.set(plain(name), "failing");
  // Of a file that did not end nobody knows which of its tests it was.
  const ofFile = known.delete("") ? "failing" : undefined;
  return (test) => (test === "" ? undefined : (known.get(plain(test)) ?? ofFile));
}

function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, "");
}

/** The body of a prompt's section `executed`: "12-14 0.71" a run of lines. */
export function executedBody(lines: ReadonlyMap<number, number>): string {
  const runs: { from: number; to: number; score: string }[] = [];
  for (const [line, found] of [...lines].sort(([one], [other]) => one - other)) {
    const score = found.toFixed(2);
    const last = runs.at(-1);
    if (last !== undefined && last.to === line - 1 && last.score === score) last.to = line;
    else runs.push({ from: line, to: line, score });
  }
  return runs.map(({ from, to, score }) => `${from}-${to} ${score}`).join("\n");
}
