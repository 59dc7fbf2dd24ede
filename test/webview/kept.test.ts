import { expect, test } from "vitest";
import { readKept, withAsked } from "../../src/webview/kept.ts";

test("what was kept is read as it was", () => {
  const kept = {
    draft: "/fix",
    answers: { question: "to" },
    asked: ["a"],
    open: { card: false },
    anchor: { key: "card", offset: -12 },
  };

  expect(readKept(structuredClone(kept))).toEqual(kept);
});

test("what does not fit is forgotten, and the rest holds", () => {
  const nothing = { draft: "", answers: {}, asked: [], open: {}, anchor: undefined };

  for (const data of [undefined, null, 7, "text", []]) expect(readKept(data)).toEqual(nothing);
  expect(
    readKept({
      draft: 7,
      answers: { a: 7 },
      asked: ["a", 7],
      open: { a: true, b: "no" },
      anchor: { key: 1, offset: 2 },
    }),
  ).toEqual({
    ...nothing,
    asked: ["a"],
    open: { a: true },
  });
});

test("a text asked again is kept once, as the newest", () => {
  expect(withAsked(["a", "b"], "a")).toEqual(["b", "a"]);
  expect(withAsked(Array.from({ length: 60 }, String), "new")).toHaveLength(50);
});
