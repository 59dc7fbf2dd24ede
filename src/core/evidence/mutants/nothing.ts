import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { type Edit, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";

/** One kind of nothing for the other, and what a parameter is when it is not given. */
export const nothing: MutationOperator = (node, file) => {
  const isNothing = /^(null|undefined|none)$/.test(node.type);
  if (isDefault(node)) return defaults(node, isNothing, file);
  if (!isNothing || file.isPython || node.parent?.type === "binary_expression") return [];
  return [replace("nothing", node, node.type === "null" ? "undefined" : "null")];
};

function isDefault({ parent, field }: SyntaxNode): boolean {
  if (parent === undefined) return false;
  if (parent.type === "assignment_pattern") return field === "right";
  return /^(required_parameter|default_parameter|typed_default_parameter)$/.test(parent.type) && field === "value";
}

function defaults(node: SyntaxNode, isNothing: boolean, file: MutatedFile): readonly Edit[] {
  const { isPython } = file;
  const known = /^(null|undefined|none|true|false|number|integer|float|string|array|list|object|dictionary|tuple)$/;
  if (!known.test(node.type)) return [];
  const values = isPython ? ["0", "1", '""', "True", "False"] : ["0", "1", '""', "true", "false"];
  const others = isNothing ? values : isPython ? ["None"] : ["undefined", "null"];
  return others.map((other) => replace(isNothing ? "default-given" : "default-nothing", node, other));
}
