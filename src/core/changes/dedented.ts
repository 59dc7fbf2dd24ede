import { indentOf } from "./reindent.ts";

const opensBlock = /(?:[:{([]|=>)\s*$/;
const closesBlock = /^\s*[)\]}]/;
const goesOutward =
  /^\s*(?:@|(?:else|elif|except|finally|catch|case|default|end|def|class|async|function|export|fn|pub|func|public|private|protected|static)\b)/;

/**
 * Whether the text put in place of one statement was written as if that stood at the left margin, where the file indents it by
 * `lead`. Told by the second line: taken as it is, it would not be inside the block that the first opens, or would leave the
 * block of the first with nothing that says so.
 */
export function isDedented(replace: string, lead: string): boolean {
  const [first = "", second = ""] = replace.split("\n", 2);
  if (lead === "" || indentOf(first) !== "" || second.trim() === "") return false;
  const indent = indentOf(second);
  const inside = indent.startsWith(lead);
  if (opensBlock.test(first) && !closesBlock.test(second)) return !inside || indent === lead;
  return !inside && (opensBlock.test(first) || !(closesBlock.test(second) || goesOutward.test(second)));
}
