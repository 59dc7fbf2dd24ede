import { expect, test } from "vitest";
import { hiddenCharacters, protectionOf, reasonsToConfirm } from "../../../src/core/changes/protected-paths.ts";

test.each([
  ".vscode/tasks.json",
  "packages/a/.VSCode/settings.json",
  ".vscode./settings.json",
  "x.code-workspace",
  ".gitignore",
  ".git/hooks/pre-commit",
  ".github/workflows/ci.yml",
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  "Jenkinsfile",
  ".mcp.json",
  ".npmrc",
  "packages/a/.npmrc",
  ".envrc",
  ".cursor/rules",
  "CLAUDE.md",
  ".tessera/agents/x.md",
  "package-lock.json",
  "sub/yarn.lock",
  "Cargo.lock",
  ".husky/pre-commit",
])("T27: %s is protected", (path) => {
  expect(protectionOf(path)).toBeDefined();
});

test.each([
  "src/a.js",
  "package.json",
  "src/git/a.js",
  "src/vscode/extension.ts",
  "lock.js",
  "src/ci/run.ts",
  "docs/agents.html",
  "README.md",
  "agents/fix.ts",
])("%s is not", (path) => {
  expect(protectionOf(path)).toBeUndefined();
});

const reasons = (path: string, base: string | null, proposed: string | null) =>
  reasonsToConfirm({ path, base, proposed }).join();

test("a change of what package.json runs asks, another one does not", () => {
  expect(reasons("package.json", '{"scripts":{"a":"b"}}', '{"scripts":{"a":"c"}}')).toContain("scripts");
  expect(reasons("package.json", '{"name":"a"}', '{"scripts":{"a":"c"}}')).toContain("scripts");
  expect(reasons("package.json", '{"scripts":{"a":"b"}}', '{\n  "name": "x", "scripts":{"a":"b"}}')).toBe("");
  expect(reasons("package.json", "{", '{"scripts":{}}')).toContain("scripts");
});

test("T27, T58: deletions, large files and new hidden characters ask", () => {
  expect(reasons("a.js", "a", null)).toContain("deleted");
  expect(reasons("a.js", "a", "x".repeat(1024 * 1024 + 1))).toContain("1 MB");
  expect(reasons("a.js", "a", "a\u202Eb\u200Bc")).toContain("2 hidden characters");
  expect(reasons("a.js", "a\u202E", "b\u202E")).toBe("");
});

test("ordinary text, accents, pictures and a byte order mark hide nothing", () => {
  expect(hiddenCharacters("\uFEFFä\t\r\n文 ✔️ 👩‍👩‍👧‍👦 1️⃣ e\u0301")).toBe(0);
  expect(hiddenCharacters("a\u200Db")).toBe(1);
  expect(hiddenCharacters("\u{E0041}")).toBe(1);
});
