import { expect, test } from "vitest";
import type { LineView } from "../../../src/protocol/views.ts";
import { showHidden } from "../../../src/webview/text/hidden.ts";
import { highlighted } from "../../../src/webview/text/highlight.ts";
import { readScopes } from "../../../src/webview/text/scopes.ts";
import { byChange, segments } from "../../../src/webview/text/segments.ts";
import { changedWords } from "../../../src/webview/text/word-diff.ts";

function lines(...texts: readonly string[]): readonly LineView[] {
  return texts.map((text) => ({
    type: text.startsWith("-") ? "removed" : text.startsWith("+") ? "added" : "context",
    text: text.slice(1),
  }));
}

/** What is marked as changed, line by line. */
function marked(...texts: readonly string[]): readonly string[] {
  const hunk = lines(...texts);
  return changedWords(hunk).map((ranges, index) =>
    ranges.map(({ from, to }) => hunk[index]?.text.slice(from, to)).join("|"),
  );
}

test("of a line that was replaced, the changed words are marked on both sides", () => {
  expect(marked(" a", "-return Math.round(cents) / 100;", "+return halfToEven(cents) / 100;")).toEqual([
    "",
    "Math.round",
    "halfToEven",
  ]);
});

test("removed lines are compared with the added ones in their order; what has no counterpart has no marks", () => {
  expect(marked("-one = 1", "-two = 2", "+one = 9", "+two = 8", "+three = 3")).toEqual(["1", "2", "9", "8", ""]);
});

test("lines that have next to nothing in common are not marked word by word", () => {
  expect(marked("-return alpha;", "+throw new Error(message)")).toEqual(["", ""]);
});

test("additions are compared with removals of their own block only", () => {
  expect(marked("-a = 1", " between", "+a = 2")).toEqual(["", "", ""]);
});

test("very long lines are not compared", () => {
  expect(marked(`-a = ${"x".repeat(2_000)}`, `+b = ${"x".repeat(2_000)}`)).toEqual(["", ""]);
});

test("scopes are read from highlight.js's output, entities and nested spans included", () => {
  const html =
    '<span class="hljs-keyword">if</span> (a &lt; b) <span class="hljs-string">`x<span class="hljs-subst">${y &amp;&amp; z}</span>`</span>';
  const text = "if (a < b) `x${y && z}`";

  expect(readScopes(html).map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([
    ["keyword", "if"],
    ["string", "`x${y && z}`"],
    ["subst", "${y && z}"],
  ]);
});

test("a string over several lines of a hunk is one on each side", () => {
  const scopes = highlighted(lines(" a = `one", "-two", "+three", " four`;"), "javascript");

  expect(scopes.map((line) => line.at(-1)?.name)).toEqual(["string", "string", "string", "string"]);
});

test("a language that is not known leaves text plain", () => {
  for (const language of ["plaintext", "brainfuck", "toString", ""]) {
    expect(highlighted(lines("-if (a) b", "+if (a) c"), language)).toEqual([[], []]);
  }
});

test("the pieces of a line joined are the line, whatever overlaps", () => {
  const text = "const x = `a${b}`;";
  const scopes = [
    { name: "string", from: 10, to: 17 },
    { name: "subst", from: 12, to: 16 },
    { name: "keyword", from: 0, to: 5 },
  ];
  const row = segments(text, scopes, [{ from: 3, to: 13 }]);

  expect(row.map((segment) => segment.text).join("")).toBe(text);
  expect(row.find((segment) => segment.text === "${")).toBeUndefined();
  expect(byChange(row).map((part) => [part.changed, part.segments.map((segment) => segment.text).join("")])).toEqual([
    [false, "con"],
    [true, "st x = `a$"],
    [false, "{b}`;"],
  ]);
});

test("hidden characters are shown as what they are", () => {
  const seen = (text: string) => showHidden(text).map((piece) => (piece.mark ? `[${piece.text}]` : piece.text));

  expect(seen("a\u202Eb\u200Bc")).toEqual(["a", "[U+202E]", "b", "[U+200B]", "c"]);
  expect(seen("\u{e0041}\u2066\u3164\ufeff\u00a0\u0000\r")).toEqual([
    "[U+E0041]",
    "[U+2066]",
    "[U+3164]",
    "[U+FEFF]",
    "[U+00A0]",
    "[U+0000]",
    "[U+000D]",
  ]);
  expect(seen("plain\ttext, ünïcode, עברית, 漢字, ☺️")).toEqual(["plain\ttext, ünïcode, עברית, 漢字, ☺️"]);
});
