import { expect, test } from "vitest";
import { type Hunk, hunksOf, withHunks } from "../../../src/core/changes/hunks.ts";
import { randomNumbers, randomText } from "../../support/random.ts";

const idsOf = (hunks: readonly Hunk[]) => new Set(hunks.map((hunk) => hunk.id));

test("all hunks give the proposal, none the base, and their order does not matter", () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 2000; round++) {
    const [base, proposed] = [randomText(random), randomText(random)];
    const hunks = hunksOf("c1", "a.js", base, proposed);
    expect(withHunks(base, hunks, idsOf(hunks))).toBe(proposed);
    expect(withHunks(base, [...hunks].reverse(), idsOf(hunks))).toBe(proposed);
    expect(withHunks(base, hunks, new Set())).toBe(base);
    expect(idsOf(hunks).size).toBe(hunks.length);
  }
});

test("taking a hunk leaves the others as they would be", () => {
  const random = randomNumbers(11);
  for (let round = 0; round < 500; round++) {
    const [base, proposed] = [randomText(random), randomText(random)];
    const hunks = hunksOf("c1", "a.js", base, proposed);
    const some = new Set(hunks.filter((_, index) => index % 2 === 0).map((hunk) => hunk.id));
    const half = withHunks(base, hunks, some);
    const shift = hunks
      .filter((hunk) => some.has(hunk.id))
      .reduce((sum, { oldLines, newLines }) => sum + newLines.join("").length - oldLines.join("").length, 0);
    expect(half?.length).toBe(base.length + shift);
  }
});

test("a hunk is a block without context, with the line ends of its lines", () => {
  const hunks = hunksOf("c1", "a.js", "a\r\nb\nc\nd\n", "a\r\nB\nc\nd\r\n");
  expect(hunks.map(({ oldStart, oldLines, newLines }) => ({ oldStart, oldLines, newLines }))).toEqual([
    { oldStart: 1, oldLines: ["b\n"], newLines: ["B\n"] },
    { oldStart: 3, oldLines: ["d\n"], newLines: ["d\r\n"] },
  ]);
});

test("a hunk keeps its id when another revision changes other places too", () => {
  const [one] = hunksOf("c1", "a.js", "a\nb\nc\nd\n", "a\nb\nc\nD\n");
  const both = hunksOf("c1", "a.js", "a\nb\nc\nd\n", "A\nb\nc\nD\n");
  expect(both.at(-1)?.id).toBe(one?.id);
  expect(hunksOf("c2", "a.js", "a\nb\nc\nd\n", "a\nb\nc\nD\n")[0]?.id).not.toBe(one?.id);
});

test("equal hunks of one file are told apart", () => {
  const hunks = hunksOf("c1", "a.js", "a\nx\na\n", "b\nx\nb\n");
  expect(hunks.map((hunk) => hunk.ordinal)).toEqual([0, 1]);
  expect(withHunks("a\nx\na\n", hunks, new Set([hunks[1]?.id ?? ""]))).toBe("a\nx\nb\n");
});

test("a file that comes or goes is one hunk, empty or not", () => {
  const [created] = hunksOf("c1", "a.js", null, "");
  expect(created?.kind).toBe("create");
  expect(withHunks(null, created === undefined ? [] : [created], new Set([created?.id ?? ""]))).toBe("");
  const deleted = hunksOf("c1", "a.js", "a\nb\n", null);
  expect(deleted.map((hunk) => hunk.kind)).toEqual(["delete"]);
  expect(withHunks("a\nb\n", deleted, idsOf(deleted))).toBe(null);
  expect(withHunks("a\nb\n", deleted, new Set())).toBe("a\nb\n");
});

test("a hundred thousand hunks are found one by one", () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, index) => `line number ${index} of a file with some more text in it\n`,
  );
  const base = lines.join("");
  const proposed = lines.map((line, index) => (index % 2 === 0 ? `changed ${line}` : line)).join("");
  const hunks = hunksOf("c1", "a.js", base, proposed);
  expect(hunks).toHaveLength(100_000);
  expect(withHunks(base, hunks, idsOf(hunks))).toBe(proposed);
});

test("large texts with next to nothing in common end in few hunks", () => {
  const random = randomNumbers(3);
  const large = () => Array.from({ length: 200_000 }, () => `${random(1000)}\n`).join("");
  const [base, proposed] = [large(), large()];
  const hunks = hunksOf("c1", "a.js", base, proposed);
  expect(withHunks(base, hunks, idsOf(hunks))).toBe(proposed);
});
