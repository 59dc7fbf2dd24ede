import { expect, test } from "vitest";
import { commentsOnly } from "../../../../src/core/evidence/checks/comments-only.ts";
import { judge } from "../../../support/pure-check.ts";
import { componentSources } from "./components.ts";
import { hashes, type Intent, MOSTLY_COMMENTS, type Pair, pairsOf, slashes } from "./edits.ts";
import { areSamePython, isSameJavascript } from "./oracles.ts";
import { pythonLibrary, sourcesBelow, spread } from "./sources.ts";

interface Judged extends Pair {
  readonly proved: boolean;
  readonly sentence: string;
  /** What somebody else's parser says. */
  readonly same: boolean;
}

async function judgeAll(pairs: readonly Pair[], same: readonly boolean[]): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const [index, pair] of pairs.entries()) {
    const path = `src/file${/\.\w+$/.exec(pair.path)?.[0] ?? ""}`;
    const { verdict, sentence } = await judge(commentsOnly, { [path]: pair.before }, { [path]: pair.after });
    judged.push({ ...pair, proved: verdict === "proved", sentence, same: same[index] === true });
  }
  return judged;
}

/** Parses take longer on a busy machine. */
const LIMIT = { timeout: 120_000 };

/** What is called documentation and is none. */
function falseProofs(judged: readonly Judged[]): readonly string[] {
  return judged.filter(({ proved, same }) => proved && !same).map(toldBy);
}

/** Documentation that a tool or the program itself reads is refused by design. */
const DELIBERATE = /tools act on it\.$|reads documentation/;

/** How many pairs that keep the program, and that nobody else reads, are refused all the same. */
function refusalRate(judged: readonly Judged[], intent: Intent): number {
  const kept = judged.filter(
    ({ same, made, sentence }) => same && made.every((edit) => edit.intent === intent) && !DELIBERATE.test(sentence),
  );
  const refused = kept.filter(({ proved }) => !proved);
  return refused.length / Math.max(1, kept.length);
}

function toldBy({ path, made, sentence }: Judged): string {
  return `${path}: ${made.map(({ name }) => name).join(", ")}: ${sentence}`;
}

test("no change of real JavaScript and TypeScript is called documentation against esbuild's word", LIMIT, async () => {
  const sources = [
    ...spread(sourcesBelow("node_modules", /\.[cm]?js$/, 3000), 70),
    ...spread(sourcesBelow("node_modules/zod/src", /\.ts$/, 400), 20),
    ...spread(sourcesBelow("node_modules/openai/src", /\.ts$/, 400), 20),
    ...componentSources,
  ];
  const pairs = pairsOf(sources, 4, 1, slashes, MOSTLY_COMMENTS);

  const judged = await judgeAll(
    pairs,
    pairs.map(({ path, before, after }) => isSameJavascript(path, before, after)),
  );

  expect(pairs.length).toBeGreaterThan(350);
  expect(judged.filter(({ proved }) => proved).length).toBeGreaterThan(150);
  expect(judged.filter(({ same }) => !same).length).toBeGreaterThan(80);
  expect(falseProofs(judged)).toEqual([]);
  expect(refusalRate(judged, "comment")).toBeLessThan(0.05);
  expect(refusalRate(judged, "space")).toBeLessThan(0.1);
});

const library = pythonLibrary();

test.skipIf(library === undefined)(
  "no change of Python's library is called documentation against its own word",
  LIMIT,
  async () => {
    const sources = spread(sourcesBelow(library ?? "", /\.py$/, 2000), 60);
    const pairs = pairsOf(sources, 4, 2, hashes, MOSTLY_COMMENTS);

    const judged = await judgeAll(pairs, areSamePython(pairs.map(({ before, after }) => [before, after])));

    expect(pairs.length).toBeGreaterThan(200);
    expect(judged.filter(({ proved }) => proved).length).toBeGreaterThan(80);
    expect(judged.filter(({ same }) => !same).length).toBeGreaterThan(50);
    expect(falseProofs(judged)).toEqual([]);
    expect(refusalRate(judged, "comment")).toBeLessThan(0.05);
    expect(refusalRate(judged, "space")).toBeLessThan(0.1);
  },
);
