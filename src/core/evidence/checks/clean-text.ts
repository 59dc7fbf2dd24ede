import { throwIfCancelled } from "../../app-error.ts";
import { hunksOf } from "../../changes/hunks.ts";
import { splitLines, withoutLineEnd } from "../../changes/lines.ts";
import { hiddenCharacters } from "../../changes/protected-paths.ts";
import type { Path } from "../../ports/files.ts";
import { isTestHarness } from "../../testing/project.ts";
import { baseText } from "../base-text.ts";
import type { Check } from "../check.ts";
import { secretsIn } from "../clean/secrets.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";

const name = "clean-text";

/**
 * The lines that are added hold no characters that nobody sees (marks of direction, of zero width, tags), and nothing that looks like a secret.
 * A secret is never repeated: the sentence says its kind and place. It asks about each added line alone, so it holds for any of them.
 */
export const cleanText: Check = {
  name,
  cost: "pure",
  async check({ base, changes }, signal) {
    const found: Problem[] = [];
    let lines = 0;
    for (const [path, now] of changes) {
      throwIfCancelled(signal);
      if (now === undefined) continue;
      const old = await baseText(base, path);
      const known = new Set(splitLines(old ?? "").map(withoutLineEnd));
      for (const { text, line } of addedLines(path, old, now)) {
        lines++;
        // What the base held already is none of this change's.
        if (known.has(withoutLineEnd(text))) continue;
        if (found.length < MOST) found.push(...problemsOf(path, text, line, old ?? ""));
      }
    }
    const [first] = found.sort((one, other) => WEIGHT[one.type] - WEIGHT[other.type]);
    if (first === undefined)
      return says("proved", `No secret and no hidden character in ${counted(lines, "added line")}.`);
    return says(first.type === "likely" ? "unknown" : "refuted", sentenceOf(first, found));
  },
};

/** Nobody reads on. */
const MOST = 1000;

interface Problem {
  readonly type: "secret" | "hidden" | "likely";
  readonly path: Path;
  readonly line: number;
  /** "an AWS access key", "U+202E". */
  readonly what: string;
  readonly count: number;
}

const WEIGHT: Readonly<Record<Problem["type"], number>> = { secret: 0, hidden: 1, likely: 2 };

function addedLines(
  path: Path,
  old: string | undefined,
  now: string,
): readonly { readonly text: string; readonly line: number }[] {
  return hunksOf("", path, old ?? null, now).flatMap(({ newStart, newLines }) =>
    newLines.map((text, index) => ({ text, line: newStart + index + 1 })),
  );
}

function problemsOf(path: Path, text: string, line: number, old: string): readonly Problem[] {
  const problems: Problem[] = [];
  // A byte order mark is one at the start of a file only.
  const hidden = hiddenCharacters(line === 1 ? text : `\n${text}`);
  if (hidden > 0) problems.push({ type: "hidden", path, line, what: firstHidden(text), count: hidden });
  for (const { kind, certain, value } of secretsIn(text, isTestHarness(path)))
    if (!old.includes(value)) problems.push({ type: certain ? "secret" : "likely", path, line, what: kind, count: 1 });
  return problems;
}

/** "U+202E" of the first character that the line holds and nobody sees. */
function firstHidden(text: string): string {
  const character = [...text].find((one) => hiddenCharacters(`\n${one}`) > 0) ?? "";
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function sentenceOf({ type, path, line, what }: Problem, all: readonly Problem[]): string {
  const alike = all.filter((problem) => problem.type === type).reduce((sum, problem) => sum + problem.count, 0);
  const more = alike > 1 ? `, the first of ${alike}` : "";
  if (type === "hidden") return `${path}, line ${line}: a hidden character is added (${what}${more}): leave it out.`;
  const look = type === "likely" ? "what may be" : "what looks like";
  return `${path}, line ${line}: ${look} ${what} is added${more}: keep secrets out of files, and read them from the environment.`;
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "hunk" };
}
