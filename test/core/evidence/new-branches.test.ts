import { expect, test } from "vitest";
import { newBranches } from "../../../src/core/evidence/new-branches.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

async function branches(path: string, before: string, after: string): Promise<readonly string[]> {
  const [old, now] = [await trees.parse(path, before), await trees.parse(path, after)];
  if (now === undefined) throw new Error("No grammar.");
  return newBranches(old, now).map(({ condition }) => condition.replace(/\s+/g, " "));
}

test.each<[what: string, path: string, before: string, after: string]>([
  ["a guard put the other way round", "a.js", "if (a > 3) { x(); } else { y(); }", "if (!(a > 3)) return y();\nx();"],
  ["a comparison turned", "a.js", "if (a > 3) x();", "if (3 < a) x();"],
  ["two conditions joined", "a.js", "if (a) { if (b > 1) x(); }", "if (a && b > 1) x();"],
  ["a search by another method", "a.js", "if (l.indexOf(b) !== -1) x();", "if (l.includes(b)) x();"],
  ["a condition as a value", "a.js", "if (a === 1) return true;\nreturn false;", "return a === 1;"],
  ["a switch as ifs", "a.js", "switch (k) { case 'a': x(); }", "if (k === 'a') x();"],
  ["an emptiness that is asked otherwise", "a.py", "if len(l) == 0:\n    x()\n", "if not l:\n    x()\n"],
  ["elif for else and if", "a.py", "if a:\n  x()\nelse:\n  if b > 2:\n    y()\n", "if a:\n  x()\nelif b > 2:\n  y()\n"],
])("no question is new: %s", async (_, path, before, after) => {
  expect(await branches(path, before, after)).toEqual([]);
});

test.each<[what: string, path: string, before: string, after: string, found: string]>([
  ["a case of its own", "a.js", "return a;", "if (a === 77) return 0;\nreturn a;", "(a === 77)"],
  ["another limit", "a.js", "if (a > 100) x();", "if (a > 100) x();\nif (a > 101) y();", "(a > 101)"],
  ["a conditional expression", "a.js", "return a;", "return a === 77 ? 0 : a;", "a === 77"],
  ["a shortcut", "a.js", "return a;", "return (a === 77 && 1) || a;", "a === 77"],
  ["a table", "a.js", "return a;", "return { 77: 0 }[a];", "{ 77: 0 }[a]"],
  ["a case of a switch", "a.js", "return a;", "switch (a) { case 77: return 0; }", "77"],
  ["a handler", "a.js", "f();", "try { f(); } catch { g(); }", "catch { g(); }"],
  ["a handler of a promise", "a.js", "f();", "f().catch(() => {});", "f().catch(() => {})"],
  ["a case in Python", "a.py", "def f(a):\n  return a\n", "def f(a):\n  return 0 if a == 77 else a\n", "a == 77"],
  ["a pattern in Python", "a.py", "x = a\n", "match a:\n  case 77:\n    x = 0\n", "77"],
  ["a handler in Python", "a.py", "f()\n", "try:\n  f()\nexcept Exception:\n  pass\n", "except Exception: pass"],
])("a question is new: %s", async (_, path, before, after, found) => {
  expect(await branches(path, before, after)).toContain(found);
});
