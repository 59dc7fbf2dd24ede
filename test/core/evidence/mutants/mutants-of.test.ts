import { expect, test } from "vitest";
import { applyMutant, type MutationHints, NO_HINTS } from "../../../../src/core/evidence/mutants/mutant.ts";
import { mutantsOf } from "../../../../src/core/evidence/mutants/mutants-of.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();
const ALL = [{ from: 1, to: 100_000 }];

async function treeOf(path: string, text: string) {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error("no tree");
  return tree;
}

/** The mutated texts by operator. */
async function texts(
  path: string,
  text: string,
  operator: string,
  hints: MutationHints = NO_HINTS,
): Promise<readonly string[]> {
  const mutants = mutantsOf(await treeOf(path, text), ALL, { kind: "repair", hints });
  return mutants.filter((mutant) => mutant.operator === operator).map((mutant) => applyMutant(text, mutant));
}

const SCRIPT: readonly (readonly [operator: string, text: string, mutated: string])[] = [
  ["comparison-boundary", "x = a < b", "x = a <= b"],
  ["comparison-negated", "x = a >= b", "x = a < b"],
  ["comparison-negated", "x = a === b", "x = a !== b"],
  ["comparison-flipped", "x = a > b", "x = a < b"],
  ["arithmetic", "x = a + b", "x = a - b"],
  ["arithmetic", "x = a % b", "x = a / b"],
  ["logic", "x = a && b", "x = a || b"],
  ["logic", "x = a ?? b", "x = a || b"],
  ["dropped-operand", "x = a && b", "x = b"],
  ["own-member", "class A { f(x) { g(this.x) } }", "class A { f(x) { g(x) } }"],
  ["own-member", "class A { f(x) { this.x = 1; g(x, 2) } }", "class A { f(x) { this.x = 1; g(this.x, 2) } }"],
  ["branches-swapped", "x = a ? b : c", "x = a ? c : b"],
  ["first-bound", "x = a.slice(n)", "x = a.slice(0, n)"],
  ["first-bound", "x = a.slice(1, n)", "x = a.slice(n)"],
  ["spread-added", "x.push(y)", "x.push(...y)"],
  ["spread-dropped", "x = [...y]", "x = [y]"],
  ["interpolation", "x = 'a ${b}'", "x = `a ${b}`"],
  ["negation-dropped", "x = !a", "x = a"],
  ["negation-added", "if (a.b) c()", "if (!a.b) c()"],
  ["sign", "x = -a", "x = a"],
  ["sign-added", "f(a)", "f(-a)"],
  ["update", "i++", "i--"],
  ["update-order", "x = a[i++]", "x = a[++i]"],
  ["update-order", "x = --i", "x = i--"],
  ["assignment", "x += 1", "x -= 1"],
  [
    "assignment-in-loop",
    "let s = 0;\nfor (const x of y) {\n  s = x;\n}",
    "let s = 0;\nfor (const x of y) {\n  s += x;\n}",
  ],
  ["operand-order", "x = a - b", "x = b - a"],
  ["comparator-order", "x.sort((a, b) => b.size - a.size)", "x.sort((a, b) => a.size - b.size)"],
  ["operand-order", "x = a.compare(b)", "x = b.compare(a)"],
  ["subscript-order", "x = a[i][j]", "x = a[j][i]"],
  ["constant-step", "x = 1", "x = 2"],
  ["constant-step", "x = 0.1", "x = 0.2"],
  ["constant-scale", "x = 6", "x = 60"],
  ["constant-other", "x = 7 + 12", "x = 12 + 12"],
  ["boolean", "x = true", "x = false"],
  ["step-bound", "x = a[i]", "x = a[i - 1]"],
  ["assignment-elsewhere", "a.size += n; a.size = m", "a.size += n; a.size -= m"],
  ["step-bound", "a.length = n", "a.length = n + 1"],
  ["step-bound", "if (a < b) {}", "if (a < b + 1) {}"],
  ["step-added", "function f(a) { return a }", "function f(a) { return a + 1 }"],
  ["step-added", "x = a ? b : c", "x = a ? b - 1 : c"],
  ["step-added", "i += a.length", "i += a.length - 1"],
  ["step-dropped", "x = a.length - 1", "x = a.length"],
  ["constant-step-large", "x = 0x2b", "x = 0x2c"],
  ["constant-sign-of-index", "x = a.indexOf(b) !== 1", "x = a.indexOf(b) !== -1"],
  ["string-twin", "f(\"ab/\", g('ab'))", "f(\"ab/\", g('ab/'))"],
  ["method", "x = a.indexOf(b)", "x = a.lastIndexOf(b)"],
  ["operand-order", "x = [...a, ...b]", "x = [...b, ...a]"],
  ["method", "x = Math.min(a, b)", "x = Math.max(a, b)"],
  ["method", "x = a.startsWith(b)", "x = a.endsWith(b)"],
  ["method", "x.push(y)", "x.unshift(y)"],
  ["argument-order", "f(a, b)", "f(b, a)"],
  ["argument-dropped", "f(a, b)", "f(a)"],
  ["await", "async () => { f() }", "async () => { await f() }"],
  ["await", "async () => { x = (await f()) }", "async () => { x = (f()) }"],
  ["optional-chain-added", "x = a.b", "x = a?.b"],
  ["optional-chain", "x = a?.b", "x = a.b"],
  ["end-of-list", "x = a[0]", "x = a[a.length - 1]"],
  ["identifier-unused", "function f(a, b) { return a + a }", "function f(a, b) { return a + b }"],
  ["identifier-twin", "function f(start, end) { g(start, 1); h(end) }", "function f(start, end) { g(end, 1); h(end) }"],
  ["identifier", "function f(a, total) { g(a); h(total) }", "function f(a, total) { g(total); h(total) }"],
  ["property-twin", "f(a.first); g(a.last)", "f(a.last); g(a.last)"],
  ["property", "f(a.name); g(a.price)", "f(a.price); g(a.price)"],
  ["string", 'f("a" + "b")', 'f("b" + "b")'],
  ["string-separator", "x = a.split(';')", "x = a.split(',')"],
  ["string-variant", 'x = "Done"', 'x = "done"'],
  ["statement-removed", "f();\ng();", ";\ng();"],
  ["guard-removed", "if (a) { return }", ";"],
  ["jump", "while (a) { break }", "while (a) { continue }"],
  ["return-added", "function f() { g() }", "function f() { return g() }"],
  ["loop-kind", "for (const a of b) {}", "for (const a in b) {}"],
  ["statement-order", "f();\ng();", "g();\nf();"],
  ["pattern", "x = /a+b/", "x = /a*b/"],
  ["pattern-flag", "x = /a/", "x = /a/g"],
  ["pattern-flag", "x = /a/", "x = /a/i"],
  ["pattern-flag-rare", "x = /^a/", "x = /^a/m"],
  ["pattern", "x = /a(?=b)/", "x = /a(?!b)/"],
  ["pattern", "x = /[^a-e]/", "x = /[a-e]/"],
  ["pattern-range", "x = /[a-e]/", "x = /[a-f]/"],
  ["pattern", "x = /\\d{2,}/", "x = /\\D{2,}/"],
  ["pattern", "x = /\\d{2,}/", "x = /\\d{3,}/"],
  ["pattern", "x = /^a$/", "x = /^a/"],
  ["pattern", "x = new RegExp('a+')", "x = new RegExp('a*')"],
  ["idle-statement", "this.count;", "this.count--;"],
  ["idle-statement", "total == 0;", "total = 0;"],
  ["idle-statement", "total + x;", "total += x;"],
  ["assigned-condition", "if (a = b) c()", "if (a === b) c()"],
  ["break-added", "switch (a) { case 1: b(); default: c() }", "switch (a) { case 1: b(); break; default: c() }"],
  ["case-joined", "if (a) b(); if (c) d()", "if (a) b(); else if (c) d()"],
  ["case-parted", "if (a) b(); else if (c) d()", "if (a) b();  if (c) d()"],
  ["argument-added", "function f(a, b) { return g(a) }", "function f(a, b) { return g(a, b) }"],
  ["argument-added", "function f(a, ...b) { return g(a) }", "function f(a, ...b) { return g(a, ...b) }"],
  ["nothing", "f(null)", "f(undefined)"],
  ["default-nothing", "function f(a = 0) {}", "function f(a = undefined) {}"],
  ["default-given", "function f(a = null) {}", "function f(a = false) {}"],
  ["await-idle", "async () => { task }", "async () => { await task }"],
  ["slice-bound", "x = a.slice(1)", "x = a.slice(1, -1)"],
  ["constant-step", "x = a % 60n", "x = a % 59n"],
  ["constant-step", "x = 1 << 30", "x = 1 << 31"],
  ["constant-other", "x = a % 24", "x = a % 12"],
  ["method", "x = String(a)", "x = Number(a)"],
  ["method", "x = Number.POSITIVE_INFINITY", "x = Number.NEGATIVE_INFINITY"],
  ["method", "x = a.toUpperCase()", "x = a.toLocaleUpperCase()"],
  ["string-variant", "x = a !== 'true'", "x = a !== 'false'"],
  ["identifier-unused", "const week = 7;\nconst day = 1;\nf(day);", "const week = 7;\nconst day = 1;\nf(week);"],
];

const PYTHON: typeof SCRIPT = [
  ["own-member", "class A:\n  def f(self, x):\n    g(self.x)", "class A:\n  def f(self, x):\n    g(x)"],
  ["method", "x = timedelta(days=1)", "x = timedelta(weeks=1)"],
  ["branches-swapped", "x = a if b else c", "x = c if b else a"],
  ["first-bound", "range(n)", "range(1, n)"],
  ["spread-added", "print(a)", "print(*a)"],
  ["interpolation", "x = 'a {b}'", "x = f'a {b}'"],
  ["comparison-boundary", "x = a < b", "x = a <= b"],
  ["comparison-boundary", "x = a <= b < c", "x = a <= b <= c"],
  ["comparison-negated", "x = a is b", "x = a is not b"],
  ["comparison-negated", "x = a not in b", "x = a in b"],
  ["arithmetic", "x = a // b", "x = a / b"],
  ["arithmetic", "x = a ** b", "x = a * b"],
  ["logic", "x = a and b", "x = a or b"],
  ["negation-dropped", "x = not a", "x = a"],
  ["negation-added", "if a:\n  b()", "if not a:\n  b()"],
  ["sign", "x = -a", "x = a"],
  ["assignment", "x += 1", "x -= 1"],
  ["operand-order", "x = a - b", "x = b - a"],
  ["comparator-order", "x = lambda a, b: a.n - b.n", "x = lambda a, b: b.n - a.n"],
  ["constant-step", "x = 1", "x = 0"],
  ["boolean", "x = True", "x = False"],
  ["step-bound", "for i in range(n): pass", "for i in range(n + 1): pass"],
  ["step-bound", "x = a[:n]", "x = a[:n - 1]"],
  ["step-dropped", "x = len(a) - 1", "x = len(a)"],
  ["method", "x = min(a)", "x = max(a)"],
  ["method", "x.append(y)", "x.extend(y)"],
  ["method", "x = y.lstrip()", "x = y.rstrip()"],
  ["method", "x = y.find(a)", "x = y.rfind(a)"],
  ["operand-order", "x = [a, b]", "x = [b, a]"],
  ["argument-order", "f(a, b)", "f(b, a)"],
  ["await", "async def f():\n  g()", "async def f():\n  await g()"],
  ["end-of-list", "x = a[0]", "x = a[-1]"],
  ["slice-bound", "x = a[1:]", "x = a[:1]"],
  ["slice-bound", "x = a[:]", "x = a[::-1]"],
  ["identifier-unused", "def f(a, b):\n  return a + a", "def f(a, b):\n  return a + b"],
  [
    "variable-for-number",
    "def f(count):\n  g(count)\n  return range(1)",
    "def f(count):\n  g(count)\n  return range(count)",
  ],
  ["property", "f(self.name, self.age)", "f(self.age, self.age)"],
  ["string", 'f("a", "b")', 'f("b", "b")'],
  ["string-separator", 'x = ",".join(a)', 'x = ", ".join(a)'],
  ["format", 'x = f"{a:.2f}"', 'x = f"{a:.1f}"'],
  ["statement-removed", "f()\ng()", "pass\ng()"],
  ["jump", "for a in b:\n  continue", "for a in b:\n  break"],
  ["return-added", "def f():\n  g()", "def f():\n  return g()"],
  ["pattern", 're.compile(r"^\\d+")', 're.compile(r"^\\D+")'],
  ["idle-statement", "total + x", "total += x"],
  ["case-joined", "if a:\n  b()\nif c:\n  d()", "if a:\n  b()\nelif c:\n  d()"],
  ["case-parted", "if a:\n  b()\nelif c:\n  d()", "if a:\n  b()\nif c:\n  d()"],
  ["argument-added", "def f(*args, **kw):\n  return g(**kw)", "def f(*args, **kw):\n  return g(*args, **kw)"],
  ["default-nothing", "def f(a=0):\n  pass", "def f(a=None):\n  pass"],
  ["default-given", "def f(a=None):\n  pass", "def f(a=True):\n  pass"],
  ["method-loose", "x = filter(a, b)", "x = filterfalse(a, b)"],
];

test.each(SCRIPT)("JavaScript: %s changes %s to %s", async (operator, text, mutated) => {
  expect(await texts("a.js", text, operator)).toContain(mutated);
  expect(await texts("a.tsx", text, operator)).toContain(mutated);
});

test.each(PYTHON)("Python: %s changes %s to %s", async (operator, text, mutated) => {
  expect(await texts("a.py", text, operator)).toContain(mutated);
});

test("hints put in names of other modules, parts of texts and numbers that the failure shows", async () => {
  const hints = {
    names: ["roundHalf"],
    strings: [],
    numbers: [{ actual: 10, expected: 15 }],
    pieces: [{ actual: ", ", expected: "; " }],
  };

  expect(await texts("a.js", "x = roundHolf(1)", "identifier-hinted", hints)).toContain("x = roundHalf(1)");
  expect(await texts("a.py", 'x = "a, b"', "string-piece", hints)).toContain('x = "a; b"');
  expect(await texts("a.js", "x = 20", "constant-hinted", hints)).toContain("x = 25");
});

const CODE = {
  "a.ts": `import { x } from "./x.ts";
type Kind = "a" | "b";
export async function load<T extends Kind>(path: string, { retries = 3 }: { retries?: number } = {}): Promise<T[]> {
  const found: T[] = [];
  for (let i = 0; i <= retries && !found.length; i++) {
    try {
      const text = (await x.read(path))?.trim() ?? "";
      if (text === "" || text.length > 1e3) throw new Error(\`Nothing in \${path}\`);
      found.push(...text.split(/,\\s+/).map((part, index) => (index % 2 === 0 ? part : part.slice(1, -1))));
    } catch (error) {
      if (i === retries) throw error;
      else continue;
    }
  }
  switch (found.length) {
    case 0:
      return [];
    default:
      found[0] -= -1;
  }
  return found.sort((a, b) => a - b) as T[];
}`,
  "a.py": `import re

LIMIT = 10

class Cart(dict):
    """Holds things."""
    def __init__(self, *items, limit=LIMIT, **options):
        super().__init__(options)
        self.items = [item for item in items if item is not None and item.price > 0.5]
        self.limit = limit

    @property
    def total(self):
        total = 0
        for index, item in enumerate(self.items[1:], start=1):
            if not item.free or index in (1, 2):
                total += item.price * -item.count // 2
            elif total == 3: continue
        return round(total, 2) if total else None

def words(text): return {word.lower(): len(word) for word in re.findall(r"\\w+", text)}

def each(values):
    for value in values:
        yield value
    raise ValueError(f"no {values!r:>10}")
`,
};

test.each(Object.entries(CODE))(
  "every mutant of %s still parses, and no two make the same text",
  async (path, text) => {
    const tree = await treeOf(path, text);
    for (const kind of ["control", "repair"] as const) {
      const mutated = mutantsOf(tree, ALL, { kind }).map((mutant) => applyMutant(text, mutant));
      const broken = await Promise.all(mutated.map(async (other) => (await treeOf(path, other)).hasErrors));
      expect(mutated.filter((_, index) => broken[index])).toEqual([]);
      expect(new Set([...mutated, text]).size).toBe(mutated.length + 1);
      expect(mutated.length).toBeGreaterThan(kind === "control" ? 40 : 150);
    }
  },
);

test("a result that is twice too large is one place too far to the left", async () => {
  const hints = { ...NO_HINTS, numbers: [{ actual: 2_097_152, expected: 1_048_576 }] };

  expect(await texts("a.js", "x = 1 << 21", "constant-hinted", hints)).toContain("x = 1 << 20");
});

test("what a module hands out stays handed out", async () => {
  const text =
    "function run(a) {}\nmodule.exports = run;\nmodule.exports.again = run;\nexports.first = (a) => a + 1;\n";
  const repairs = mutantsOf(await treeOf("a.js", text), ALL, { kind: "repair" });

  expect(repairs.filter(({ line }) => line === 2 || line === 3)).toEqual([]);
  const exported = repairs.filter(({ line }) => line === 4).map((mutant) => applyMutant(text, mutant));
  expect(exported.length).toBeGreaterThan(0);
  expect(exported.filter((other) => !other.includes("exports.first = "))).toEqual([]);
});

test("mutants lie within the lines asked for and name their function", async () => {
  const text = "function one() {\n  return 1;\n}\nfunction two() {\n  return 2;\n}\n";
  const mutants = mutantsOf(await treeOf("a.js", text), [{ from: 4, to: 6 }], { kind: "control" });

  expect(new Set(mutants.map(({ line, declaration }) => `${declaration} ${line}`))).toEqual(new Set(["two 5"]));
});

test("types, imports, docstrings and comments are left alone", async () => {
  const typed = await treeOf(
    "a.ts",
    'import { a } from "b";\ninterface X { a: 1 }\ntype Y = "c";\nlet z: Array<2>; // 3\n',
  );
  const documented = await treeOf("a.py", 'def f():\n  """Counts to 10."""\n');

  expect(mutantsOf(typed, ALL, { kind: "repair" })).toEqual([]);
  expect(mutantsOf(documented, ALL, { kind: "control" })).toEqual([]);
});

test("no repair adds nothing, and none changes the signatures of an overloaded function", async () => {
  const overloads = "function f(a: string): void;\nfunction f(a: number): void;\nfunction f(a: any) {\n  g(a, 1);\n}\n";
  const signatures = mutantsOf(await treeOf("a.ts", overloads), [{ from: 1, to: 2 }], { kind: "repair" });

  expect(await texts("a.js", "x = a - 1", "constant-step")).toEqual(["x = a - 2"]);
  expect(await texts("a.js", 'x = a + "_" + b', "arithmetic")).toEqual([]);
  expect(signatures).toEqual([]);
});

test("other languages have no repairs", async () => {
  expect(mutantsOf(await treeOf("a.go", "package m\nfunc f() int { return 1 }\n"), ALL, { kind: "repair" })).toEqual(
    [],
  );
});
