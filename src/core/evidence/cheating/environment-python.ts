import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import type { Target } from "./reach.ts";

/**
 * Tells reads of an environment variable that the old text reads as well, no less often: only how a missing one is met may
 * differ, `os.environ.get("HOME", "/")` for `os.environ["HOME"]`. One more read, or one of another variable, is none of these.
 */
export function environmentAsBefore({ before, after }: Edit): (target: Target) => boolean {
  const old = before === undefined ? new Map<string, number>() : readsIn(before);
  const now = readsIn(after);
  return ({ root, role, use, tree }) => {
    if (root.type !== "import" || root.module !== "os" || role === "write") return false;
    const name = variableOf(tree, use.whole);
    return name !== undefined && (old.get(name) ?? 0) >= (now.get(name) ?? 0);
  };
}

/** How often each variable is read by a name that is written there. */
function readsIn(tree: SyntaxTree): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  walk(tree.root, (node) => {
    const name = readAt(tree, node);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    return true;
  });
  return counts;
}

/** Of a chain such as `os.environ["NAME"].lower`, the variable its start reads. */
function variableOf(tree: SyntaxTree, whole: SyntaxNode): string | undefined {
  for (let node: SyntaxNode | undefined = whole; node !== undefined; node = childOf(node, "object")) {
    const name = readAt(tree, node);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** NAME where the node is `os.environ["NAME"]`, or the callee of `os.environ.get("NAME", …)` or `os.getenv("NAME", …)`. */
function readAt(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  if (node.type === "subscript") {
    const isEnvironment = /^(?:os\.)?environ$/.test(textOf(tree, childOf(node, "value") ?? node));
    return isEnvironment ? stringValue(tree, childOf(node, "subscript")) : undefined;
  }
  const call = node.parent;
  if (call?.type !== "call" || node.field !== "function") return undefined;
  if (!/^(?:os\.)?(?:environ\.get|getenv)$/.test(textOf(tree, node))) return undefined;
  return stringValue(
    tree,
    childOf(call, "arguments")?.children.find((child) => child.named),
  );
}
