import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../syntax/nodes.ts";

/** A way the code can take now that it could not be seen to take before. */
export interface NewBranch {
  /** The question as it is written. */
  readonly condition: string;
  readonly at: number;
  /** The text with the question always answered in one way, for each way. Empty where that cannot be written. */
  readonly forced: readonly string[];
}

/**
 * The branches of a text whose conditions ask something the text before did not ask. A condition is known by what it compares,
 * whichever way it is put: `!(a > 3)`, `a <= 3` and `3 < a` ask the same, so does `list.includes(a)` as `list.indexOf(a) !== -1`.
 */
export function newBranches(before: SyntaxTree | undefined, after: SyntaxTree): readonly NewBranch[] {
  const known = before === undefined ? new Set<string>() : questionsIn(before);
  const found: NewBranch[] = [];
  walk(after.root, (node) => {
    const branch = branchOf(after, node);
    if (branch === undefined || (branch.asks.length > 0 && branch.asks.every((one) => known.has(one)))) return;
    const { condition, ways } = branch;
    const forced = ways.map(({ place, text }) => after.text.slice(0, place.from) + text + after.text.slice(place.to));
    found.push({ condition: textOf(after, condition), at: node.from, forced });
  });
  return found;
}

interface Branch {
  readonly condition: SyntaxNode;
  readonly asks: readonly string[];
  readonly ways: readonly { readonly place: SyntaxNode; readonly text: string }[];
}

function branchOf(tree: SyntaxTree, node: SyntaxNode): Branch | undefined {
  const isPython = tree.language === "python";
  const condition = conditionOf(tree, node);
  if (condition !== undefined) {
    const inBrackets = condition.type === "parenthesized_expression";
    const words = isPython ? ["True", "False"] : ["true", "false"];
    const ways = words.map((word) => ({ place: condition, text: inBrackets ? `(${word})` : word }));
    return { condition, asks: questions(tree, condition), ways };
  }
  if (
    /^(switch_case|case_clause|switch_section|match_arm|expression_case|switch_block_statement_group)$/.test(node.type)
  )
    return caseOf(tree, node);
  if (isShortcut(tree, node)) {
    const [left, right] = [childOf(node, "left"), childOf(node, "right")];
    if (left === undefined || right === undefined) return undefined;
    const ways = [left, right].map((side) => ({ place: node, text: `(${textOf(tree, side)})` }));
    return { condition: left, asks: questions(tree, left), ways };
  }
  const handler = handlerOf(tree, node);
  if (handler !== undefined) return handler;
  const object = /^subscript(_expression)?$/.test(node.type)
    ? (childOf(node, "object") ?? childOf(node, "value"))
    : undefined;
  const table = object?.type === "parenthesized_expression" ? object.children.find(({ named }) => named) : object;
  if (table === undefined || !/^(object|array|dictionary|list|tuple)$/.test(table.type)) return undefined;
  return { condition: node, asks: [`lookup ${plain(tree, table)}`], ways: [] };
}

/** What is done in place of an error: asked whether there was one. Forced by letting the error through. */
function handlerOf(tree: SyntaxTree, node: SyntaxNode): Branch | undefined {
  const through = (place: SyntaxNode, text: string): Branch => ({
    condition: node,
    asks: [`catch ${plain(tree, node)}`],
    ways: [{ place, text }],
  });
  if (/^(catch_clause|except_clause|except_group_clause)$/.test(node.type)) {
    const body = childOf(node, "body") ?? node.children.findLast(({ type }) => /block|body/.test(type));
    if (body === undefined) return undefined;
    if (tree.language === "python") return through(body, "raise");
    if (!/^(javascript|typescript|tsx)$/.test(tree.language)) return { ...through(body, ""), ways: [] };
    return through(node, "catch (error) { throw error; }");
  }
  const callee = node.type === "call_expression" ? childOf(node, "function") : undefined;
  const [object, property] = [childOf(callee, "object"), childOf(callee, "property")];
  if (object === undefined || property === undefined || textOf(tree, property) !== "catch") return undefined;
  return { ...through(node, textOf(tree, object)), asks: [`catch ${plain(tree, childOf(node, "arguments") ?? node)}`] };
}

/** What an `if` or a conditional expression asks. */
function conditionOf(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(if_statement|if_expression|elif_clause|ternary_expression|conditional_expression)$/.test(node.type))
    return undefined;
  const own = childOf(node, "condition");
  if (own !== undefined || tree.language !== "python") return own;
  return node.children.filter(({ named }) => named)[1];
}

/** One value of a `switch` or `match`: asked of what all its cases are about. */
function caseOf(tree: SyntaxTree, node: SyntaxNode): Branch | undefined {
  const value = childOf(node, "value") ?? childOf(node, "pattern") ?? node.children.find(({ named }) => named);
  const holder = [...holdersOf(node)].find(({ type }) => /^(switch|match)/.test(type) && !/(body|block)$/.test(type));
  const subject = childOf(holder, "value") ?? childOf(holder, "subject") ?? childOf(holder, "condition");
  if (value === undefined || subject === undefined) return undefined;
  const asked = [plain(tree, subject), plain(tree, value)].map((text) => text.replace(/^\((.*)\)$/, "$1")).sort();
  const never = tree.language === "python" ? '"\\0"' : "NaN";
  const ways = /^(switch_case|case_clause)$/.test(node.type) ? [{ place: value, text: never }] : [];
  return { condition: value, asks: [asked.join(" ? ")], ways };
}

/** `a && b`, `a || b`, `a ?? b` that decide what happens or what comes out, rather than what is asked. */
function isShortcut(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (!isLogic(tree, node)) return false;
  let inner = node;
  for (const holder of holdersOf(node)) {
    if (conditionOf(tree, holder) === inner || inner.field === "condition") return false;
    if (!/^(parenthesized_expression|unary_expression|not_operator)$/.test(holder.type) && !isLogic(tree, holder))
      break;
    inner = holder;
  }
  return !asksOnly(tree, node);
}

/** Whether the right side is a question, so that the whole is one. */
function asksOnly(tree: SyntaxTree, node: SyntaxNode): boolean {
  const right = childOf(node, "right");
  return right !== undefined && (isLogic(tree, right) ? asksOnly(tree, right) : isComparison(tree, right));
}

function isLogic(tree: SyntaxTree, node: SyntaxNode): boolean {
  return (
    /^(binary_expression|boolean_operator)$/.test(node.type) && /^(&&|\|\||\?\?|and|or)$/.test(operatorOf(tree, node))
  );
}

function operatorOf(tree: SyntaxTree, node: SyntaxNode): string {
  const operator = childOf(node, "operator") ?? childOf(node, "operators");
  return operator === undefined ? "" : textOf(tree, operator);
}

function isComparison(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (/^(comparison_operator|not_operator)$/.test(node.type)) return true;
  if (node.type === "unary_expression") return operatorOf(tree, node) === "!";
  return node.type === "binary_expression" && /^(===?|!==?|<=?|>=?|in|instanceof|is)$/.test(operatorOf(tree, node));
}

/** Everything a text asks anywhere, in conditions or in values. */
function questionsIn(tree: SyntaxTree): ReadonlySet<string> {
  const known = new Set<string>();
  walk(tree.root, (node) => {
    const branch = branchOf(tree, node);
    for (const one of branch?.asks ?? []) known.add(one);
    if (isComparison(tree, node) || isSearch(tree, node) !== undefined)
      for (const one of questions(tree, node)) known.add(one);
    if (/^(while_statement|for_statement|do_statement)$/.test(node.type)) {
      const condition = childOf(node, "condition");
      if (condition !== undefined) for (const one of questions(tree, condition)) known.add(one);
    }
  });
  return known;
}

/** What a condition is about, in parts that are joined by "and" and "or": what is compared with what. */
function questions(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const named = node.children.filter((child) => child.named && !/comment/.test(child.type));
  const [only] = named;
  if (/^parenthesized_expression$/.test(node.type) && only !== undefined) return questions(tree, only);
  if (isLogic(tree, node)) return named.flatMap((part) => questions(tree, part));
  if ((node.type === "unary_expression" && operatorOf(tree, node) === "!") || node.type === "not_operator")
    return only === undefined ? [] : questions(tree, only);
  const search = isSearch(tree, node);
  if (search !== undefined) return [search];
  if (!isComparison(tree, node)) return [plain(tree, node)];
  const sides = named.filter(({ field }) => field !== "operators" && field !== "operator");
  const told = sides
    .flatMap((side) => isSearch(tree, side) ?? measured(tree, side) ?? [])
    .filter((side) => !nothing.test(side));
  return [told.sort().join(" ? ")];
}

/** Values that only ask whether there is something. */
const nothing = /^(null|undefined|None|nil|true|false|True|False|0|-1|""|''|\[\])$/;

/** `list.indexOf(x)`, `list.includes(x)`, `x in list`: whether it is there. */
function isSearch(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const callee = /^call(_expression)?$/.test(node.type) ? childOf(node, "function") : undefined;
  const [object, method] = [childOf(callee, "object"), childOf(callee, "property") ?? childOf(callee, "attribute")];
  const args = childOf(node, "arguments")?.children.filter(({ named }) => named) ?? [];
  const [only] = args;
  if (object === undefined || method === undefined || only === undefined || args.length > 1) return undefined;
  if (!/^(indexOf|includes|contains|find|has|__contains__|some)$/.test(textOf(tree, method))) return undefined;
  return [plain(tree, object), plain(tree, only)].sort().join(" ? ");
}

/** A list's length asks whether there is something in it. */
function measured(tree: SyntaxTree, node: SyntaxNode): string {
  return plain(tree, node)
    .replace(/^len\((.*)\)$/, "$1")
    .replace(/\.(length|size)$/, "");
}

function plain(tree: SyntaxTree, node: SyntaxNode): string {
  return textOf(tree, node).replace(/\s+/g, "").replaceAll("?.", ".").replaceAll("'", '"');
}
