import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf } from "../../syntax/nodes.ts";
import { type Edit, insert, type MutationOperator, replace } from "./mutant.ts";

/** Two neighbours in a call change places, or the two parts of a short list. */
export const argumentOrder: MutationOperator = (node, file) => {
  const isList = /^(array|list)$/.test(node.type);
  if (!isList && node.type !== "arguments" && node.type !== "argument_list") return [];
  const given = node.children.filter(
    (child) => child.named && !(isList ? /comment/ : /comment|keyword_argument|spread|splat/).test(child.type),
  );
  if (isList && given.length !== 2) return [];
  const edits: Edit[] = [];
  for (const [index, first] of given.entries()) {
    const second = given[index + 1];
    if (second === undefined || file.textOf(first) === file.textOf(second)) continue;
    const between = file.tree.text.slice(first.to, second.from);
    const replacement = file.textOf(second) + between + file.textOf(first);
    edits.push({ operator: isList ? "operand-order" : "argument-order", from: first.from, to: second.to, replacement });
  }
  return edits.slice(0, 3);
};

/** The last argument is one too many. */
export const argumentDropped: MutationOperator = (node) => {
  if (node.type !== "arguments" && node.type !== "argument_list") return [];
  const given = node.children.filter((child) => child.named && child.type !== "comment");
  const [before, last] = [given.at(-2), given.at(-1)];
  if (before === undefined || last === undefined || given.length > 3 || /function/.test(last.type)) return [];
  return [{ operator: "argument-dropped", from: before.to, to: last.to, replacement: "" }];
};

/** Where a range or a slice begins: `range(1, n)` for `range(n)`, `slice(0, n)` for `slice(n)`, and back. */
export const firstBound: MutationOperator = (node, file) => {
  const callee = node.type === "call_expression" || node.type === "call" ? childOf(node, "function") : undefined;
  const given = childOf(node, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
  const [first, second] = given;
  if (callee === undefined || first === undefined || given.length > 2) return [];
  const isRange = file.isPython && file.textOf(callee) === "range";
  if (!isRange && !/\.(slice|substring)$/.test(file.textOf(callee))) return [];
  if (second === undefined)
    return [
      insert("first-bound", first.from, isRange ? "1, " : "0, "),
      ...(isRange ? [] : [insert("slice-bound", first.to, ", -1")]),
    ];
  return [{ operator: "first-bound", from: first.from, to: second.from, replacement: "" }];
};

/** `push(...list)` for `push(list)`, and back; in Python `*list`. */
export const spread: MutationOperator = (node, file) => {
  if (!/^(arguments|argument_list|array|list)$/.test(node.parent?.type ?? "") || node.field === "left") return [];
  if (node.type === "spread_element" || node.type === "list_splat") {
    const inner = node.children.find((child) => child.named);
    return inner === undefined ? [] : [replace("spread-dropped", node, file.textOf(inner))];
  }
  if (!/^(identifier|member_expression|attribute|call|call_expression)$/.test(node.type)) return [];
  const callee = childOf(node.parent?.parent, "function");
  const takesMany = callee === undefined || SPREADING.test(file.textOf(callee));
  return takesMany ? [insert("spread-added", node.from, file.isPython ? "*" : "...")] : [];
};

const SPREADING = /(^|\.)(push|unshift|concat|of|min|max|print|zip|join|splice|apply|chain|product)$/;

/** `await` where a function may wait and does not, and the other way round. */
export const awaiting: MutationOperator = (node, file) => {
  if (node.type === "await_expression" || node.type === "await") {
    const inner = node.children.find((child) => child.named);
    return inner === undefined ? [] : [replace("await", node, file.textOf(inner))];
  }
  const isCall = node.type === "call_expression" || node.type === "call";
  const isIdle =
    node.parent?.type === "expression_statement" && /^(identifier|member_expression|attribute)$/.test(node.type);
  if (!(isCall || isIdle) || /^await/.test(node.parent?.type ?? "") || !isInAsync(node)) return [];
  const isPart = /^(member_expression|attribute|subscript|subscript_expression)$/.test(node.parent?.type ?? "");
  if (isIdle) return [insert("await-idle", node.from, "await ")];
  return [isPart ? replace("await", node, `(await ${file.textOf(node)})`) : insert("await", node.from, "await ")];
};

function isInAsync(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node))
    if (
      /^(arrow_function|function_expression|function_declaration|method_definition|function_definition|lambda)$/.test(
        holder.type,
      )
    )
      return firstOfType(holder, "async") !== undefined;
  return false;
}

export const optionalChain: MutationOperator = (node, file) => {
  if (node.type === "optional_chain") {
    const isMember = node.parent?.type === "member_expression";
    return [replace("optional-chain", node, isMember ? "." : "")];
  }
  if (node.type !== "member_expression" || firstOfType(node, "optional_chain") !== undefined || isAssigned(node))
    return [];
  const dot = node.children.find((child) => child.type === ".");
  const object = childOf(node, "object");
  if (dot === undefined || object === undefined || /^(this|super|[A-Z]\w*)$/.test(file.textOf(object))) return [];
  return [replace("optional-chain-added", dot, "?.")];
};

function isAssigned(node: SyntaxNode): boolean {
  return node.field === "left" || node.parent?.type === "update_expression" || isInTarget(node);
}

function isInTarget(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node)) {
    if (holder.field === "left" && /assignment/.test(holder.parent?.type ?? "")) return true;
    if (!/^(member_expression|subscript_expression|call_expression)$/.test(holder.type)) return false;
  }
  return false;
}

/** First for last, in subscripts: `x[0]`, `x[-1]`, `x.at(-1)`, `x[x.length - 1]`. */
export const endOfList: MutationOperator = (node, file) => {
  const index = childOf(node, "index") ?? childOf(node, "subscript");
  if (!/^(subscript|subscript_expression)$/.test(node.type) || index === undefined) return [];
  const text = file.textOf(index);
  if (file.isPython)
    return { "0": ["-1"], "-1": ["0"] }[text]?.map((other) => replace("end-of-list", index, other)) ?? [];
  const object = childOf(node, "object");
  if (object === undefined || object.type !== "identifier") return [];
  const last = `${file.textOf(object)}.length - 1`;
  if (text === "0") return [replace("end-of-list", index, last)];
  return text === last ? [replace("end-of-list", index, "0")] : [];
};

/** Python slices: without one bound, and backwards for forwards. */
export const sliceBound: MutationOperator = (node, file) => {
  if (node.type !== "slice") return [];
  const text = file.textOf(node);
  const parts = text.split(":").map((part) => part.trim());
  const [from = "", to = "", stride] = parts;
  const edits: Edit[] = [];
  if (stride !== undefined) edits.push(replace("slice-bound", node, `${from}:${to}`));
  else if (from === "" && to === "") edits.push(replace("slice-bound", node, "::-1"));
  else if (parts.length === 2) {
    edits.push(replace("slice-bound", node, from === "" ? `${to}:` : to === "" ? `:${from}` : `${from}:`));
    if (from !== "" && to !== "")
      edits.push(replace("slice-bound", node, `:${to}`), replace("slice-bound", node, `${from} : ${from} + ${to}`));
  }
  return edits.filter((edit) => edit.replacement !== text);
};

/** `a.compare(b)` for `b.compare(a)`. */
export const receiverOrder: MutationOperator = (node, file) => {
  const callee = childOf(node, "function");
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  const object = childOf(callee, "object");
  const [argument] = given;
  if (callee === undefined || object === undefined || argument === undefined || given.length !== 1) return [];
  if (!/^(member_expression|attribute)$/.test(callee.type) || argument.type !== object.type) return [];
  const swapped = file.textOf(argument) + file.tree.text.slice(object.to, argument.from) + file.textOf(object);
  return [{ operator: "operand-order", from: object.from, to: argument.to, replacement: swapped }];
};

/** `grid[x][y]` for `grid[y][x]`. */
export const subscriptOrder: MutationOperator = (node, file) => {
  const inner = childOf(node, "object") ?? childOf(node, "value");
  const [outerIndex, innerIndex] = [node, inner].map((one) => childOf(one, "index") ?? childOf(one, "subscript"));
  if (outerIndex === undefined || innerIndex === undefined || !/^subscript/.test(node.type)) return [];
  const between = file.tree.text.slice(innerIndex.to, outerIndex.from);
  const replacement = file.textOf(outerIndex) + between + file.textOf(innerIndex);
  return [{ operator: "subscript-order", from: innerIndex.from, to: outerIndex.to, replacement }];
};
