import { expect, test } from "vitest";
import { effectsOf } from "../../../src/core/models/offline/feedback.ts";

function effects(...answers: readonly string[]): readonly (string | undefined)[] {
  const tries = answers.map((answer) => ({ find: "a", replace: "b", answer }));
  const found = effectsOf(tries);
  return tries.map((one) => found.get(one));
}

test("what several tries got alike is the unchanged failure, whatever time it took", () => {
  expect(
    effects(
      'Not proved. "sum" still fails: 4 !== 5 after 12 ms.',
      'Not proved. "sum" still fails: 9 !== 5 after 3 ms.',
      'Not proved. "sum" still fails: 4 !== 5 after 7.5 ms.',
    ),
  ).toEqual(["none", "other", "none"]);
});

test("one try alone tells nothing, nor do truth values", () => {
  expect(effects('"sum" still fails: 4 !== 5.')).toEqual(["unknown"]);
  expect(effects('"sum" still fails: true !== false.', '"sum" still fails: true !== false.')).toEqual([
    "unknown",
    "unknown",
  ]);
});

test("a try that only breaks other tests has the right place", () => {
  expect(effects('"total" in t.js passed before and fails now: 1 !== 2')).toEqual(["fixed"]);
});
