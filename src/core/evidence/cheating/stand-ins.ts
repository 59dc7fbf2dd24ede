import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { textOf } from "../../syntax/nodes.ts";
import { isBinding } from "../mutants/scopes.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { reasons } from "./reasons.ts";

/**
 * A name that stood for a class of the base and now stands for something else as well: `PriceError = Exception`. A test that waits for
 * that class then takes what it never meant.
 */
export function standInFindings(edit: Edit): readonly Finding[] {
  const { before, after } = edit;
  if (before === undefined) return [];
  const classes = new Set(before.declarations.filter((one) => one.kind === "class").map(({ name }) => name));
  if (classes.size === 0) return [];
  return after.tokens.flatMap((token): readonly Finding[] => {
    if (!/identifier$/.test(token.type) || !classes.has(textOf(after, token)) || !isBoundAgain(token, edit)) return [];
    const what = edit.brief(token.parent ?? token);
    return [{ at: token.from, what, verdict: "unknown", why: reasons.standIn }];
  });
}

function isBoundAgain(token: SyntaxNode, edit: Edit): boolean {
  const { parent, field } = token;
  if (parent === undefined || /class/.test(parent.type) || !edit.touched(parent)) return false;
  if (parent.type === "export_specifier") return field === "alias";
  if (/^(assignment_expression|named_expression)$/.test(parent.type)) return field === "left" || field === "name";
  return isBinding(token);
}
