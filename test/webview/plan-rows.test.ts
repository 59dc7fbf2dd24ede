import { expect, test } from "vitest";
import type { CardView } from "../../src/protocol/views.ts";
import { planRows } from "../../src/webview/plan-rows.ts";
import { card } from "./conversation.ts";

const one = (id: string, after: readonly string[] = [], part: Partial<CardView> = {}) =>
  card(id, { after: [...after], target: `${id}.js`, instruction: id, ...part });

/** Each row as it is seen: lines, then the ids. */
function drawn(cards: readonly CardView[]): readonly string[] {
  const signs = { none: "", middle: "├ ", last: "└ " };
  return planRows(cards).map(
    ({ cards: own, rails, branch }) =>
      `${rails.map((passes) => (passes ? "│ " : "  ")).join("")}${signs[branch]}${own.map(({ id }) => id).join(",")}`,
  );
}

test("each row hangs from the last of those it waits for, and lines lead to it", () => {
  const cards = [one("a"), one("b"), one("c", ["b"]), one("d", ["c"]), one("e", ["a", "b"]), one("f", ["e"])];

  expect(drawn(cards)).toEqual(["a", "b", "├ c", "│ └ d", "└ e", "  └ f"]);
});

test("a row says all it waits for, also what it does not hang from", () => {
  const [, , third] = planRows([one("a"), one("b"), one("c", ["a", "b"])]);

  expect(third?.after).toEqual(["fix a.js", "fix b.js"]);
});

test("what is planned before those it waits for comes after them", () => {
  expect(drawn([one("last", ["first"]), one("first")])).toEqual(["first", "└ last"]);
});

test("many neighbours that are told the same are one row, unless something waits for one of them", () => {
  const same = { agent: "doc", instruction: "Document." };
  const many = Array.from({ length: 100 }, (_, index) => one(`d${index}`, [], same));

  expect(planRows(many).map(({ cards }) => cards.length)).toEqual([100]);
  expect(planRows([...many, one("after", ["d7"])]).map(({ cards }) => cards.length)).toEqual([7, 1, 1, 92]);
  expect(planRows(many.slice(0, 5))).toHaveLength(5);
});

test("whom nobody knows is not waited for, and of a circle nothing is lost", () => {
  expect(drawn([one("a", ["gone"]), one("b", ["b"])])).toEqual(["a", "b"]);
  expect(planRows([one("a", ["b"]), one("b", ["a"])]).flatMap(({ cards }) => cards.map(({ id }) => id))).toEqual([
    "a",
    "b",
  ]);
});
