const comment = String.raw`(?://+|#+|/\*+|--|<!--|\*+|;+|%+|\{\s*/\*+|"""|''')`;
const dots = String.raw`(?:\.{3,}|…)`;
const left =
  "(?:rest|existing|remaining|remainder|unchanged|omitted|unmodified|original code|previous code|same as (?:before|above))";

const stays = "(?:here|unchanged|omitted|stays?(?: the same)?|remains?(?: unchanged)?|goes? here)";

/** Comments that stand for code a model did not write out, as in "// ... rest of the code ..." */
const elisions: readonly RegExp[] = [
  new RegExp(String.raw`^${comment}\s*[[(]?${dots}[\])]?\s*(?:\*+/|-->)?\s*\}?$`),
  new RegExp(String.raw`^${comment}\s*[[(<]?\s*${dots}\s+(?:.*\s)?${left}\b`, "i"),
  new RegExp(String.raw`^${comment}.*\b${left}\b.*${dots}\s*[\])>]?\s*(?:\*+/|-->)?\s*\}?$`, "i"),
  new RegExp(String.raw`^[[(<]?\s*${dots}\s+(?:.*\s)?${left}\b.*$`, "i"),
  new RegExp(
    String.raw`^${comment}\s*[[(]?\s*(?:the\s+)?rest of (?:the |this |your )?(?:code|file|function|class|method|module|implementation)\b.{0,40}$`,
    "i",
  ),
  new RegExp(
    String.raw`^${comment}\s*[[(]?\s*(?:existing|remaining|unchanged) code(?: ${stays})?\s*[\])]?\s*(?:\*+/|-->)?\s*\}?$`,
    "i",
  ),
  new RegExp(
    String.raw`^${comment}\s*[[(]?\s*(?:existing|remaining|other) (?:methods|functions|imports|tests) ${stays}\s*[\])]?\s*(?:\*+/|-->)?\s*\}?$`,
    "i",
  ),
];

const conflictMark = /^(?:<{7}|>{7}|\|{7})(?: |$)/;

/** Longer lines are no such comments, and would cost time. */
const maxLength = 160;

/** Why a replacement is refused whatever the file: a sentence for the model. Lines that `before` already holds are no problem. */
export function newProblem(replace: string, before: string): string | undefined {
  if (replace.includes("\0")) return "replace holds a NUL character: text files have none.";
  let known: ReadonlySet<string> | undefined;
  for (const raw of replace.split("\n")) {
    const line = raw.trim();
    const problem = problemOf(line);
    if (problem === undefined) continue;
    known ??= new Set(before.split(/\r\n|\n|\r/).map((other) => other.trim()));
    if (!known.has(line)) return problem;
  }
  return undefined;
}

function problemOf(line: string): string | undefined {
  if (line.length > maxLength) return undefined;
  if (conflictMark.test(line))
    return `replace holds a conflict mark ("${line.slice(0, 20)}"): write only the resulting text.`;
  if (elisions.some((elision) => elision.test(line))) {
    return `replace leaves code out ("${line.slice(0, 60)}"): write it in full, or make smaller edits around it.`;
  }
  return undefined;
}
