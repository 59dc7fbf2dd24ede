import type { SyntaxNode } from "../../../ports/syntax-trees.ts";
import { importsOf } from "../../../syntax/imports.ts";
import { childOf, textOf, walk } from "../../../syntax/nodes.ts";
import type { Edit } from "../../cheating/edit.ts";
import type { Finding } from "../../cheating/finding.ts";
import { type Reason, reasons } from "../../cheating/reasons.ts";
import type { AboutSubject } from "../honest-javascript.ts";
import { forbiddenWords, isKnownImport, isRiskyImport } from "./allowed.ts";
import { tokensIn } from "./stated.ts";

/** What a Go, Rust, Java or C# test file newly does that no test may; what it takes from modules not known here is for a person to look at. */
export function honestCompiled(edit: Edit, subject: AboutSubject): readonly Finding[] {
  const { after } = edit;
  const findings: Finding[] = [...importFindings(edit, subject)];
  walk(after.root, (node) => {
    if (!edit.touched(node)) return false;
    const reason = reasonAt(edit, node, subject);
    if (reason !== undefined)
      findings.push({ verdict: "refuted", at: node.from, what: edit.brief(node), why: reasons[reason] });
    return true;
  });
  return findings;
}

function importFindings({ after, before }: Edit, { path }: AboutSubject): readonly Finding[] {
  const old = new Set(before === undefined ? [] : takenBy(before).map(({ name }) => name));
  return takenBy(after).flatMap(({ name, at }): readonly Finding[] => {
    if (old.has(name)) return [];
    if (isRiskyImport(after.language, name)) return [{ verdict: "refuted", at, what: name, why: reasons.process }];
    return isKnownImport(after, name, path) ? [] : [{ verdict: "unknown", at, what: name, why: reasons.loading }];
  });
}

/** What a file takes from elsewhere, as each language spells it. */
function takenBy(tree: Edit["after"]): readonly { readonly name: string; readonly at: number }[] {
  if (tree.language === "rust" || tree.language === "go")
    return importsOf(tree).map(({ specifier, names }) => ({
      name: tree.language === "go" && names.some(({ local }) => local === "*") ? `. ${specifier}` : specifier,
      at: Math.max(0, tree.text.indexOf(specifier)),
    }));
  const found: { readonly name: string; readonly at: number }[] = [];
  walk(tree.root, (node) => {
    if (!/^(import_declaration|using_directive)$/.test(node.type)) return;
    const name = textOf(tree, node).replace(/^(global\s+)?(import|using)\s+(static\s+)?|\s*;$/g, "");
    found.push({ name, at: node.from });
  });
  return found;
}

function reasonAt(edit: Edit, node: SyntaxNode, { names }: AboutSubject): Reason | undefined {
  const { after } = edit;
  if (
    /^(assignment_expression|assignment_statement|compound_assignment_expr|update_expression|inc_statement|dec_statement)$/.test(
      node.type,
    )
  ) {
    const target = childOf(node, "left") ?? node;
    const written = tokensIn(after, target).map((token) => textOf(after, token));
    return written.some((name) => names.callable.has(name) || names.values.has(name)) ? "patch" : undefined;
  }
  if (/^(preproc_\w+|inner_attribute_item)$/.test(node.type)) return "disguise";
  if (
    node.type === "impl_item" &&
    /\b(Partial)?(Eq|Ord)\b/.test(edit.text(childOf(node, "trait") ?? node).split("{")[0] ?? "")
  )
    return "equality";
  if (node.type === "operator_declaration") return "equality";
  const name = childOf(node, "name");
  const declared =
    name !== undefined && /^(function_declaration|method_declaration)$/.test(node.type) ? edit.text(name) : "";
  if (/^(equals|Equals|Equal|hashCode|GetHashCode|compareTo|CompareTo)$/.test(declared)) return "equality";
  if (after.language === "go" && /^(TestMain|init)$/.test(declared)) return "testTool";
  return node.children.length === 0 && !/string|comment|char/.test(node.type)
    ? forbiddenWords(after.language, edit.text(node))
    : undefined;
}
