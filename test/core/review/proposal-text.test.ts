import { expect, test } from "vitest";
import { shownText, toggledHunks, typedOver } from "../../../src/core/review/proposal-text.ts";
import { type Decided, type FileReview, reviewFile, waitingIds } from "../../../src/core/review/review-file.ts";
import { randomNumbers, randomText } from "../../support/random.ts";

const nothing: Decided = { accepted: new Set(), rejected: new Set() };
const base = "one\ntwo\nthree\nfour\nfive\nsix\n";
const proposed = "ONE\ntwo\nthree\nFOUR\nfive\nsix\nseven\n";

function review(current: string | null, decided = nothing, texts: Texts = { base, proposed }): FileReview {
  return reviewFile({ changeSet: "c1", path: "a.txt", ...texts }, decided, current);
}

interface Texts {
  readonly base: string | null;
  readonly proposed: string | null;
}

const idAt = (file: FileReview, index: number) => file.hunks[index]?.hunk.id ?? "";

test.each([
  ["a file that is to go is shown empty", { base: "x\n", proposed: null }, "x\n", ""],
  ["a new file is shown as it is to be", { base: null, proposed: "x\n" }, null, "x\n"],
  ["a proposal whose file has gone can still be read", { base: "x\n", proposed: "y\n" }, null, "y\n"],
])("%s", (_, texts, current, shown) => {
  expect(shownText(review(current, nothing, texts))).toBe(shown);
});

test("typing in a proposal that did not change meanwhile is saved as it is", () => {
  expect(typedOver("a\nb\n", "a\nc\n", "a\nb\n")).toBe("a\nc\n");
});

test("what happened to the document while the user typed is kept beside the typing", () => {
  expect(typedOver("one\ntwo\nthree\n", "one\ntwo\nTHREE\n", "zero\none\ntwo\nthree\n")).toBe(
    "zero\none\ntwo\nTHREE\n",
  );
});

test("on the same lines the typing wins", () => {
  expect(typedOver("one\ntwo\nthree\nfour\n", "one\n2\nthree\nfour\n", "one\nZWEI\nthree\nVIER\n")).toBe(
    "one\n2\nthree\nVIER\n",
  );
});

test("lines of a file with mixed line ends keep their own, though an editor makes them equal", () => {
  expect(typedOver("a\r\nb\nc\r\n", "a\r\nb\r\nc\r\nd\r\n", "a\r\nb\nc\r\n")).toBe("a\r\nb\nc\r\nd\r\n");
});

test("typing is never lost, and without typing the document is what it became, whatever the texts", () => {
  const random = randomNumbers(11);
  for (let round = 0; round < 2000; round++) {
    const [shown, typed, now] = [randomText(random), randomText(random), randomText(random)];
    const plain = shown.replaceAll(/\r\n?/g, "\n");

    expect(typedOver(shown, shown, now)).toBe(now);
    expect(typedOver(plain, typed, plain)).toBe(typed);
  }
});

test("a hunk taken out as a whole is a rejection, and put back it waits again", () => {
  const file = review(base);
  const without = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n";

  expect(toggledHunks("c1", file, without)).toEqual({ rejected: [idAt(file, 1)], reopened: [] });
  const rejected = review(base, { accepted: new Set(), rejected: new Set([idAt(file, 1)]) });
  expect(toggledHunks("c1", rejected, proposed)).toEqual({ rejected: [], reopened: [idAt(file, 1)] });
  expect(toggledHunks("c1", rejected, without)).toEqual({ rejected: [], reopened: [] });
});

test("a hunk that was changed, or any other typing, is no decision", () => {
  const file = review(base);

  expect(toggledHunks("c1", file, proposed.replace("FOUR", "Four"))).toBeUndefined();
  expect(toggledHunks("c1", file, `${base}more\n`)).toBeUndefined();
  expect(toggledHunks("c1", file, proposed.replace("two", "2"))).toBeUndefined();
});

test("a decision is seen through the byte order mark and line ends that an editor does not show", () => {
  const file = review(`\uFEFF${base.replaceAll("\n", "\r\n")}`);

  expect(toggledHunks("c1", file, base)).toEqual({ rejected: waitingIds(file), reopened: [] });
});

test("taking out a new file, or restoring one that is to go, rejects it", () => {
  const created = review(null, nothing, { base: null, proposed: "x\n" });
  const deleted = review("x\n", nothing, { base: "x\n", proposed: null });

  expect(toggledHunks("c1", created, "")).toEqual({ rejected: [idAt(created, 0)], reopened: [] });
  expect(toggledHunks("c1", deleted, "x\n")).toEqual({ rejected: [idAt(deleted, 0)], reopened: [] });
});

test("any hunks taken out of any proposal are told from typing", () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 1000; round++) {
    const text = () => randomText(random).replaceAll(/\r\n?/g, "\n");
    const texts = { base: text(), proposed: text() };
    const file = review(texts.base, nothing, texts);
    const out = waitingIds(file).filter(() => random(2) === 0);
    const edited = review(texts.base, { accepted: new Set(), rejected: new Set(out) }, texts);

    expect(toggledHunks("c1", file, shownText(edited))?.rejected).toEqual(out);
  }
});
