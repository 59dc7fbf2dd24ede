import { expect, test } from "vitest";
import type { SyntaxTree } from "../../src/core/ports/syntax-trees.ts";
import { syntaxTrees } from "../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

async function parse(path: string, text: string): Promise<SyntaxTree> {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error(`There is no grammar for ${path}.`);
  return tree;
}

/** "function Account.deposit 3-5 exported" */
async function declared(path: string, text: string): Promise<readonly string[]> {
  const { declarations, hasErrors } = await parse(path, text);
  expect(hasErrors).toBe(false);
  return declarations.map(
    ({ kind, qualified, firstLine, lastLine, exported }) =>
      `${kind} ${qualified} ${firstLine}-${lastLine}${exported ? " exported" : ""}`,
  );
}

test("functions, methods and bindings of a module are found with their export", async () => {
  const text = [
    "export const add = (a: number, b: number) => a + b;",
    "const { first, rest: others } = split();",
    "class Account {",
    "  #hidden() {}",
    "  static open = () => new Account();",
    "  private secret() {}",
    "  get balance() { return 1; }",
    "}",
    "function helper() { const inner = function () {}; let local = 1; }",
    "export { Account, helper as help };",
    "export default class { run() {} }",
  ].join("\n");

  expect(await declared("a.ts", text)).toEqual([
    "function add 1-1 exported",
    "variable first 2-2",
    "variable others 2-2",
    "class Account 3-8 exported",
    "method Account.#hidden 4-4",
    "method Account.open 5-5 exported",
    "method Account.secret 6-6",
    "method Account.balance 7-7 exported",
    "function helper 9-9 exported",
    "function helper.inner 9-9",
    "class default 11-11 exported",
    "method default.run 11-11 exported",
  ]);
});

test("what CommonJS exports is exported", async () => {
  const text = [
    "function one() {}",
    "function two() {}",
    "function three() {}",
    "exports.four = function () {};",
    "module.exports.five = 5;",
    "Thing.prototype.six = function () {};",
    "module.exports = { one, renamed: two, seven() {} };",
  ].join("\n");

  expect(await declared("a.cjs", text)).toEqual([
    "function one 1-1 exported",
    "function two 2-2 exported",
    "function three 3-3",
    "function four 4-4 exported",
    "variable five 5-5 exported",
    "method Thing.six 6-6",
    "method seven 7-7 exported",
  ]);
});

test("Python's underscore and __all__ decide what is public", async () => {
  const text =
    "@cached\ndef load(path):\n    pass\n\nclass Shop:\n    def __init__(self): pass\n    def _check(self): pass\nLIMIT, _other = 1, 2\n";

  expect(await declared("a.py", text)).toEqual([
    "function load 1-3 exported",
    "class Shop 5-7 exported",
    "method Shop.__init__ 6-6 exported",
    "method Shop._check 7-7",
    "variable LIMIT 8-8 exported",
    "variable _other 8-8",
  ]);
  expect(await declared("a.py", '__all__ = ["b"]\ndef a(): pass\ndef b(): pass\n')).toEqual([
    "variable __all__ 1-1",
    "function a 2-2",
    "function b 3-3 exported",
  ]);
});

test.each([
  [
    "a.go",
    "package m\nfunc (s *Shop) Open() {}\nfunc close() {}\ntype Shop struct{}\nconst Max = 1\n",
    ["method Shop.Open 2-2 exported", "function close 3-3", "class Shop 4-4 exported", "variable Max 5-5 exported"],
  ],
  [
    "a.rs",
    "pub struct Shop;\nimpl Shop {\n  pub fn open(&self) {}\n  fn close(&self) {}\n}\n",
    ["class Shop 1-1 exported", "method Shop.open 3-3 exported", "method Shop.close 4-4"],
  ],
  [
    "A.java",
    "public class A {\n  public int get() { return 1; }\n  private void set() {}\n}\n",
    ["class A 1-4 exported", "method A.get 2-2 exported", "method A.set 3-3"],
  ],
  [
    "A.cs",
    "namespace N {\n  public class A {\n    public int Get() { return 1; }\n    void Set() {}\n  }\n}\n",
    ["class A 2-5 exported", "method A.Get 3-3 exported", "method A.Set 4-4"],
  ],
] as const)("declarations of %s", async (path, text, expected) => {
  expect(await declared(path, text)).toEqual(expected);
});

test("tokens are the leaves in order, a literal without substitutions being one", async () => {
  const text = 'const é = "a b" + `c` + `d${x}`; // end\n';
  const { tokens } = await parse("a.js", text);

  const texts = tokens.map(({ from, to }) => text.slice(from, to));
  expect(texts).toEqual(["const", "é", "=", '"a b"', "+", "`c`", "+", "`", "d", "${", "x", "}", "`", ";", "// end"]);
  expect(tokens.at(-1)?.type).toBe("comment");
});

test("a text that makes no sense says so and still has a tree", async () => {
  const { hasErrors, declarations } = await parse("a.py", "def f(:\n  return 1\n\ndef g():\n  return 2\n");

  expect(hasErrors).toBe(true);
  expect(declarations.map(({ name }) => name)).toContain("g");
});

test("the same text is parsed once, whatever the file is called", async () => {
  expect(await parse("a.js", "let x;")).toBe(await parse("b/c.mjs", "let x;"));
  expect(await parse("a.js", "let x;")).not.toBe(await parse("a.ts", "let x;"));
});

test("nothing is loaded for a path without a grammar, nor before the first parse", async () => {
  const nowhere = syntaxTrees("/nonexistent");

  expect(await nowhere.parse("readme.md", "# x")).toBeUndefined();
  expect(nowhere.languageOf("src/A.TSX")).toBe("tsx");
  await expect(nowhere.parse("a.js", "x")).rejects.toThrow();
});
