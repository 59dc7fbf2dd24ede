import { expect, test } from "vitest";
import { applyMutant } from "../../../../src/core/evidence/mutants/mutant.ts";
import { mutantsOf } from "../../../../src/core/evidence/mutants/mutants-of.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();
const ALL = [{ from: 1, to: 100_000 }];

async function treeOf(path: string, text: string) {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error("no tree");
  return tree;
}

/** One line of every construct that operators look at or must not trip over. */
const SCRIPT = [
  "x = a < b || a in b && a instanceof B;",
  "x = a ?? (b || c); y = (a ?? b) || c;",
  "x = a / /b/g.exec(c); y = a /* c */ / b;",
  "x = a - -b; y = a + +b; z = - -c; w = a-- - --b;",
  "x = 0x1f + 10n + 1e3 + .5 + 5. + 1_000 + 0b11;",
  "x = (1).toFixed(2) + (5.5).toFixed();",
  "x = 'it\\'s' + \"a\" + `b` + `c${d + 1}e`;",
  'x = ""; y = "\\n"; z = "a\\\\";',
  "tag`a${b}`; x = y`z`;",
  "for (let i = 0, n = a.length; i < n; i++) if (i) continue; else break;",
  "for (const k in o) for (const v of o[k]) f(k, v);",
  "do x--; while (x > 0)\nwhile (y) y -= 1",
  "label: for (;;) { switch (x) { case 1: break label; default: continue; } }",
  "if (!a) return1(); else if (b) f(); else throw new TypeError('x');",
  "const { a = 1, b: { c }, ...d } = e, [f, , g = 2] = h;",
  "function f(a, { b = true } = {}, ...c) { return a ? b : c; }",
  "const f = async (a) => { await g(a); return await h?.(a)?.[0].b; };",
  "async function* g() { yield 1; yield* h(); for await (const x of y) await x; }",
  "class A extends B { static x = 1; #y = [1]; get z() { return this.#y; } constructor() { super(1); } }",
  "class C { static { init(); } [k]() { delete this.a; } async *m() {} }",
  "const o = { a, b: 1, 'c': 2, [d]: 3, e() {}, get f() { return 1; }, ...g };",
  "export default (a) => a.b;",
  "export const x = 1; export { x as y }; import z, { w } from './z.js';",
  "'use strict'; void 0; typeof x === 'string'; new Map([[1, 2]]);",
  "x = y = z; x += 1; x ||= 2; x **= 2; x >>>= 1; [a, b] = [b, a];",
  "try { f(); } catch { g(); } finally { h(); }",
  "x = (a, b); (function () { return; })(); (() => {})();",
  "x = /a+b*[c-d]?/gi; y = s.replace(/\\//, '');",
  "let u = undefined; function n() { return null; }",
] as const;

const TYPED = [
  "let x: Array<1 | 'a'> = [1]; let y = <const T,>(z: T): z is T => z!;",
  "enum E { A = 1, B = 'b' } namespace N { export const c = 1; }",
  "abstract class A<T extends 1> { constructor(private readonly a = 1, public b?: string) {} abstract m(): void; }",
  "const x = y as unknown as string; const z = w satisfies T; let v = u!;",
  "declare const a: 1; type T = typeof a extends 1 ? true : false; function f(this: T, x?: 1): asserts x {}",
  "import type { A } from './a'; import { type B, c } from './b'; export type { A };",
] as const;

const MARKUP = [
  "const C = ({ a = 1 }) => <A b='c' d={e > 1 && !f} {...g}>{h ? 'i' : `j`} text {/* k */}</A>;",
] as const;

const PYTHON = [
  "x = a <= b < c and a is not None or not d in e",
  "x = -a ** -b // c % d @ e + ~f",
  "x = 0x1f + 1_000 + 1e3 + .5 + 5. + 1j + 0o7",
  "x = 'a' 'b' + r'c\\d' + b'e'[0:1] + f'{g!r:>{h}.2f}i{{j}}'",
  '"""module"""\nx = """a\nb"""',
  "def f(a, b=1, *c, d=True, **e) -> int:\n    '''doc'''\n    return a if b else c",
  "async def f():\n    async with a as b:\n        await c(b)\n    return [x async for x in y if await x]",
  "@a(1)\n@b\nclass C(D, metaclass=E):\n    x: int = 1\n    @property\n    def y(self): return self.x",
  "for i, (a, b) in enumerate(c, start=1):\n    if a: continue\n    elif b: break\nelse:\n    pass",
  "while True:\n    try:\n        f()\n    except (A, B) as e:\n        raise C('x') from e\n    finally:\n        del x[0], y.z",
  "with a() as b, c() as d: b.e(d)",
  "match x:\n    case {'a': 1, **rest} if rest: f()\n    case [1, 2, *_] | A(b=3): g()\n    case _: pass",
  "x = [a for b in c if d for a in b]; y = {k: v for k, v in z.items()}; w = {*s}; v = (n for n in m)",
  "x, *y = 1, 2; x = y = 3; x: int; x += 1; x //= 2; x @= z; (n := 5)",
  "assert x == 1, 'y'; global g; del h",
  "lambda a, b=1: a + b; print(*a, sep='', **b)",
  "x[1:2, ::3] = y[-1][:-1]; z = w[:]; u[...] = 1",
  "def f():\n    return\ndef g():\n    yield\n    yield 1\n    yield from h()",
  "if (a and\n    b):\n    x = (1,\n         2)  # c\nelse: x = ()",
  "x = not a; y = a if not b else c; z = a or not b",
] as const;

test.each([
  ...SCRIPT.map((text) => ["a.js", text] as const),
  ...SCRIPT.map((text) => ["a.ts", text] as const),
  ...TYPED.map((text) => ["b.ts", text] as const),
  ...MARKUP.map((text) => ["a.tsx", text] as const),
  ...MARKUP.map((text) => ["a.jsx", text] as const),
  ...PYTHON.map((text) => ["a.py", `${text}\n`] as const),
])("in %s each mutant parses, differs from the text and from all others: %j", async (path, text) => {
  const tree = await treeOf(path, text);
  expect(tree.hasErrors).toBe(false);
  for (const kind of ["control", "repair"] as const) {
    const mutated = mutantsOf(tree, ALL, { kind }).map((mutant) => applyMutant(text, mutant));
    const read = await Promise.all(mutated.map((other) => treeOf(path, other)));
    expect(read.filter(({ hasErrors }) => hasErrors).map((other) => other.text)).toEqual([]);
    expect(new Set([...mutated, text]).size).toBe(mutated.length + 1);
  }
});

test.each([
  ["a.ts", "// if (a < b) return 1;\n/* x = 1 + 2 */\n/** true */\n"],
  ["a.ts", 'import a, { b } from "./c.js";\nexport * from "./d.js";\nexport { b as e };\n'],
  ["a.ts", 'import type { A } from "./a.js";\ntype B = "c" | 1;\ninterface D { e: true; f(a: 1): "g" }\n'],
  ["a.ts", "let a: Map<1, 'b'>;\nfunction f<T extends 'c' = 'd'>(x: 1, y?: 'e'): true {}\n"],
  ["a.js", '#!/usr/bin/env node\n"use strict";\n'],
  ["a.py", "# x = 1 + 2\nimport a.b as c\nfrom d import e, f\nfrom __future__ import annotations\n"],
  ["a.py", '"""Module 1."""\nclass A:\n    """Class 2."""\n    def f(self):\n        \'\'\'Method 3.\'\'\'\n'],
  ["a.py", "@cache(maxsize=1)\ndef f(a: int, b: 'C') -> 'D': pass\n"],
  ["a.go", 'package p\n\n// true && 1\nimport "fmt"\n'],
  ["a.rs", '// 1 + 2\nuse std::fmt;\n#[cfg(feature = "a")]\nmod a;\n'],
  ["A.java", "// 1 + 2\npackage a.b;\nimport java.util.List;\n/* true */\n"],
  ["A.cs", "// 1 + 2\nusing System;\n"],
])("in %s nothing is broken of %j", async (path, text) => {
  expect(mutantsOf(await treeOf(path, text), ALL, { kind: "control" })).toEqual([]);
});

test("the same text has the same mutants, in order of place", async () => {
  const text = SCRIPT.join("\n");
  const mutants = mutantsOf(await treeOf("a.js", text), ALL, { kind: "repair" });

  expect(mutantsOf(await treeOf("a.js", text), ALL, { kind: "repair" })).toEqual(mutants);
  expect(mutants.map(({ from }) => from)).toEqual(mutants.map(({ from }) => from).sort((a, b) => a - b));
});

test("offsets hold in a text with a byte order mark, Windows line ends and characters outside of the basic plane", async () => {
  const text = '\uFEFF// \u{1F600}\r\nconst s = "\u{1F600}";\r\nexport const f = (a, b) => a < b;\r\n';
  const mutants = mutantsOf(await treeOf("a.js", text), [{ from: 3, to: 3 }], { kind: "control" });

  expect(mutants.map((mutant) => applyMutant(text, mutant))).toContain(text.replace("<", "<="));
  expect(new Set(mutants.map(({ line }) => line))).toEqual(new Set([3]));
});
