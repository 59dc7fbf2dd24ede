import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import { isClass, isReturn } from "./node-kinds.ts";

/**
 * Whether a Python comparison or hash that is newly written looks at every field its class is given: nothing that differs can look
 * equal by it. Of the form `[if not isinstance(other, Own): return NotImplemented | False]` and
 * `return (self.a, self.b) == (other.a, other.b)`, in whatever order the fields come.
 */
export function comparesAllFields(edit: Edit, definition: SyntaxNode): boolean {
  const own = [...holdersOf(definition)].find(isClass);
  const fields = own === undefined ? new Set<string>() : fieldsOf(edit, own);
  const statements =
    childOf(definition, "body")?.children.filter(({ named, type }) => named && type !== "comment") ?? [];
  const answer = statements.at(-1);
  if (fields.size === 0 || answer === undefined || !isReturn(answer) || statements.length > 2) return false;
  if (statements.length === 2 && !isTypeGuard(edit, statements[0], own)) return false;
  const value = answer.children.find((child) => child.named);
  if (value?.type === "call" && edit.text(childOf(value, "function") ?? value) === "hash") {
    const [given] = childOf(value, "arguments")?.children.filter((child) => child.named) ?? [];
    return given !== undefined && sameFields(membersOf(edit, given, "self"), fields);
  }
  if (value?.type !== "comparison_operator") return false;
  const [left, right, more] = value.children.filter((child) => child.named);
  const operator = value.children.find((child) => !child.named)?.type;
  if (left === undefined || right === undefined || more !== undefined || operator !== "==") return false;
  const [one, other] = [membersOf(edit, left, "self"), membersOf(edit, right, "other")];
  return one !== undefined && other !== undefined && one.join() === other.join() && sameFields(one, fields);
}

/** What `__init__` puts on self, or what a dataclass declares. */
function fieldsOf(edit: Edit, own: SyntaxNode): ReadonlySet<string> {
  const fields = new Set<string>();
  walk(own, (node) => {
    if (node.type !== "assignment") return;
    const left = childOf(node, "left");
    const name = left === undefined ? undefined : /^self\.(\w+)$/.exec(edit.text(left))?.[1];
    if (name !== undefined) fields.add(name);
    else if (left?.type === "identifier" && childOf(node, "type") !== undefined) fields.add(edit.text(left));
  });
  return fields;
}

/** The fields of a tuple of them, or of one alone; undefined where anything else stands there. */
function membersOf(edit: Edit, node: SyntaxNode, of: "self" | "other"): readonly string[] | undefined {
  const parts = node.type === "tuple" ? node.children.filter((child) => child.named) : [node];
  const names = parts.map((part) =>
    part.type === "attribute" && edit.text(childOf(part, "object") ?? part) === of
      ? edit.text(childOf(part, "attribute") ?? part)
      : undefined,
  );
  return names.every((name) => name !== undefined) ? names.filter((name) => name !== undefined) : undefined;
}

function sameFields(names: readonly string[] | undefined, fields: ReadonlySet<string>): boolean {
  return names !== undefined && new Set(names).size === fields.size && names.every((name) => fields.has(name));
}

function isTypeGuard(edit: Edit, statement: SyntaxNode | undefined, own: SyntaxNode | undefined): boolean {
  const name = childOf(own, "name");
  if (statement === undefined || name === undefined) return false;
  const words = edit.text(statement).replace(/\s+/g, " ");
  const guards = ["NotImplemented", "False"].map((no) => `if not isinstance(other, ${edit.text(name)}): return ${no}`);
  return guards.includes(words);
}
