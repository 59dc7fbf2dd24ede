import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { type FileTexts, unifiedDiff } from "../../../src/core/changes/unified-diff.ts";

/** Writes the bases to a folder, lets git apply the diff there, and compares what it made of them. */
function expectGitToAgree(files: readonly FileTexts[]): void {
  const folder = mkdtempSync(join(tmpdir(), "tessera-diff-"));
  try {
    for (const { path, base } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      if (base !== null) writeFileSync(join(folder, path), base);
    }
    execFileSync("git", ["apply", "--whitespace=nowarn", "-"], {
      cwd: folder,
      input: unifiedDiff(files),
      stdio: ["pipe", "pipe", "inherit"],
    });
    for (const { path, proposed } of files) {
      const file = join(folder, path);
      expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(proposed);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index}\n`);

test("changes far and near each other, with their context", () => {
  const base = numbered(60);
  const proposed = base.map((line, index) => ([0, 6, 12, 30, 59].includes(index) ? `new ${line}` : line));
  expectGitToAgree([{ path: "a.txt", base: base.join(""), proposed: proposed.join("") }]);
});

test.each([
  ["put in at the start", "b\n", "a\nb\n"],
  ["put in at the end", "a\n", "a\nb\n"],
  ["taken out", "a\nb\nc\n", "a\nc\n"],
  ["all taken out", "a\nb\n", ""],
  ["filled", "", "a\nb\n"],
  ["a lost final line end", "a\nb\n", "a\nb"],
  ["a new final line end", "a\nb", "a\nb\n"],
  ["a last line without end on both sides", "a\nb", "x\nb"],
  ["a changed last line without end", "a\nb", "a\nc"],
  ["CRLF", "a\r\nb\r\n", "a\r\nc\r\n"],
  ["mixed line ends", "a\r\nb\nc\rd\n", "a\nb\nC\rd\n"],
  ["a byte order mark", "\uFEFFa\nb\n", "\uFEFFa\nc\n"],
  ["lines that look like a diff", "--- a\n+++ b\n@@ -1 +1 @@\n", "--- a\n+++ c\n\\ No newline\n"],
])("%s", (_, base, proposed) => {
  expectGitToAgree([{ path: "a.txt", base, proposed }]);
});

test("files that come and go, empty ones too", () => {
  expectGitToAgree([
    { path: "new/deep/a.txt", base: null, proposed: "a\nb" },
    { path: "new/empty.txt", base: null, proposed: "" },
    { path: "gone.txt", base: "a\n", proposed: null },
    { path: "gone-empty.txt", base: "", proposed: null },
    { path: "same.txt", base: "a\n", proposed: "a\n" },
  ]);
});

test.each([
  "with space.txt",
  'quo"te.txt',
  "back\\slash.txt",
  "ünïcode-文.txt",
  "a b/ü c.txt",
  "tab\there.txt",
  "line\nbreak.txt",
  "--dash",
  "😀.md",
])("a file named %j", (path) => {
  expectGitToAgree([
    { path, base: "a\n", proposed: "b\n" },
    { path: `new-${path.replace("/", "-")}`, base: null, proposed: "b\n" },
    { path: `gone-${path.replace("/", "-")}`, base: "a\n", proposed: null },
  ]);
});

test("nothing changed makes no diff", () => {
  expect(unifiedDiff([{ path: "a", base: "a", proposed: "a" }])).toBe("");
});

test("names are marked and quoted as git does", () => {
  const head = (path: string) =>
    unifiedDiff([{ path, base: "a\n", proposed: "b\n" }])
      .split("\n")
      .slice(0, 3);
  expect(head("a b.txt")).toEqual(["diff --git a/a b.txt b/a b.txt", "--- a/a b.txt\t", "+++ b/a b.txt\t"]);
  expect(head("ü.txt")).toEqual([
    'diff --git "a/\\303\\274.txt" "b/\\303\\274.txt"',
    '--- "a/\\303\\274.txt"',
    '+++ "b/\\303\\274.txt"',
  ]);
});
