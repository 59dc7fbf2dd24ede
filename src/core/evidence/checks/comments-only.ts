import { throwIfCancelled } from "../../app-error.ts";
import { hunksOf, withHunks } from "../../changes/hunks.ts";
import { protectionOf } from "../../changes/protected-paths.ts";
import type { Path } from "../../ports/files.ts";
import type { SyntaxTrees } from "../../ports/syntax-trees.ts";
import { isTestHarness } from "../../testing/project.ts";
import { baseText } from "../base-text.ts";
import type { Check } from "../check.ts";
import { hasCheckedComments } from "../comments/checked-types.ts";
import { type Comparison, compareCode } from "../comments/compare.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";

const name = "comments-only";

/**
 * Nothing but comments, docstrings and white space changes: the tokens of code are the same before and after, and mean the same.
 * Markdown is documentation as a whole. Comments that compilers and tools obey are not.
 *
 * "hunk" where each hunk alone was looked at as well. Tests that documentation holds (doctests) are not run: the sentence says so.
 */
export const commentsOnly: Check = {
  name,
  cost: "pure",
  async check({ base, changes, trees }, signal) {
    const proved: (Comparison & { readonly verdict: "proved" })[] = [];
    const markdown: Path[] = [];
    const pairs: Pair[] = [];
    for (const [path, now] of changes) {
      throwIfCancelled(signal);
      const old = await baseText(base, path);
      if (old === now) continue;
      if (now === undefined) return says("refuted", `${path} would be deleted: change its comments only.`);
      if (/\.(?:md|markdown)$/i.test(path)) {
        const kept = whyKept(path);
        if (kept !== undefined) return says("unknown", `${path} is no plain documentation: ${kept}.`);
        markdown.push(path);
        continue;
      }
      if (old === undefined) return says("refuted", `${path} would be new: change comments of files that exist.`);
      const isChecked = await hasCheckedComments(base, path);
      const found = await compareCode(trees, path, old, now, { isChecked });
      if (found.verdict !== "proved") return says(found.verdict, found.sentence);
      proved.push(found);
      pairs.push({ path, old, now, isChecked });
    }
    const scope = (await holdsForEachHunk(trees, pairs, signal)) ? "hunk" : "changeSet";
    return { ...says("proved", sentenceOf(proved, markdown)), scope };
  },
};

function sentenceOf(
  proved: readonly (Comparison & { readonly verdict: "proved" })[],
  markdown: readonly Path[],
): string {
  if (proved.length === 0 && markdown.length === 0) return "Nothing changes.";
  const parts: string[] = [];
  if (proved.length > 0) {
    const kinds = [
      ...(proved.some(({ comments }) => comments) ? ["comments"] : []),
      ...(proved.some(({ docstrings }) => docstrings) ? ["docstrings"] : []),
    ];
    const what = kinds.length === 0 ? "white space" : kinds.join(" and ");
    const tokens = proved.reduce((sum, { tokens: own }) => sum + own, 0);
    parts.push(`Only ${what} changed; ${counted(tokens, "code token")} ${tokens === 1 ? "is" : "are"} the same.`);
    if (proved.some(({ examples }) => examples)) parts.push("The examples in them were not run for this.");
  }
  const [first] = markdown;
  if (first !== undefined)
    parts.push(`${markdown.length === 1 ? first : counted(markdown.length, "Markdown file")} may change as a whole.`);
  return parts.join(" ");
}

/** Files that people call documentation by their ending, and programs read. */
function whyKept(path: Path): string | undefined {
  return protectionOf(path) ?? (isTestHarness(path) ? "it belongs to the tests" : undefined);
}

interface Pair {
  readonly path: Path;
  readonly old: string;
  readonly now: string;
  readonly isChecked: boolean;
}

/** Each hunk costs a syntax tree. */
const MAX_HUNKS = 12;
const MAX_LENGTH = 200_000;

/** Comments may be opened in one hunk and closed in another, so the whole says nothing of its parts. */
async function holdsForEachHunk(trees: SyntaxTrees, pairs: readonly Pair[], signal: AbortSignal): Promise<boolean> {
  const all = pairs.map((pair) => ({ ...pair, hunks: hunksOf("", pair.path, pair.old, pair.now) }));
  const some = all.filter(({ hunks }) => hunks.length > 1);
  if (some.reduce((sum, { hunks }) => sum + hunks.length, 0) > MAX_HUNKS) return false;
  for (const { path, old, now, hunks, isChecked } of some) {
    if (Math.max(old.length, now.length) > MAX_LENGTH) return false;
    for (const hunk of hunks) {
      throwIfCancelled(signal);
      const alone = withHunks(old, hunks, new Set([hunk.id])) ?? "";
      if ((await compareCode(trees, path, old, alone, { isChecked })).verdict !== "proved") return false;
    }
  }
  return true;
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
