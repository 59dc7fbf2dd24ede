import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, walk } from "../../syntax/nodes.ts";
import { type Constant, constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";

/**
 * What a name stands for that the change itself gives its literal: a constant, a member of an enum, an object or a class. A name is no
 * disguise for a case of the test; names that the base has are the words of its domain.
 */
export function newlyNamed(edit: Edit, node: SyntaxNode): Constant | undefined {
  const own = childOf(node, "property") ?? childOf(node, "attribute") ?? node;
  if (!/^(identifier|property_identifier|private_property_identifier)$/.test(own.type)) return undefined;
  const name = edit.text(own);
  let found: Constant | undefined;
  walk(edit.after.root, (inner) => {
    const value = valueNamed(edit, inner, name);
    if (value !== undefined && edit.added(inner)) found ??= constantOf(edit.after, value);
    return edit.touched(inner);
  });
  return found;
}

const NAMING =
  /^(variable_declarator|assignment|enum_assignment|pair|field_definition|public_field_definition|keyword_argument)$/;

function valueNamed(edit: Edit, node: SyntaxNode, name: string): SyntaxNode | undefined {
  if (!NAMING.test(node.type)) return undefined;
  const key =
    childOf(node, "name") ?? childOf(node, "left") ?? childOf(node, "key") ?? childOf(node, "property") ?? undefined;
  if (key === undefined || edit.text(key) !== name) return undefined;
  return childOf(node, "value") ?? childOf(node, "right");
}
