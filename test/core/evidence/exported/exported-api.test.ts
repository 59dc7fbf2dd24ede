import { expect, test } from "vitest";
import { exportedApi } from "../../../../src/core/evidence/checks/exported-api.ts";
import { type Edit, judge, judging } from "../../../support/pure-check.ts";

const judged = judging(exportedApi);

const same: readonly Edit[] = [
  [
    "a promise that is written down, made in another way",
    "a.ts",
    "export class A {\n  f(a: B): Promise<C> {\n    return g(a).then((b) => b.c);\n  }\n}\n",
    "export class A {\n  async f(a: B): Promise<C> {\n    return (await g(a)).c;\n  }\n}\n",
  ],
  [
    "a body",
    "a.ts",
    "export function f(a: number) { return a; }\n",
    "export function f(a: number) { return a + 1; }\n",
  ],
  [
    "the name of a parameter that has only a place",
    "a.ts",
    "export const f = (a: A, b = a) => b;\n",
    "export const f = (c: A, d = c) => d;\n",
  ],
  [
    "a name in a type predicate",
    "a.ts",
    "export function f(a: A): a is B { return g(a); }\n",
    "export function f(x: A): x is B { return g(x); }\n",
  ],
  ["a function's way of writing", "a.js", "export const f = (a, b) => a;\n", "export function f(a, b) { return a; }\n"],
  [
    "a private member",
    "a.ts",
    "export class A { private a = 1; #b = 2; c = 3; }\n",
    "export class A { private d = 1; c = 4; }\n",
  ],
  [
    "the order of exports",
    "a.js",
    "export const a = 1;\nexport const b = 2;\n",
    "export const b = 2;\nexport const a = 1;\n",
  ],
  ["where the export is written", "a.js", "export function f(a) {}\n", "function f(a) {}\nexport { f };\n"],
  ["a re-export's way of writing", "a.js", 'export { a } from "b";\n', 'import { a } from "b";\nexport { a };\n'],
  [
    "a helper",
    "a.js",
    "function g() {}\nexport function f() { g(); }\n",
    "function h(a) {}\nexport function f() { h(1); }\n",
  ],
  [
    "commas and line breaks",
    "a.ts",
    "export function f(a: A, b: B): C {}\n",
    "export function f(\n  a: A, // one\n  b: B,\n): C {}\n",
  ],
  [
    "the body of an overloaded function",
    "a.ts",
    "export function f(a: A): B;\nexport function f(a: any) {}\n",
    "export function f(a: A): B;\nexport function f(a: unknown) {}\n",
  ],
  [
    "a type that nobody can name",
    "a.ts",
    "type T = { a: 1 };\nlet t: T;\nexport const a = 1;\n",
    "type T = { b: 1 };\nlet t: T;\nexport const a = 1;\n",
  ],
  [
    "the way of CommonJS",
    "a.js",
    "exports.a = function (x) {};\nexports.b = 1;\n",
    "module.exports = { a: function (y) {}, b: 2 };\n",
  ],
  ["a placeholder of compilers", "a.js", "exports.a = void 0;\nexports.a = (x) => x;\n", "exports.a = (x) => x;\n"],
  [
    "what cannot be told and stays",
    "a.js",
    "module.exports = require('x')(y);\n",
    "// x\nmodule.exports = require('x')(y);\n",
  ],
  ["an unresolved star that stays", "a.js", 'export * from "x";\n', '// x\nexport * from "x";\n'],
  ["a private name", "a.py", "def _f(a): ...\nx = 1\n", "def _g(): ...\nx = 2\n"],
  ["an import", "a.py", "import os\ndef f(): ...\n", "import sys\ndef f(): ...\n"],
  ["a name beside a list of names", "a.py", '__all__ = ["a"]\na = 1\nb = 2\n', '__all__ = ("a",)\na = 1\n'],
  [
    "a Python method's body",
    "a.py",
    "class A:\n    def f(self, a=1): return 1\n",
    "class A:\n    def f(self, a=1):\n        return 2\n",
  ],
  ["a Go parameter's name", "a.go", "package a\n\nfunc F(a int, b int) {}\n", "package a\n\nfunc F(x, y int) {}\n"],
  [
    "a small Go name",
    "a.go",
    "package a\n\ntype T struct{ A, b int }\n",
    "package a\n\ntype T struct {\n\tA int\n\tc int\n}\n\nfunc g() {}\n",
  ],
  [
    "a private Rust item",
    "a.rs",
    "pub struct S { a: u8 }\nfn f() {}\n",
    "pub struct S { b: u8 }\npub(crate) fn g() {}\n",
  ],
  [
    "a Rust parameter's name",
    "a.rs",
    "pub fn f<'a>(a: &'a u8) -> u8 { *a }\n",
    "pub fn f<'a>(mut b: &'a u8) -> u8 { *b }\n",
  ],
  [
    "a derived trait by hand",
    "a.rs",
    "#[derive(Clone)]\npub struct S;\n",
    "pub struct S;\nimpl Clone for S { fn clone(&self) -> S { S } }\n",
  ],
  ["grouped uses", "a.rs", "pub use a::b;\npub use a::c as d;\n", "pub use a::{b, c as d};\n"],
  [
    "a private Java member",
    "A.java",
    "public class A { public int f(int a) { return 1; } private int g; }\n",
    "public class A { @Deprecated public int f(final int b) { return 2; } }\n",
  ],
  ["a package's own Java class", "A.java", "class A { public void f() { } }\n", "class A { }\n"],
  [
    "a C# accessor's body",
    "a.cs",
    "public class A { public int P { get; private set; } }\n",
    "public class A { public int P => 1; }\n",
  ],
];

test.each(same)("the exports are the same where %s changes (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(
    /^proved: .* (?:is|are) the same\.$|^proved: Nothing was exported\.$/,
  );
});

const broken: readonly (readonly [...Edit, name: string])[] = [
  ["an export goes", "a.js", "export function f() {}\nexport const g = 1;\n", "export const g = 1;\n", "f"],
  ["a name changes", "a.ts", "export const f = 1;\n", "export const g = 1;\n", "f"],
  ["an alias changes", "a.ts", "const f = 1;\nexport { f as g };\n", "const f = 1;\nexport { f as h };\n", "g"],
  ["a parameter more", "a.ts", "export function f(a) {}\n", "export function f(a, b) {}\n", "f"],
  ["a default changes", "a.js", "export function f(a = 1) {}\n", "export function f(a = 2) {}\n", "f"],
  ["a rest parameter", "a.js", "export const f = (a) => {};\n", "export const f = (...a) => {};\n", "f"],
  ["a destructured key", "a.js", "export function f({ a, b = 1 }) {}\n", "export function f({ a, c = 1 }) {}\n", "f"],
  ["a written type", "a.ts", "export function f(a: string): A {}\n", "export function f(a: number): A {}\n", "f"],
  ["a return type", "a.ts", "export const f = (): A => a;\n", "export const f = (): B => a;\n", "f"],
  ["a type parameter", "a.ts", "export function f<T>(a: T) {}\n", "export function f<T extends B>(a: T) {}\n", "f"],
  ["async", "a.js", "export function f() {}\n", "export async function f() {}\n", "f"],
  ["a function is none any more", "a.js", "export const f = (a) => a;\n", "export const f = 1;\n", "f"],
  [
    "a function in a function",
    "a.js",
    "export const f = memo((a) => a);\n",
    "export const f = memo((a, b) => a);\n",
    "f",
  ],
  ["a method goes", "a.js", "export class A { f() {} g() {} }\n", "export class A { f() {} }\n", "A.g"],
  ["a method's parameters", "a.ts", "export class A { f(a: B) {} }\n", "export class A { f(a: B, c: D) {} }\n", "A.f"],
  ["a member becomes private", "a.ts", "export class A { a = 1; }\n", "export class A { private a = 1; }\n", "A.a"],
  [
    "a field that a constructor makes",
    "a.js",
    "export class A { constructor() { this.a = 1; } }\n",
    "export class A { constructor() { this.b = 1; } }\n",
    "A.a",
  ],
  [
    "a constructor",
    "a.ts",
    "export class A { constructor(a: B) {} }\n",
    "export class A { constructor(a: B, c: D) {} }\n",
    "A.constructor",
  ],
  [
    "a constructor where there was none",
    "a.js",
    "export class A {}\n",
    "export class A { constructor(a) {} }\n",
    "A.constructor",
  ],
  [
    "a member of a private base",
    "a.ts",
    "class B { f() {} }\nexport class A extends B {}\n",
    "class B {}\nexport class A extends B {}\n",
    "B.f",
  ],
  ["static", "a.js", "export class A { static f() {} }\n", "export class A { f() {} }\n", "A.f"],
  [
    "a member of an interface",
    "a.ts",
    "export interface I { a: string; b?: number }\n",
    "export interface I { a: string; b: number }\n",
    "I.b",
  ],
  [
    "a member that others have to write",
    "a.ts",
    "export interface I { a: string }\n",
    "export interface I { a: string; b: number }\n",
    "I.b",
  ],
  ["a type", "a.ts", "export type T = A | B;\n", "export type T = A;\n", "T"],
  ["an enum", "a.ts", "export enum E { A, B }\n", "export enum E { B, A }\n", "E"],
  [
    "a type that stands in a signature",
    "a.ts",
    "interface O { a: string }\nexport function f(o: O) {}\n",
    "interface O { a: number }\nexport function f(o: O) {}\n",
    "O.a",
  ],
  ["the default", "a.js", "export default function f(a) {}\n", "export default function f() {}\n", "default"],
  [
    "a default by name",
    "a.js",
    "const f = (a) => a;\nexport default f;\n",
    "const f = () => 1;\nexport default f;\n",
    "default",
  ],
  ["a re-export's source", "a.js", 'export { a } from "b";\n', 'export { a } from "c";\n', "a"],
  ["a star", "a.js", 'export * from "b";\n', "export const a = 1;\n", "* from b"],
  [
    "a name of a namespace",
    "a.ts",
    "export namespace N { export const a = 1; const b = 2 }\n",
    "export namespace N { const a = 1; }\n",
    "N.a",
  ],
  ["an export of CommonJS", "a.js", "exports.a = 1;\nexports.b = 2;\n", "exports.a = 1;\n", "b"],
  [
    "an export of CommonJS in an object",
    "a.js",
    "module.exports = { a, b };\nfunction a(x) {}\nfunction b() {}\n",
    "module.exports = { a, b };\nfunction a() {}\nfunction b() {}\n",
    "a",
  ],
  [
    "the one export of CommonJS",
    "a.js",
    "module.exports = f;\nfunction f(a) {}\n",
    "module.exports = f;\nfunction f(a, b) {}\n",
    "module.exports",
  ],
  [
    "what is put on the one export",
    "a.js",
    "module.exports = f;\nfunction f(a) {}\nf.g = (x) => x;\n",
    "module.exports = f;\nfunction f(a) {}\nf.g = () => 1;\n",
    "g",
  ],
  [
    "a prototype",
    "a.js",
    "function A() {}\nA.prototype.f = function (a) {};\nmodule.exports = { A };\n",
    "function A() {}\nmodule.exports = { A };\n",
    "A.f",
  ],
  [
    "a defined property",
    "a.js",
    'Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b.a; } });\n',
    "x;\n",
    "a",
  ],
  ["a Python function", "a.py", "def f(a): ...\n", "def g(a): ...\n", "f"],
  ["a Python parameter's name", "a.py", "def f(a): ...\n", "def f(b): ...\n", "f"],
  ["a Python default", "a.py", "def f(a=1): ...\n", "def f(a=2): ...\n", "f"],
  ["a keyword-only parameter", "a.py", "def f(a, *, b): ...\n", "def f(a, b): ...\n", "f"],
  ["a Python type", "a.py", "def f(a: int) -> str: ...\n", "def f(a: int) -> bytes: ...\n", "f"],
  ["a decorator", "a.py", "class A:\n    @property\n    def a(self): ...\n", "class A:\n    def a(self): ...\n", "A.a"],
  ["a Python attribute", "a.py", "class A:\n    a = 1\n", "class A:\n    b = 1\n", "A.a"],
  [
    "an attribute on self",
    "a.py",
    "class A:\n    def __init__(self):\n        self.a = 1\n",
    "class A:\n    def __init__(self):\n        self._a = 1\n",
    "A.a",
  ],
  ["a base class", "a.py", "class A(B): ...\n", "class A(C): ...\n", "A"],
  [
    "a method of a private base",
    "a.py",
    "class _B:\n    def f(self): ...\nclass A(_B): ...\n",
    "class _B:\n    pass\nclass A(_B): ...\n",
    "_B.f",
  ],
  [
    "a field of a dataclass",
    "a.py",
    "@dataclass\nclass A:\n    a: int\n    b: int = 1\n",
    "@dataclass\nclass A:\n    a: int\n    b: int = 2\n",
    "A.__init__",
  ],
  ["a name in the list of names", "a.py", '__all__ = ["a", "_b"]\na = _b = 1\n', '__all__ = ["a"]\na = _b = 1\n', "_b"],
  ["an import of a package", "p/__init__.py", "from .a import f, g\n", "from .a import f\n", "g"],
  ["a constant", "a.py", "A = 1\nB = 2\n", "A = 1\n", "B"],
  ["a Go function", "a.go", "package a\n\nfunc F(a int) {}\n", "package a\n\nfunc F(a string) {}\n", "F"],
  [
    "a Go result",
    "a.go",
    "package a\n\nfunc F() (int, error) { return 0, nil }\n",
    "package a\n\nfunc F() int { return 0 }\n",
    "F",
  ],
  [
    "a Go method",
    "a.go",
    "package a\n\ntype T int\n\nfunc (t T) M() {}\n",
    "package a\n\ntype T int\n\nfunc (t *T) M() {}\n",
    "T.M",
  ],
  ["a Go field", "a.go", "package a\n\ntype T struct{ A int }\n", "package a\n\ntype T struct{ A string }\n", "T.A"],
  [
    "a method that a Go interface asks for",
    "a.go",
    "package a\n\ntype I interface{ M() }\n",
    "package a\n\ntype I interface {\n\tM()\n\tN()\n}\n",
    "I.N",
  ],
  ["a Rust function", "a.rs", "pub fn f(a: u8) -> u8 { a }\n", "pub fn f(a: u16) -> u8 { 1 }\n", "f"],
  ["a Rust field", "a.rs", "pub struct S { pub a: u8, b: u8 }\n", "pub struct S { a: u8, b: u8 }\n", "S.a"],
  ["a Rust variant", "a.rs", "pub enum E { A }\n", "pub enum E { A, B }\n", "E.B"],
  [
    "a Rust method",
    "a.rs",
    "pub struct S;\nimpl S { pub fn f(&self) {} }\n",
    "pub struct S;\nimpl S { pub fn f(&mut self) {} }\n",
    "S.f",
  ],
  [
    "an implemented trait",
    "a.rs",
    "#[derive(Clone, Debug)]\npub struct S;\n",
    "#[derive(Debug)]\npub struct S;\n",
    "impl Clone for S",
  ],
  [
    "an item that a Rust trait asks for",
    "a.rs",
    "pub trait T { fn f(&self); }\n",
    "pub trait T { fn f(&self); fn g(&self); }\n",
    "T.g",
  ],
  ["a public use", "a.rs", "pub use a::{b, c};\n", "pub use a::b;\n", "c"],
  [
    "a Java method",
    "A.java",
    "public class A { public int f(int a) { return 1; } }\n",
    "public class A { public int f(long a) { return 1; } }\n",
    "A.f(int)",
  ],
  [
    "a Java return type",
    "A.java",
    "public class A { protected int f() { return 1; } }\n",
    "public class A { protected long f() { return 1; } }\n",
    "A.f()",
  ],
  [
    "an exception",
    "A.java",
    "public class A { public void f() { } }\n",
    "public class A { public void f() throws E { } }\n",
    "A.f()",
  ],
  [
    "a Java constructor where there was none",
    "A.java",
    "public class A { }\n",
    "public class A { public A(int a) { } }\n",
    "A.A()",
  ],
  [
    "a method that a Java interface asks for",
    "A.java",
    "public interface A { void f(); }\n",
    "public interface A { void f(); void g(); }\n",
    "A.g()",
  ],
  ["a component of a record", "A.java", "public record A(int a) { }\n", "public record A(long a) { }\n", "A.A(int)"],
  [
    "a C# parameter's name",
    "a.cs",
    "public class A { public void F(int a) { } }\n",
    "public class A { public void F(int b) { } }\n",
    "A.F(int)",
  ],
  [
    "a C# setter",
    "a.cs",
    "public class A { public int P { get; set; } }\n",
    "public class A { public int P { get; private set; } }\n",
    "A.P",
  ],
  ["a C# number of an enum", "a.cs", "public enum E { A, B }\n", "public enum E { C, A, B }\n", "E.A"],
  ["a C# namespace", "a.cs", "namespace N { public class A { } }\n", "namespace M { public class A { } }\n", "N.A"],
];

test.each(broken)("others notice where it is about %s (%s)", async (_, path, before, after, name) => {
  const sentence = await judged(path, before, after);

  expect(sentence).toMatch(/^refuted: /);
  expect(sentence).toContain(`\`${name}\``);
});

const grown: readonly (readonly [...Edit, name: string])[] = [
  ["an export", "a.ts", "export const a = 1;\n", "export const a = 1;\nexport const b = 2;\n", "b"],
  [
    "an optional member",
    "a.ts",
    "export interface I { a: string }\n",
    "export interface I { a: string; b?: number }\n",
    "I.b",
  ],
  ["a method", "a.js", "export class A { f() {} }\n", "export class A { f() {} g() {} }\n", "A.g"],
  ["a Python name", "a.py", "a = 1\n", "a = 1\ndef f(): ...\n", "f"],
  [
    "a Rust method that is given",
    "a.rs",
    "pub trait T { fn f(&self); }\n",
    "pub trait T { fn f(&self); fn g(&self) {} }\n",
    "T.g",
  ],
  [
    "a Java overload",
    "A.java",
    "public class A { public void f() { } }\n",
    "public class A { public void f() { } public void f(int a) { } }\n",
    "A.f(int)",
  ],
];

test.each(grown)("%s more is an addition (%s)", async (_, path, before, after, name) => {
  expect(await judged(path, before, after)).toMatch(/^proved: .* are the same\. New: /);
  expect(await judged(path, before, after)).toContain(`New: \`${name}\`.`);
});

const untold: readonly Edit[] = [
  ["a computed export", "a.js", "module.exports = require('x')(y);\n", "module.exports = require('x')(z);\n"],
  [
    "a computed key",
    "a.js",
    "for (const key of keys) exports[key] = 1;\n",
    "for (const key of others) exports[key + 1] = 1;\n",
  ],
  ["exports given away", "a.js", "fill(exports);\n", "fill(exports, 1);\n"],
  ["a computed list of names", "a.py", "__all__ = names()\n", "__all__ = others()\n"],
  ["names put in by hand", "a.py", "globals()['a'] = 1\n", "globals()['b'] = 1\n"],
];

test.each(untold)("%s cannot be told (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^unknown: .* cannot be told\.$/);
});

test("the sentence says what changed, from what to what, and how many more", async () => {
  expect(
    await judged("a.ts", "export function add(a: number, b: number) {}\n", "export function add(a: number) {}\n"),
  ).toBe(
    "refuted: a.ts, line 1: `add` is exported otherwise: `function ($1: number, $2: number)` became `function ($1: number)`.",
  );
  expect(await judged("a.js", "export const a = 1;\nexport const b = 2;\n", "const a = 1;\n")).toBe(
    "refuted: a.js: `a` (line 1 before) is not exported any more, and 1 more name changes.",
  );
  expect(
    await judged("a.js", "export const a = 1;\nexport const b = 2;\n", "export const b = 1;\nexport const a = 1;\n"),
  ).toBe("proved: 2 exported names and their signatures are the same.");
});

test("a module whose names name each other is read in no time", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `f${index}`);
  const text = [
    "function A() {}",
    "A.default = A;",
    ...names.map((name) => `A.${name} = A;`),
    `const o = { ${names.map((name) => `${name}: A`).join(", ")} };`,
    "module.exports = { A, o };",
  ].join("\n");
  const started = performance.now();

  expect(await judged("a.js", text, `// a\n${text}`)).toMatch(/^proved/);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("a name that is only met in a signature now is not exported any more", async () => {
  const code = (names: string) => `__all__ = [${names}]\nclass B: ...\nclass A(B): ...\n`;

  expect(await judged("a.py", code('"A", "B"'), code('"A"'))).toMatch(/^refuted: a\.py: `B` /);
});

test("a file that goes takes its exports along, and a new one only adds", async () => {
  const gone = await judge(exportedApi, { "a.js": "export const a = 1;\n" }, { "a.js": undefined });
  const idle = await judge(exportedApi, { "a.js": "start();\n" }, { "a.js": undefined });
  const fresh = await judge(exportedApi, {}, { "a.js": "export const a = 1;\n" });

  expect([gone.verdict, idle.verdict, fresh.verdict]).toEqual(["refuted", "proved", "proved"]);
});

test("what cannot be read is not proved", async () => {
  expect(await judged("a.rb", "a = 1", "a = 2")).toMatch(/^unknown/);
  expect(await judged("a.js", "export const a = (;\n", "export const a = 1;\n")).toMatch(/^unknown/);
  expect(await judged("a.js", "export const a = 1;\n", "export const a = (;\n")).toMatch(/^refuted/);
  expect(await judged("a.js", `a = "${"a".repeat(2_000_001)}";\n`, "")).toMatch(/^unknown: .* too large/);
  expect(await judged("a.md", "# a", "# b")).toMatch(/^proved/);
});
