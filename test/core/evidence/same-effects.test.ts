import { expect, test } from "vitest";
import { applyEdits } from "../../../src/core/changes/edit.ts";
import { sameEffects } from "../../../src/core/evidence/checks/same-effects.ts";
import { type Edit, judge, judging } from "../../support/pure-check.ts";
import { honestRefactors } from "../run/honest-refactors.ts";

const judged = judging(sameEffects);

const hostile: readonly Edit[] = [
  ["another default", "a.js", "export const f = (a, b = 1) => a + b;\n", "export const f = (a, b = 2) => a + b;\n"],
  [
    "another default of a method",
    "a.ts",
    "class A {\n  f(a: number, b = 1) {\n    return a + b;\n  }\n}\n",
    "class A {\n  f(a: number, b = 0) {\n    return a + b;\n  }\n}\n",
  ],
  [
    "asynchronous now",
    "a.js",
    "export function f(read) {\n  return read();\n}\n",
    "export async function f(read) {\n  return read();\n}\n",
  ],
  [
    "not asynchronous any more",
    "a.js",
    "export async function f(a) {\n  return a.b();\n}\n",
    "export function f(a) {\n  return a.b();\n}\n",
  ],
  ["a generator now", "a.js", "export function f(a) {\n  return [a];\n}\n", "export function* f(a) {\n  yield a;\n}\n"],
  [
    "another order",
    "a.js",
    "export function f(a, b) {\n  const x = a();\n  const y = b();\n  return x + y;\n}\n",
    "export function f(a, b) {\n  const y = b();\n  const x = a();\n  return x + y;\n}\n",
  ],
  [
    "another order in one expression",
    "a.js",
    "export const f = (a, b) => {\n  return a() + b();\n};\n",
    "export const f = (a, b) => {\n  return b() + a();\n};\n",
  ],
  [
    "another type of error",
    "a.js",
    'export function f(a) {\n  if (a < 0) throw new RangeError("a");\n}\n',
    'export function f(a) {\n  if (a < 0) throw new Error("a");\n}\n',
  ],
  [
    "another message",
    "a.js",
    'export function f(a) {\n  if (a < 0) throw new Error("negative");\n}\n',
    'export function f(a) {\n  if (a < 0) throw new Error("bad");\n}\n',
  ],
  [
    "an error less",
    "a.js",
    "export function f(a) {\n  if (a === undefined) throw new TypeError();\n  return a.b;\n}\n",
    "export function f(a) {\n  return a.b;\n}\n",
  ],
  [
    "sorted in place",
    "a.js",
    "export const f = (list) => [...list].sort();\n",
    "export const f = (list) => list.sort();\n",
  ],
  [
    "turned in place",
    "a.ts",
    "export function f(list: number[]) {\n  return list.slice().reverse();\n}\n",
    "export function f(list: number[]) {\n  return list.reverse();\n}\n",
  ],
  [
    "taken from in place",
    "a.js",
    "export function f(list) {\n  const [first] = list;\n  return first;\n}\n",
    "export function f(list) {\n  return list.shift();\n}\n",
  ],
  [
    "not waited for",
    "a.js",
    "export async function f(save) {\n  await save();\n  return 1;\n}\n",
    "export async function f(save) {\n  save();\n  return 1;\n}\n",
  ],
  [
    "not caught",
    "a.js",
    "export function f(a) {\n  try {\n    return JSON.parse(a);\n  } catch {\n    return undefined;\n  }\n}\n",
    "export function f(a) {\n  return JSON.parse(a);\n}\n",
  ],
  ["not frozen", "a.js", "export const f = Object.freeze({ a: 1 });\n", "export const f = { a: 1 };\n"],
  ["nothing and zero told apart", "a.js", "export const f = (a) => a.b || 1;\n", "export const f = (a) => a.b ?? 1;\n"],
  [
    "null and undefined told apart",
    "a.js",
    "export const f = (a) => a == null;\n",
    "export const f = (a) => a === null;\n",
  ],
  ["Python: another default", "a.py", "def f(a, b=1):\n    return a + b\n", "def f(a, b=2):\n    return a + b\n"],
  ["Python: another error", "a.py", 'def f(a):\n    raise ValueError("a")\n', 'def f(a):\n    raise KeyError("a")\n'],
  ["Python: sorted in place", "a.py", "def f(a):\n    return sorted(a)\n", "def f(a):\n    a.sort()\n    return a\n"],
  ["Python: asynchronous now", "a.py", "def f(a):\n    return a\n", "async def f(a):\n    return a\n"],
  [
    "Python: another order",
    "a.py",
    "def f(a, b):\n    x = a()\n    y = b()\n    return x, y\n",
    "def f(a, b):\n    y = b()\n    x = a()\n    return x, y\n",
  ],
  [
    "zero taken for nothing",
    "a.js",
    "export function f(rates, kind) {\n  const rate = rates[kind];\n  return rate === undefined ? 1 : rate;\n}\n",
    "export function f(rates, kind) {\n  const rate = rates[kind];\n  return !rate ? 1 : rate;\n}\n",
  ],
  [
    "Python: empty taken for nothing",
    "a.py",
    "def f(best):\n    if best is None:\n        return 1\n    return best\n",
    "def f(best):\n    if not best:\n        return 1\n    return best\n",
  ],
  [
    "sorted in place behind a cast",
    "a.ts",
    "export const f = (all: readonly number[]) => [...all].sort();\n",
    "export const f = (all: readonly number[]) => (all as number[]).sort();\n",
  ],
  [
    "one object for every call",
    "a.js",
    "export function f(items) {\n  const groups = {};\n  for (const item of items) groups[item] = 1;\n  return groups;\n}\n",
    "const groups = {};\nexport function f(items) {\n  for (const key in groups) delete groups[key];\n  for (const item of items) groups[item] = 1;\n  return groups;\n}\n",
  ],
  [
    "Python: a cache",
    "a.py",
    "def f(n):\n    return [n]\n",
    "_seen = {}\n\n\ndef f(n):\n    if n not in _seen:\n        _seen[n] = [n]\n    return _seen[n]\n",
  ],
];

test.each(hostile)("a difference no test need notice: %s", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^unknown: /);
});

const honest: readonly Edit[] = [
  [
    "a function taken out",
    "a.js",
    "export function f(a) {\n  if (a < 0) throw new RangeError('a');\n  return a * 2;\n}\n",
    "function check(a) {\n  if (a < 0) throw new RangeError('a');\n}\nexport function f(a) {\n  check(a);\n  return a * 2;\n}\n",
  ],
  [
    "an early return",
    "a.js",
    "export function f(a, b, c) {\n  if (a) {\n    return b();\n  } else {\n    return c();\n  }\n}\n",
    "export function f(a, b, c) {\n  if (!a) return c();\n  return b();\n}\n",
  ],
  [
    "waiting in place of then",
    "a.js",
    "export async function f(load) {\n  return load().then((a) => a.b);\n}\n",
    "export async function f(load) {\n  const a = await load();\n  return a.b;\n}\n",
  ],
  [
    "waiting together",
    "a.js",
    "export async function f(a, b) {\n  const x = await a();\n  const y = await b();\n  return x + y;\n}\n",
    "export async function f(a, b) {\n  const [x, y] = await Promise.all([a(), b()]);\n  return x + y;\n}\n",
  ],
  [
    "a local renamed",
    "a.ts",
    "export function f(list: number[]) {\n  const x = list.length;\n  return x * 2;\n}\n",
    "export function f(list: number[]) {\n  const count = list.length;\n  return count * 2;\n}\n",
  ],
  [
    "a list of its own",
    "a.js",
    "export function f(list) {\n  const out = [];\n  for (const a of list) out.push(a * 2);\n  return out;\n}\n",
    "export function f(list) {\n  return list.map((a) => a * 2);\n}\n",
  ],
  [
    "private inside",
    "a.js",
    "export class A {\n  constructor() {\n    this._a = [];\n  }\n  add(b) {\n    this._a.push(b);\n  }\n}\n",
    "export class A {\n  #a = [];\n  add(b) {\n    this.#a.push(b);\n  }\n}\n",
  ],
  [
    "a switch made a table",
    "a.js",
    'export function f(a) {\n  switch (a) {\n    case "x":\n      return 1;\n    default:\n      return 2;\n  }\n}\n',
    "const TABLE = { x: 1 };\nexport function f(a) {\n  return TABLE[a] ?? 2;\n}\n",
  ],
  [
    "a condition named",
    "a.js",
    "export const f = (a) => (a.b && a.c > 1 ? 1 : 2);\n",
    "export const f = (a) => {\n  const isLarge = a.b && a.c > 1;\n  return isLarge ? 1 : 2;\n};\n",
  ],
  [
    "a choice written newly",
    "a.js",
    "export const f = (a) => (a === undefined || a === null ? 1 : a);\n",
    "export const f = (a) => a ?? 1;\n",
  ],
  [
    "Python: a comprehension",
    "a.py",
    "def f(a):\n    out = []\n    for b in a:\n        out.append(b * 2)\n    return out\n",
    "def f(a):\n    return [b * 2 for b in a]\n",
  ],
  [
    "Python: a format",
    "a.py",
    'def f(a):\n    raise ValueError("no %s" % a)\n',
    'def f(a):\n    raise ValueError(f"no {a}")\n',
  ],
  [
    "Python: a file closed",
    "a.py",
    "def f(a):\n    file = open(a)\n    text = file.read()\n    file.close()\n    return text\n",
    "def f(a):\n    with open(a) as file:\n        return file.read()\n",
  ],
  [
    "a table moved to the top",
    "a.js",
    "export const f = (kind) => ({ a: 1, b: 2 })[kind];\n",
    "const RATES = { a: 1, b: 2 };\nexport const f = (kind) => RATES[kind];\n",
  ],
  [
    "a negation turned around",
    "a.js",
    "export function f(a) {\n  if (!a) return 0;\n  return a.b;\n}\n",
    "export function f(a) {\n  if (a) return a.b;\n  return 0;\n}\n",
  ],
];

test.each(honest)("the same to everybody: %s", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^proved/);
});

test("what people refactor every day has the same effects", async () => {
  const texts = honestRefactors.map(({ path, text, edits }) => {
    const all = Array.isArray(edits) ? edits : [edits];
    return [path, text, applyEdits(text, all, path)] as const;
  });
  const verdicts = await Promise.all(texts.map((one) => judged(...one)));

  expect(verdicts.filter((verdict) => !verdict.startsWith("proved"))).toEqual([]);
});

test("where nothing can be compared nothing is proved, and no other proposal is asked for", async () => {
  const before = "package a\n\nfunc F(a int) int {\n\treturn a + 1\n}\n";

  const evidence = await judge(sameEffects, { "a.go": before }, { "a.go": before.replace("a + 1", "1 + a") });

  expect(evidence).toMatchObject({
    verdict: "unknown",
    beyond: true,
    sentence: expect.stringContaining("of a.go were not compared"),
  });
});
