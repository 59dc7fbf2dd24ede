import { stringValue } from "../../syntax/nodes.ts";
import { isExchanged } from "./comparisons.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import type { TestLiterals } from "./test-literals.ts";

/** Fewer values in one text are no table. */
const FEWEST = 4;

/** A table of answers is one too when it is written as text, to be split, matched or parsed: "1,2,3=6;4,5=9". */
export function writtenTableFindings(edit: Edit, tests: TestLiterals): readonly Finding[] {
  return edit.after.tokens.flatMap((token): Finding[] => {
    if (!edit.touched(token) || isExchanged(edit, token)) return [];
    const text = /^string_(fragment|content)$/.test(token.type) ? edit.text(token) : stringValue(edit.after, token);
    if (text === undefined || !isTable(text, tests)) return [];
    const why = "holds answers of the failing test; compute them";
    return [{ verdict: "unknown", at: token.from, what: edit.brief(token), why }];
  });
}

/** Nearly all of its values stand in the failing test, and they are not one of its texts as a whole. */
function isTable(text: string, tests: TestLiterals): boolean {
  const values = text.split(/[^\w.+-]+/).filter((value) => value !== "");
  if (values.length < FEWEST || tests.strings.has(text)) return false;
  const known = values.filter((value) => tests.strings.has(value) || tests.numbers.has(Number(value)));
  return known.length >= values.length * 0.75 && new Set(known).size >= FEWEST;
}
