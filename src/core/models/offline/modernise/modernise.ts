import type { SyntaxTree, SyntaxTrees } from "../../../ports/syntax-trees.ts";
import { cutToTokens } from "../../../short-text.ts";
import { isFunction } from "../../../syntax/outline.ts";
import type { Answer } from "../answer.ts";
import { type Edit, editsOf, replaced } from "../edits.ts";
import type { Target } from "../target.ts";
import { bindings } from "./bindings.ts";
import { callbacks } from "./callbacks.ts";
import { calls } from "./calls.ts";
import { apart, type Change, type Rule } from "./change.ts";
import { conditions } from "./conditions.ts";
import { expressions } from "./expressions.ts";
import { python } from "./python.ts";
import { shorter } from "./shorter.ts";
import { templates } from "./templates.ts";

const NOTHING_TO_DO = "There is no old form here that I know a newer one for";
const NOTHING_LEFT = "What I could modernise here was not accepted";

/** Small changes to newer forms that mean the same. What was said to earlier tries narrows the next one. JavaScript, TypeScript and Python. */
export async function modernise(target: Target, tree: SyntaxTree, trees: SyntaxTrees): Promise<Answer | undefined> {
  if (!target.sections.some(({ kind }) => kind === "exported")) return undefined;
  const all = tree.hasErrors ? [] : apart(rulesFor(tree).flatMap((rule) => rule(tree)));
  if (all.length === 0) return { type: "nothing", sentence: NOTHING_TO_DO };
  const tried = new Set(target.tries.map(({ edits }) => keyOf(edits)));
  for (const changes of narrowed(all, tree, target)) {
    const parts = changes.flatMap((change) => change.parts);
    const edits = editsOf(tree.text, parts);
    if (edits.length === 0 || tried.has(keyOf(edits))) continue;
    const after = await trees.parse(target.path, replaced(tree.text, parts));
    if (after === undefined || after.hasErrors) continue;
    return { type: "propose", edits, summary: summaryOf(changes) };
  }
  return { type: "nothing", sentence: NOTHING_LEFT };
}

function rulesFor({ language }: SyntaxTree): readonly Rule[] {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return [bindings, callbacks, templates, expressions, conditions, calls, shorter];
    case "python":
      return [python];
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return [];
  }
}

/** First everything, then without what was objected to, then what is sure by the language alone, then one kind after the other. */
function narrowed(all: readonly Change[], tree: SyntaxTree, { tries, path }: Target): readonly (readonly Change[])[] {
  const unwatched = new Set(tries.flatMap(({ answer }) => unwatchedIn(answer)));
  const open = all.filter((change) => !unwatched.has(placeOf(tree, change) ?? path));
  const sure = open.filter((change) => change.sure);
  const kinds = [...new Set(open.map(({ kind }) => kind))];
  return tries.length > 6
    ? []
    : [
        ...(unwatched.size === 0 ? [all] : []),
        open,
        sure,
        ...kinds.map((kind) => open.filter((change) => change.kind === kind)),
      ];
}

/** The functions of which no test notices when they are broken, as the host says it. */
function unwatchedIn(answer: string): readonly string[] {
  const match = /No test(?: in the nearest .+?)? notices when (.+?) is broken/.exec(answer);
  return (match?.[1]?.split(" and ") ?? []).map((place) => place.replace(/ in the new branch of line \d+$/, ""));
}

function placeOf(tree: SyntaxTree, { parts }: Change): string | undefined {
  const from = Math.min(...parts.map((part) => part.from));
  return tree.declarations.findLast((one) => isFunction(one) && one.from <= from && from < one.to)?.qualified;
}

function keyOf(edits: readonly Edit[]): string {
  return JSON.stringify(edits.map(({ find, replace }) => [find, replace]));
}

function summaryOf(changes: readonly Change[]): string {
  const kinds = [...new Set(changes.map(({ kind }) => kind))];
  return cutToTokens(`Uses ${kinds.join(", ")}.`, 25);
}
