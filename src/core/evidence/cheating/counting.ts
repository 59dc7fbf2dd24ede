import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import type { NameGrammar, Scopes } from "./names.ts";
import { isBranch, isFunction } from "./node-kinds.ts";

const WHY = "remembers earlier calls and decides by them; the result may depend on the input only";

/**
 * State that outlives a call and steers it: a counter, a list of prepared answers, a property of the function itself.
 * Caches by key and ids that are only handed out are fine.
 */
export function countingFindings(edit: Edit, grammar: NameGrammar): readonly Finding[] {
  const scopes = grammar.scopesOf(edit.after);
  const changed = new Map<string, SyntaxNode>();
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const target = stepped(edit, node);
    const key = target === undefined ? undefined : stateKey(edit, target, node, grammar, scopes);
    if (key !== undefined && !changed.has(key)) changed.set(key, node);
    return true;
  });
  return [...changed].flatMap(([key, node]): Finding[] =>
    isConsuming(node) || decidesBy(edit, key)
      ? [{ verdict: "unknown", at: node.from, what: edit.brief(node), why: WHY }]
      : [],
  );
}

/** What a step of one, an addition or a removal from a list changes. */
function stepped(edit: Edit, node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case "update_expression":
      return node.children.find((child) => child.named);
    case "augmented_assignment_expression":
    case "augmented_assignment":
      return childOf(node, "left");
    case "assignment_expression":
    case "assignment": {
      const left = childOf(node, "left");
      const right = childOf(node, "right");
      if (left === undefined || right === undefined) return undefined;
      const isStep = edit.text(right).includes(edit.text(left)) || /^(true|false)$/i.test(right.type);
      return isStep || isProperty(left) ? left : undefined;
    }
    case "call_expression":
    case "call": {
      const callee = childOf(node, "function");
      const method = childOf(callee, "property") ?? childOf(callee, "attribute");
      if (method !== undefined && /^(shift|pop|next|splice|popleft|popitem)$/.test(edit.text(method)))
        return childOf(callee, "object");
      const [first] = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
      return callee !== undefined && edit.text(callee) === "next" ? first : undefined;
    }
    default:
      return undefined;
  }
}

function isProperty(node: SyntaxNode): boolean {
  return node.type === "member_expression" || node.type === "attribute";
}

function isConsuming(node: SyntaxNode): boolean {
  return node.type === "call_expression" || node.type === "call";
}

/** The text that names the state, if it lives outside the innermost function, or on that function itself. */
function stateKey(
  edit: Edit,
  target: SyntaxNode,
  at: SyntaxNode,
  grammar: NameGrammar,
  scopes: Scopes,
): string | undefined {
  const holder = [...holdersOf(at)].find(isFunction);
  let root = target;
  for (
    let inner = childOf(root, "object") ?? childOf(root, "value");
    inner !== undefined;
    inner = childOf(root, "object") ?? childOf(root, "value")
  )
    root = inner;
  if (holder === undefined || !grammar.isName(root)) return undefined;
  const origin = scopes.resolve(edit.text(root), root);
  const isOuter = "scope" in origin && origin.scope !== holder && [...holdersOf(holder)].includes(origin.scope);
  const onFunction = origin.type === "function" || origin.type === "class";
  const reads =
    edit.text(at) !== edit.text(target) && edit.text(childOf(at, "right") ?? at).includes(edit.text(target));
  if (isProperty(target) && !onFunction && !reads) return undefined;
  const isDefault =
    origin.type === "parameter" && origin.value !== undefined && /^(list|dictionary|set|call)$/.test(origin.value.type);
  if (!(onFunction || isDefault || (isOuter && isShared(origin.scope)))) return undefined;
  return edit.knows(edit.text(root)) &&
    !edit.touched(origin.type === "variable" ? (origin.value ?? target) : target) &&
    !onFunction
    ? undefined
    : edit.text(target);
}

/** Module level, or a function that is called where it stands. What a factory keeps for each of its products is its own. */
function isShared(scope: SyntaxNode): boolean {
  const holder = [scope, ...holdersOf(scope)].find(isFunction);
  if (holder === undefined) return true;
  const callee = holder.parent?.type === "parenthesized_expression" ? holder.parent : holder;
  return callee.field === "function";
}

/** Whether some new condition or lookup reads the state. */
function decidesBy(edit: Edit, key: string): boolean {
  let found = false;
  walk(edit.after.root, (node) => {
    if (found || !edit.touched(node)) return false;
    const question = isBranch(node)
      ? (childOf(node, "condition") ?? childOf(node, "value") ?? node)
      : node.type === "subscript_expression" || node.type === "subscript"
        ? (childOf(node, "index") ?? childOf(node, "subscript"))
        : node.type === "switch_statement"
          ? childOf(node, "value")
          : undefined;
    if (question !== undefined && edit.text(question).includes(key)) found = true;
    return true;
  });
  return found;
}
