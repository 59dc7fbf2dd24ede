import { expect, test } from "vitest";
import { chooseMutants } from "../../../../src/core/evidence/mutants/choose-mutants.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

async function chosen(path: string, text: string, limit = 50, within?: { from: number; to: number }) {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error("no tree");
  return chooseMutants(path, tree, trees, { limit, within });
}

const shop = `export function discount(total, member) {
  if (total >= 100 && member) return total / 10;
  log("no discount");
  return 0;
}

export function label(count) {
  return count === 1 ? "one" : "many";
}
`;

test("every kind of mistake is among the mutants of a function", async () => {
  const operators = new Set((await chosen("shop.js", shop)).map(({ operator }) => operator));

  for (const operator of [
    "comparison-boundary",
    "comparison-negated",
    "logic",
    "arithmetic",
    "constant-step",
    "return-value",
    "statement-removed",
    "guard-removed",
  ])
    expect(operators).toContain(operator);
});

test("few mutants are spread over the functions, the kinds of mistake and the lines", async () => {
  const four = await chosen("shop.js", shop, 4);

  expect(four.map(({ declaration }) => declaration)).toEqual(["discount", "label", "discount", "label"]);
  expect(new Set(four.map(({ operator }) => operator)).size).toBeGreaterThanOrEqual(3);
});

test("only what lies within the lines asked for is changed, and every text parses and differs", async () => {
  const all = await chosen("shop.js", shop, 50, { from: 7, to: 9 });

  expect(all.length).toBeGreaterThan(2);
  expect(new Set(all.map(({ declaration }) => declaration))).toEqual(new Set(["label"]));
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  expect(all.some(({ text }) => text === shop)).toBe(false);
});

test.each([
  ["a.go", "package p\n\nfunc F(a int) bool {\n\tlog(a)\n\ta++\n\treturn a < 3 && ok(a)\n}\n"],
  ["a.rs", "fn f(mut a: i32) -> bool {\n    log(a);\n    a += 1;\n    return a < 3 && ok(a);\n}\n"],
  ["A.java", "class A {\n  boolean f(int a) {\n    log(a);\n    a++;\n    return a < 3 && ok(a);\n  }\n}\n"],
  ["A.cs", "class A {\n  bool F(int a) {\n    Log(a);\n    a++;\n    return a < 3 && Ok(a);\n  }\n}\n"],
])("the compiled language of %s has its mutants too", async (path, text) => {
  const operators = new Set((await chosen(path, text)).map(({ operator }) => operator.split("-")[0]));

  for (const kind of ["comparison", "logic", "constant", "return", "statement"]) expect(operators).toContain(kind);
});

test("what a compiled function answers is replaced by the least value of its declared type", async () => {
  const rust = "fn f(a: i32) -> Option<i32> {\n    if a > 0 {\n        return Some(a);\n    }\n    None\n}\n";

  const mutants = await chosen("a.rs", rust);

  expect(mutants.filter(({ operator }) => operator === "return-value").map(({ text }) => text)).toEqual([
    rust.replace("Some(a)", "None"),
  ]);
});
