import { expect, test } from "vitest";
import { exportedApi } from "../../../../src/core/evidence/checks/exported-api.ts";
import { judge } from "../../../support/pure-check.ts";
import { type ApiChange, changeOfJavascript, changesOfPython } from "./api-oracles.ts";
import { hashes, MOSTLY_EXPORTS, type Pair, pairsOf, slashes } from "./edits.ts";
import { isSameJavascript } from "./oracles.ts";
import { pythonLibrary, sourcesBelow, spread } from "./sources.ts";

interface Judged extends Pair {
  readonly verdict: string;
  readonly sentence: string;
  readonly change: ApiChange;
}

/** Parses take longer on a busy machine. */
const LIMIT = { timeout: 120_000 };

async function judgeAll(pairs: readonly Pair[], changes: readonly ApiChange[]): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const [index, pair] of pairs.entries()) {
    const path = `src/file${/\.\w+$/.exec(pair.path)?.[0] ?? ""}`;
    const { verdict, sentence } = await judge(exportedApi, { [path]: pair.before }, { [path]: pair.after });
    judged.push({ ...pair, verdict, sentence, change: changes[index] ?? "broken" });
  }
  return judged;
}

/** Called the same though a name is gone or otherwise, or without a word about a new one. */
function falseProofs(judged: readonly Judged[]): readonly string[] {
  return judged
    .filter(({ verdict, change, sentence }) => {
      if (verdict !== "proved") return false;
      return change === "broken" || (change === "more" && !sentence.includes("New: "));
    })
    .map(toldBy);
}

function toldBy({ path, made, sentence }: Judged): string {
  return `${path}: ${made.map(({ name }) => name).join(", ")}: ${sentence}`;
}

test("no lost export of real modules is missed that esbuild misses", LIMIT, async () => {
  const sources = [
    ...spread(
      sourcesBelow("node_modules", /\.(?:mjs|js)$/, 3000).filter(({ text }) => /^export /m.test(text)),
      60,
    ),
    ...spread(sourcesBelow("node_modules/zod/src", /\.ts$/, 400), 20),
    ...spread(sourcesBelow("node_modules/openai/src", /\.ts$/, 400), 20),
  ];
  const pairs = pairsOf(sources, 3, 3, slashes, MOSTLY_EXPORTS);

  const judged = await judgeAll(
    pairs,
    pairs.map(({ path, before, after }) => changeOfJavascript(path, before, after)),
  );
  // esbuild drops types, so that it cannot say of code whether they stay.
  const kept = judged.filter(
    ({ path, before, after, made }) =>
      made.every(({ intent }) => intent === "comment") && isSameJavascript(path, before, after),
  );
  const grown = judged.filter(({ made }) => made.some(({ name }) => name === "a parameter more"));

  expect(pairs.length).toBeGreaterThan(200);
  expect(judged.filter(({ change }) => change === "broken").length).toBeGreaterThan(40);
  expect(falseProofs(judged)).toEqual([]);
  expect(grown.filter(({ verdict }) => verdict === "proved").map(toldBy)).toEqual([]);
  expect(kept.filter(({ verdict }) => verdict !== "proved").length / kept.length).toBeLessThan(0.05);
});

const library = pythonLibrary();

test.skipIf(library === undefined)(
  "no change of Python's library is called the same that its own ast tells apart",
  LIMIT,
  async () => {
    const sources = spread(sourcesBelow(library ?? "", /\.py$/, 2000), 60);
    const pairs = pairsOf(sources, 4, 4, hashes, MOSTLY_EXPORTS);

    const judged = await judgeAll(pairs, changesOfPython(pairs.map(({ before, after }) => [before, after])));
    const kept = judged.filter(({ change }) => change === "same");

    expect(pairs.length).toBeGreaterThan(200);
    expect(judged.filter(({ change }) => change === "broken").length).toBeGreaterThan(40);
    expect(falseProofs(judged)).toEqual([]);
    // The bases of public classes, which are private, and what `__all__` imports, are beyond the oracle.
    expect(kept.filter(({ verdict }) => verdict !== "proved").length / kept.length).toBeLessThan(0.05);
  },
);
