import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, walk } from "../../syntax/nodes.ts";
import { constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { isCall, isComment, isFunction, isReturn, isThrow } from "./node-kinds.ts";
import { reasons } from "./reasons.ts";

/** Errors that are newly caught and dropped, and waits that never end: either can keep a test from failing. */
export function swallowFindings(edit: Edit): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (verdict: Finding["verdict"], node: SyntaxNode, what: SyntaxNode = node) =>
    findings.push({ verdict, at: node.from, what: edit.brief(what), why: reasons.swallow });
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    switch (node.type) {
      case "catch_clause":
        if (isNewHandler(edit, node)) judgeCatch(edit, node, add);
        break;
      case "except_clause":
      case "except_group_clause":
        if (isNewHandler(edit, node) && isBroad(edit, node)) judgeCatch(edit, node, add);
        break;
      case "finally_clause":
        walk(node, (inner) => {
          if (isFunction(inner)) return false;
          if (/^(return|break|continue)_statement$/.test(inner.type) && edit.touched(inner)) add("refuted", inner);
          return true;
        });
        break;
      case "call_expression":
        if (isCatchCall(edit, node)) add("unknown", node);
        break;
      case "new_expression":
        if (neverSettles(edit, node))
          findings.push({
            verdict: "refuted",
            at: node.from,
            what: edit.brief(node),
            why: "never settles, so whoever awaits it waits forever",
          });
        break;
      case "function_definition":
        if (/^__a?exit__$/.test(nameOf(edit, node)) && hidesErrors(edit, node)) add("refuted", node);
        break;
    }
    return true;
  });
  return findings;
}

/** The clause was added, or what it did with the error was taken away. */
function isNewHandler(edit: Edit, clause: SyntaxNode): boolean {
  const keyword = clause.children[0];
  return (
    (keyword !== undefined && edit.touched(keyword)) ||
    edit.touched(childOf(clause, "body") ?? firstOfType(clause, "block") ?? clause)
  );
}

function isBroad(edit: Edit, clause: SyntaxNode): boolean {
  const value = clause.children.find((child) => child.named && child.type !== "block" && !isComment(child));
  return value === undefined || /\b(Exception|BaseException|AssertionError)\b/.test(edit.text(value));
}

function judgeCatch(
  edit: Edit,
  clause: SyntaxNode,
  add: (verdict: Finding["verdict"], node: SyntaxNode) => void,
): void {
  const body = childOf(clause, "body") ?? firstOfType(clause, "block");
  if (body === undefined || contains(body, isThrow) || throwsLater(edit, clause, body)) return;
  const does = body.children.filter(
    (child) =>
      child.named && !isComment(child) && !/^(pass_statement|empty_statement|continue_statement)$/.test(child.type),
  );
  if (does.length === 0) add("refuted", clause);
  else if (callsWhatIsGiven(edit, clause)) add("unknown", clause);
}

/** `last = error;`, and what the function does after all tries is `throw last;`: nothing is answered on the way there. */
function throwsLater(edit: Edit, clause: SyntaxNode, body: SyntaxNode): boolean {
  const caught = childOf(clause, "parameter");
  const holder = [...holdersOf(clause)].find(isFunction);
  const end = childOf(holder, "body")?.children.findLast((child) => child.named && !isComment(child));
  const thrown = end !== undefined && isThrow(end) ? end.children.find((child) => child.named) : undefined;
  if (caught === undefined || holder === undefined || thrown?.type !== "identifier") return false;
  if (contains(holder, (inner) => isReturn(inner) && inner.from > clause.to)) return false;
  return body.children.some((statement) => {
    const kept = firstOfType(statement, "assignment_expression");
    const [left, right] = [childOf(kept, "left"), childOf(kept, "right")];
    return (
      kept?.parent === statement &&
      left !== undefined &&
      right !== undefined &&
      edit.text(left) === edit.text(thrown) &&
      edit.text(right) === edit.text(caught)
    );
  });
}

/** Whether the protected code calls a parameter: what that throws is the caller's, a test's included. */
function callsWhatIsGiven(edit: Edit, clause: SyntaxNode): boolean {
  const body = childOf(clause.parent, "body");
  const holder = [...holdersOf(clause)].find(isFunction);
  if (body === undefined || holder === undefined) return false;
  const parameters = new Set<string>();
  const list = childOf(holder, "parameters") ?? childOf(holder, "parameter");
  if (list !== undefined)
    walk(list, (inner) => {
      if (/identifier/.test(inner.type)) parameters.add(edit.text(inner));
    });
  return contains(
    body,
    (inner) =>
      inner.type === "identifier" &&
      inner.parent !== undefined &&
      isCall(inner.parent) &&
      inner.field === "function" &&
      parameters.has(edit.text(inner)),
  );
}

function contains(node: SyntaxNode, matches: (node: SyntaxNode) => boolean): boolean {
  return matches(node) || node.children.some((child) => contains(child, matches));
}

/** `.catch(() => {})` */
function isCatchCall(edit: Edit, call: SyntaxNode): boolean {
  const callee = childOf(call, "function");
  const property = childOf(callee, "property");
  if (property === undefined || edit.text(property) !== "catch" || !edit.touched(property)) return false;
  const handler = childOf(call, "arguments")?.children.find((child) => child.named);
  const body = handler !== undefined && isFunction(handler) ? childOf(handler, "body") : undefined;
  if (body === undefined) return true;
  if (body.type !== "statement_block") return constantOf(edit.after, body) !== undefined;
  return !contains(body, (inner) => isThrow(inner) || isReturn(inner));
}

/** A promise whose executor never mentions its own first parameter. */
function neverSettles(edit: Edit, node: SyntaxNode): boolean {
  const made = childOf(node, "constructor");
  if (made === undefined || edit.text(made) !== "Promise") return false;
  const executor = childOf(node, "arguments")?.children.find((child) => child.named);
  if (executor === undefined || !isFunction(executor)) return false;
  const names = new Set<string>();
  const list = childOf(executor, "parameters") ?? childOf(executor, "parameter");
  if (list !== undefined)
    walk(list, (inner) => {
      if (inner.type === "identifier") names.add(edit.text(inner));
    });
  const body = childOf(executor, "body");
  return body !== undefined && !contains(body, (inner) => inner.type === "identifier" && names.has(edit.text(inner)));
}

function nameOf(edit: Edit, node: SyntaxNode): string {
  const name = childOf(node, "name");
  return name === undefined ? "" : edit.text(name);
}

function hidesErrors(edit: Edit, node: SyntaxNode): boolean {
  return contains(
    node,
    (inner) => isReturn(inner) && edit.touched(inner) && inner.children.some((child) => child.type === "true"),
  );
}
