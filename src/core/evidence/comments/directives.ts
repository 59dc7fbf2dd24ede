import type { Language } from "../../ports/syntax-trees.ts";

const TOOLS =
  "eslint|tslint|jshint|jslint|jscs|stylelint|biome|oxlint|oxc|deno|prettier|dprint|cspell|spell-?checker|knip|stryker|istanbul|c8|v8|nyc|" +
  "codeql|semgrep|snyk|lgtm|webpack\\w*|turbopack\\w*|rspack\\w*|vite|rollup|swc|babel|terser|" +
  "ruff|pylint|flake8|mypy|pyright|pyre|pytype|isort|yapf|autopep8|bandit|cython|distutils|nuitka\\S*|" +
  "rustfmt|clippy|checkstyle|spotless|pmd|resharper|csharpier|golangci\\S*|revive|staticcheck|gosec|pragma";

/** Looked for in each line of a comment, without its marks. */
const ANY: readonly RegExp[] = [
  new RegExp(`^(?:${TOOLS})(?:-\\w|\\s*:\\s*\\S)`, "i"),
  new RegExp(`^(?:${TOOLS})\\s+(?:ignore|disable|enable|skip|restore|suppress|off|on)\\b`, "i"),
  /^[\w@.$-]+[-:](?:ignore|disable|enable|skip|suppress|expect-error|nocheck)\b/i,
  /^(?:[@#]__\w+__)/,
  /^@(?:ts-\w+|jsx\w*|jest-|vitest-|flow|noflow|formatter:|license|preserve|internal|deno-|refresh|vite-|ng[A-Z]|swc-|babel|pure\b|cc_on|generated)/,
  /^\$(?:Flow|Expect|NON-NLS)/,
  /\b(?:NOSONAR|NOLINT\w*|NOPMD|NOCHECKSTYLE)\b|^(?:noinspection|nolint|nosec|nosemgrep|nopep8)\b|SPDX-License-Identifier|<auto-?generated|\bDO NOT EDIT\b/,
  /^(?:node:coverage|fmt:\s*(?:off|on|skip))\b/,
];

const JAVASCRIPT: readonly RegExp[] = [
  /^\/\/\/\s*</,
  /^\/[/*][#@]\s*source(?:Mapping)?URL\s*=/,
  /^\/[/*]@\S/,
  /^\/\*\s*(?:globals?|exported)\s/,
  /^\/\*\s*(?:::?|flow-include)/,
];

const GO: readonly RegExp[] = [
  /^\/\/[\w-]+:\S/,
  /^\/\/(?:line|export|extern|sys|sysnb)\s/,
  /^\/\/\s*\+build\b/,
  /^\/\*line\s/,
  /^\/\/#/,
];

/** Looked for in the comment as it is written. */
const OWN: Readonly<Record<Language, readonly RegExp[]>> = {
  javascript: JAVASCRIPT,
  typescript: JAVASCRIPT,
  tsx: JAVASCRIPT,
  python: [/^#\s*type\s*:/, /#\s*noqa\b/i],
  go: GO,
  rust: [/^\/\/[@~]/],
  java: [/^\/\/\/usr\//, /^\/\/(?:DEPS|JAVA|JAVAC?_OPTIONS|SOURCES|FILES|REPOS|MAIN|GAV|PREVIEW)\b/],
  csharp: [/^\/\/css_/],
};

/**
 * The words of a comment that some compiler, interpreter or tool obeys, or undefined where people alone read it.
 * `isAtTop`: it stands in the first two lines, where Python looks for an encoding and the system for an interpreter.
 */
export function tellsTools(language: Language, comment: string, isAtTop: boolean): string | undefined {
  if (OWN[language].some((pattern) => pattern.test(comment))) return comment.trim();
  if (isAtTop && (comment.startsWith("#!") || /^#.*?coding[:=]/.test(comment))) return comment.trim();
  const told = comment
    .replace(/\*+\/\s*$/, "")
    .split("\n")
    .map((line) => line.replace(/^[\s/*!]+|^\s*#+!?\s*/, "").trim())
    .filter((line) => line !== "" && (ANY.some((pattern) => pattern.test(line)) || isOwnTag(language, line)));
  return told.length === 0 ? undefined : told.join("\n");
}

/** javac marks what such a comment documents. */
function isOwnTag(language: Language, line: string): boolean {
  return language === "java" && /^@deprecated\b/.test(line);
}
