import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { chainOf } from "./chain.ts";

/** Awaited, returned, or what an arrow function consists of; also by way of `Promise.all`. */
export function isWaitedFor(tree: SyntaxTree, call: SyntaxNode): boolean {
  let node = call;
  for (let { parent } = node; parent !== undefined; { parent } = node) {
    if (/^(await_expression|await|return_statement)$/.test(parent.type)) return true;
    if (parent.type === "arrow_function" && node.field === "body") return true;
    const isHandedOn =
      /^(member_expression|attribute|parenthesized_expression|as_expression|array|list)$/.test(parent.type) ||
      (/^(call_expression|call)$/.test(parent.type) && node.field === "function");
    const gathered = /^(arguments|argument_list)$/.test(parent.type) ? parent.parent : undefined;
    const isGathered =
      gathered !== undefined &&
      /^(Promise\.all|asyncio\.(run|gather|wait_for|shield|create_task|ensure_future))$/.test(
        chainOf(tree, gathered)?.join(".") ?? "",
      );
    if (!isHandedOn && !isGathered) return false;
    node = isGathered && gathered !== undefined ? gathered : parent;
  }
  return false;
}
