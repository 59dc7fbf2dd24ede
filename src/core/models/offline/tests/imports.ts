import type { Edit } from "../edits.ts";
import type { Style } from "./style.ts";

/** By what a test file calls what the import line takes: "default" and names to their local ones. */
export function localNames(importLine: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const listed = /\{([^}]*)\}/.exec(importLine)?.[1] ?? /^from \S+ import (.*)$/.exec(importLine)?.[1] ?? "";
  for (const name of listed.split(",").map((part) => part.trim())) if (name !== "") names.set(name, name);
  const one = /^import (\w+)\b(?:,| from)/.exec(importLine)?.[1] ?? /^const (\w+) = require/.exec(importLine)?.[1];
  if (one !== undefined) names.set("default", one);
  return names;
}

/** The import line with those of its names that the tests use, as a formatter writes it. */
export function importOf(importLine: string, tests: string, { width, indent }: Style): string {
  const used = usedIn(tests, [...localNames(importLine).values()]);
  const list = /\{[^}]*\}/.exec(importLine)?.[0];
  if (list === undefined) {
    const from = /^from \S+ import /.exec(importLine)?.[0];
    return from === undefined ? importLine : `${from}${used.join(", ")}`;
  }
  const named = used.filter((name) => list.includes(name));
  if (named.length === 0) return importLine.replace(`, ${list}`, "");
  return fitted(importLine.replace(list, `{ ${named.join(", ")} }`), width, indent);
}

/** The subject's import widened by what the tests use, or a new one put where sorted imports have it. */
export function imported(text: string, importLine: string, tests: string, style: Style): readonly Edit[] {
  const wanted = usedIn(tests, [...localNames(importLine).values()]);
  const statements = [...text.matchAll(STATEMENT)].map(([statement]) => statement);
  const missing = wanted.filter((name) => !statements.some((statement) => usedIn(statement, [name]).length > 0));
  if (missing.length === 0) return [];
  const specifier = specifierOf(importLine);
  const there = statements.find(
    (statement) =>
      specifierOf(statement) === specifier &&
      !/^import type\b/.test(statement) &&
      /\{[^}]*\}|^from \S+ import [^(\n]*$/.test(statement),
  );
  if (there !== undefined) return [{ find: there, replace: widened(there, missing, style) }];
  const line = importOf(importLine, missing.join(" "), style);
  const before = statements.findLast((statement) => comesBefore(specifierOf(statement), specifier));
  if (before !== undefined) return [{ find: before, replace: `${before}\n${line}` }];
  const [first] = statements;
  return first === undefined ? [] : [{ find: first, replace: `${line}\n${first}` }];
}

/** An import, of one line or several, or a `require`. */
const STATEMENT =
  /^(?:import\s(?:[^;'"]*?from\s*)?["'][^"'\n]+["'];?|from \S+ import (?:\([^)]*\)|[^\n(]*)|import [\w., ]+$|const [^=\n]*= require\([^)\n]*\);?)/gm;

function widened(statement: string, missing: readonly string[], { width, indent }: Style): string {
  const list = /\{([^}]*)\}/.exec(statement);
  if (list === null) return `${statement}, ${missing.join(", ")}`;
  const names = (list[1] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const wasSorted = names.join() === names.toSorted(byName).join();
  const all = [...names, ...missing];
  const line = statement.replace(list[0], `{ ${(wasSorted ? all.toSorted(byName) : all).join(", ")} }`);
  return fitted(line, width, indent);
}

/** Broken into one name a line where it is too long for one. */
function fitted(line: string, width: number, indent: string): string {
  if (line.length <= width) return line;
  return line.replace(
    /\{ ([^}]*) \}/,
    (_, names: string) => `{\n${indent}${names.replaceAll(", ", `,\n${indent}`)},\n}`,
  );
}

/** Without regard to case, and to the word "type". */
function byName(one: string, other: string): number {
  const key = (name: string) => name.replace(/^type /, "").toLowerCase();
  return key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0;
}

function specifierOf(statement: string): string {
  return /["']([^"']+)["']/.exec(statement)?.[1] ?? /^(?:from|import) (\S+)/.exec(statement)?.[1] ?? "";
}

/** Packages first, then paths, the farthest first. */
function comesBefore(one: string, other: string): boolean {
  const isPath = (specifier: string) => specifier.startsWith(".");
  return isPath(one) === isPath(other) ? one < other : isPath(other);
}

function usedIn(text: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`).test(text));
}
