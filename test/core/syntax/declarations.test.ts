import { expect, test } from "vitest";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

/** "function Account.deposit 3-5 exported" */
async function declared(path: string, text: string): Promise<readonly string[]> {
  const tree = await trees.parse(path, text);
  expect(tree?.hasErrors).toBe(false);
  return (tree?.declarations ?? []).map(
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

test.each([
  ["export default function () {}", ["function default exported"]],
  ["export default async () => {};", ["function default exported"]],
  ["const x = 1;\nexport default x;", ["variable x exported"]],
  ["export default { run() {}, stop: () => {} };", ["method run exported", "method stop exported"]],
  ["export const a = 1, b = () => 2;", ["variable a exported", "function b exported"]],
  ["function a() {}\nexport { a as default };", ["function a exported"]],
  ["function a() {}\nexport = a;", ["function a exported"]],
  ["function a() {}\nexport { a } from './other';", ["function a"]],
  ["export enum E { A }\nexport interface I { m(): void }", ["class E exported", "class I exported"]],
  ["export type T = 1;", ["variable T exported"]],
  ["export function f(a: string): void;\nexport function f(a: any) {}", ["function f exported", "function f exported"]],
  ["@dec()\nclass A {\n  @get()\n  m() {}\n}", ["class A", "method A.m"]],
  ["const A = class B { m() {} };", ["class A", "method A.m"]],
  [
    "export const o = { m() {}, f: () => 1, n: 2 };",
    ["variable o exported", "method o.m exported", "method o.f exported"],
  ],
  [
    "class A { async *g() {} set x(v) {} 'q'() {} constructor() {} }",
    ["class A", "method A.g", "method A.x", "method A.q", "method A.constructor"],
  ],
  ["for (const x of y) { const z = 1; }", []],
] as const)("%s", async (text, expected) => {
  expect((await declared("a.ts", text)).map(withoutLines)).toEqual(expected);
});

test.each([
  ["module.exports = function () {};", ["function default exported"]],
  ["module.exports = class Foo { m() {} };", ["class Foo exported", "method Foo.m exported"]],
  ["module.exports = new Foo();\nclass Foo { m() {} }", ["class Foo exported", "method Foo.m exported"]],
  ["exports = module.exports = main;\nfunction main() {}", ["function main exported"]],
  ["module.exports = exports = function make() {};", ["function make exported"]],
  ["exports.a = exports.b = function () {};", ["function a exported"]],
  [
    "const app = exports = module.exports = {};\napp.go = function () {};",
    ["variable app exported", "method app.go exported"],
  ],
  [
    "function Foo() { this.x = function () {}; }\nmodule.exports = Foo;",
    ["function Foo exported", "method Foo.x exported"],
  ],
  [
    "module.exports = { a: () => 1, c: helper };\nfunction helper() {}",
    ["method a exported", "function helper exported"],
  ],
] as const)("%s", async (text, expected) => {
  expect((await declared("a.cjs", text)).map(withoutLines)).toEqual(expected);
});

test.each([
  ["__all__ = ['a']\n__all__ += ['b']\n", ["a", "b"]],
  ["__all__: list[str] = ['a']\n", ["a"]],
  ["__all__ = ('b',)\n", ["b"]],
  ["__all__ = ['a'] + other.__all__\n", ["a", "b", "c"]],
  ["", ["a", "b", "c"]],
] as const)("of a, b and c, %j makes public %j", async (text, expected) => {
  const found = await declared("a.py", `${text}def a(): pass\ndef b(): pass\ndef c(): pass\n`);

  const functions = found.filter((one) => one.startsWith("function"));
  expect(functions.filter((one) => one.endsWith("exported")).map((one) => one.split(" ")[1])).toEqual(expected);
});

test("nested classes and functions of Python carry the names around them", async () => {
  const text = `class A:
    class B:
        @property
        def q(self): pass
    async def r(self): pass
f = lambda x: x
(c, d) = 1, 2
h.i = 1
def outer():
    y = 1
    def inner(): pass
`;
  expect(await declared("a.py", text)).toEqual([
    "class A 1-5 exported",
    "class A.B 2-4 exported",
    "method A.B.q 3-4 exported",
    "method A.r 5-5 exported",
    "function f 6-6 exported",
    "variable c 7-7 exported",
    "variable d 7-7 exported",
    "function outer 9-11 exported",
    "function outer.inner 11-11",
  ]);
});

function withoutLines(declaration: string): string {
  return declaration.replace(/ \d+-\d+/, "");
}
