import type { FileTexts } from "./unified-diff.ts";

/**
 * What an accepted hunk may not reach without a confirmation of its own: files that other programs act on by themselves.
 * Pure. Names are compared without case, since some file systems do.
 */
const protectedNames: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/(^|\/)\.vscode\//, "settings, tasks and launches of the editor"],
  [
    /(^|\/)\.(idea|zed|cursor|claude|codex|gemini|windsurf|continue|aider|roo|cline|junie|tessera|agents?)\//,
    "configuration of an editor or of agents",
  ],
  [/(^|\/)\.(cursorrules|windsurfrules|clinerules|aider\.conf\.ya?ml)$/, "configuration of agents"],
  [/(^|\/)(agents|claude|gemini)\.md$/, "instructions to agents"],
  [/\.code-workspace$/, "settings of the editor"],
  [/(^|\/)\.git[^/]*(\/|$)/, "git's own files, hooks or settings"],
  [/(^|\/)\.husky\//, "git hooks"],
  [/(^|\/)\.(pre-commit-config\.ya?ml|lefthook\.ya?ml|lintstagedrc[^/]*)$/, "git hooks"],
  [/(^|\/)lefthook\.ya?ml$/, "git hooks"],
  [/(^|\/)\.(gitlab-ci|travis|drone|appveyor|cirrus)\.ya?ml$/, "what the CI runs"],
  [
    /(^|\/)\.(circleci|buildkite|woodpecker|teamcity|forgejo|gitea|ci|devcontainer)\//,
    "what the CI or a container runs",
  ],
  [/(^|\/)(azure-pipelines[^/]*|bitbucket-pipelines|cloudbuild|appveyor|buildspec)\.ya?ml$/, "what the CI runs"],
  [/(^|\/)(jenkinsfile[^/]*|\.woodpecker\.ya?ml|\.devcontainer\.json)$/, "what the CI or a container runs"],
  [/(^|\/)\.?mcp\.json$/, "servers that agents start"],
  [
    /(^|\/)\.(npmrc|yarnrc|yarnrc\.ya?ml|pnpmfile\.c?js|pypirc|envrc|env[^/]*|netrc|tool-versions|nvmrc)$/,
    "settings of package managers or the shell",
  ],
  [/(^|\/)\.(yarn|cargo|mvn)\//, "settings of package managers"],
  [
    /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock)$/,
    "a lock file",
  ],
  [
    /(^|\/)(cargo\.lock|poetry\.lock|pdm\.lock|uv\.lock|pipfile\.lock|gemfile\.lock|composer\.lock|go\.sum|packages\.lock\.json|gradle\.lockfile|flake\.lock)$/,
    "a lock file",
  ],
  [/(^|\/)node_modules\//, "installed packages"],
];

/** Why a path is protected, or undefined when it is not. */
export function protectionOf(path: string): string | undefined {
  const plain = plainName(path);
  return protectedNames.find(([pattern]) => pattern.test(plain))?.[1];
}

/** Whether only git itself may write there, whatever anybody confirms: a repository's `.git`, at whatever depth. */
export function isGitsOwn(path: string): boolean {
  return plainName(path).split("/").includes(".git");
}

/** A path as the most forgiving file system reads it: some pass over what is not seen, some know a long name by a short one. */
function plainName(path: string): string {
  return path
    .replace(hidden, "")
    .replace(/(^|\/)git~\d+(?=\/|$)/gi, "$1.git")
    .normalize("NFKC")
    .split("/")
    .map((part) => part.replace(/[. ]+$/, ""))
    .join("/")
    .toLowerCase();
}

const largeText = 1024 * 1024;

/** Characters that are not seen, or make text look other than it reads: marks of direction, of zero width, tags, controls. */
const hidden = /(?![\t\n\f\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

/** What makes one picture of several characters. */
const pictures = /[\p{Extended_Pictographic}0-9#*](?:\uFE0F|\u200D|[\u{1F3FB}-\u{1F3FF}])+/gu;

/** How many hidden characters a text holds; a byte order mark at its start is none. */
export function hiddenCharacters(text: string): number {
  return (
    text
      .replace(/^\uFEFF/, "")
      .replace(pictures, "")
      .match(hidden)?.length ?? 0
  );
}

/** Everything about a change that asks for a confirmation of its own, as parts of a sentence; empty for an ordinary one. */
export function reasonsToConfirm({ path, base, proposed }: FileTexts): readonly string[] {
  const reasons: string[] = [];
  const protection = protectionOf(path);
  if (protection !== undefined) reasons.push(`it is ${protection}`);
  if (proposed === null) return [...reasons, "it is deleted"];
  if (proposed.length > largeText) reasons.push("it is over 1 MB");
  const added = hiddenCharacters(proposed) - hiddenCharacters(base ?? "");
  if (added > 0) reasons.push(`it gains ${added} hidden character${added === 1 ? "" : "s"}`);
  if (/(^|\/)package\.json$/i.test(path) && scriptsOf(base) !== scriptsOf(proposed)) reasons.push("its scripts change");
  return reasons;
}

/** The parts of a package.json that run code, in a form that can be compared; what cannot be read equals nothing. */
function scriptsOf(text: string | null): string {
  if (text === null) return JSON.stringify({});
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== "object" || manifest === null || !("scripts" in manifest)) return JSON.stringify({});
    return JSON.stringify(manifest.scripts);
  } catch {
    return text;
  }
}
