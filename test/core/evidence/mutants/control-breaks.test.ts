import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { applyMutant } from "../../../../src/core/evidence/mutants/mutant.ts";
import { mutantsOf } from "../../../../src/core/evidence/mutants/mutants-of.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

/** Functions with calls that pin down what they do, boundaries included. */
const CODE: readonly (readonly [name: string, text: string, calls: readonly string[]])[] = [
  [
    "clamp",
    "function clamp(x, low, high) {\n  if (x < low) {\n    return low;\n  }\n  return x > high ? high : x;\n}",
    ["clamp(1, 2, 4)", "clamp(3, 2, 4)", "clamp(5, 2, 4)"],
  ],
  [
    "total",
    "function total(items) {\n  let sum = 0;\n  for (const item of items) {\n    if (!item.free) sum += item.price * item.count;\n  }\n  return sum;\n}",
    ["total([{ price: 2, count: 3 }, { price: 5, count: 7, free: true }, { price: 11, count: 2 }])", "total([])"],
  ],
  [
    "initials",
    'function initials(name) {\n  const parts = name.split(" ");\n  return parts.map((part) => part.charAt(0).toUpperCase()).join(".");\n}',
    ['initials("ada king lovelace")', 'initials("x")'],
  ],
  [
    "firstBig",
    "function firstBig(values, limit) {\n  let found = null;\n  for (const value of values) {\n    if (value < limit || value % 2 === 1) continue;\n    found = value;\n    break;\n  }\n  return found;\n}",
    ["firstBig([1, 9, 6, 8], 6)", "firstBig([2, 4], 6)", "firstBig([4, 13, 12, 7], 5)"],
  ],
  [
    "Stack",
    "class Stack {\n  #items = [];\n  push(item) {\n    this.#items.push(item);\n    return this.#items.length;\n  }\n  get top() {\n    return this.#items[this.#items.length - 1];\n  }\n}\nfunction use(values) {\n  const stack = new Stack();\n  const sizes = values.map((value) => stack.push(value));\n  return [sizes, stack.top];\n}",
    ["use([3, 1, 2])"],
  ],
];

/** What the calls answer, or how they fail; an endless loop is a failure, too. */
function behaviour(text: string, calls: readonly string[]): string {
  return calls
    .map((call) => {
      try {
        return JSON.stringify(runInNewContext(`${text}\n;${call}`, {}, { timeout: 200 })) ?? "undefined";
      } catch (error) {
        return `throws ${error instanceof Error ? error.name : "something"}`;
      }
    })
    .join("; ");
}

/** Each control mutant of the code, and whether the calls show it. */
async function judged(text: string, calls: readonly string[]) {
  const tree = await trees.parse("a.js", text);
  if (tree === undefined) throw new Error("no tree");
  const before = behaviour(text, calls);
  expect(before).not.toContain("throws");
  return mutantsOf(tree, [{ from: 1, to: 100 }], { kind: "control" }).map((mutant) => {
    const mutated = applyMutant(text, mutant);
    return { operator: mutant.operator, mutated, isNoticed: behaviour(mutated, calls) !== before };
  });
}

test.each(CODE)("in %s nearly every control mutant changes what the code does", async (_, text, calls) => {
  const mutants = await judged(text, calls);
  const survived = mutants.filter(({ isNoticed }) => !isNoticed).map(({ mutated }) => mutated);

  expect(mutants.length).toBeGreaterThan(5);
  expect(survived.length / mutants.length, survived.join("\n---\n")).toBeLessThan(0.3);
});

test("there is no control operator whose mutants nobody notices", async () => {
  const mutants = (await Promise.all(CODE.map(([, text, calls]) => judged(text, calls)))).flat();
  const byOperator = Map.groupBy(mutants, ({ operator }) => operator);
  const idle = [...byOperator].filter(([, those]) => those.every(({ isNoticed }) => !isNoticed));

  expect(byOperator.size).toBeGreaterThan(8);
  expect(idle.map(([operator]) => operator)).toEqual([]);
});
