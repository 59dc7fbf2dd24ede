import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { LOOSE_PYTHON, LOOSE_SCRIPT, PYTHON_FAMILIES, SCRIPT_FAMILIES } from "./method-families.ts";
import { type MutatedFile, type MutationOperator, replace } from "./mutant.ts";
import { isBinding } from "./scopes.ts";

/** Functions and methods of the languages' own libraries, each for its near relations. */
export const method: MutationOperator = (node, file) => {
  const name = file.textOf(node);
  if (!isCalled(node) && !isPlainValue(node, name)) return [];
  if (node.type === "identifier" && node.field !== "attribute" && isBound(name, file)) return [];
  const near = relationsOf(name, file.isPython ? PYTHON_FAMILIES : SCRIPT_FAMILIES);
  const loose = relationsOf(name, file.isPython ? LOOSE_PYTHON : LOOSE_SCRIPT);
  return [
    ...near.map((other) => replace("method", node, other)),
    ...loose.map((other) => replace("method-loose", node, other)),
  ];
};

/** The others of the families a name is in, nearest first. */
function relationsOf(name: string, families: readonly (readonly string[])[]): readonly string[] {
  const others = new Set<string>();
  for (const family of families) {
    const at = family.indexOf(name);
    if (at < 0) continue;
    const byNearness = family
      .map((other, index) => ({ other, far: Math.abs(index - at) }))
      .filter(({ far }) => far > 0);
    for (const { other } of byNearness.sort((one, two) => one.far - two.far)) others.add(other);
  }
  return [...others];
}

/** A callee, a property, or a name handed to someone who calls it. */
function isCalled(node: SyntaxNode): boolean {
  if (node.children.length > 0 || !/^(identifier|property_identifier)$/.test(node.type)) return false;
  const { parent, field } = node;
  if (parent === undefined) return false;
  if (/^(member_expression|attribute)$/.test(parent.type))
    return (
      (field === "property" || field === "attribute") &&
      /^(call_expression|call)$/.test(parent.parent?.type ?? "") &&
      parent.field === "function"
    );
  if (/^(call_expression|call)$/.test(parent.type)) return field === "function";
  if (parent.type === "new_expression") return field === "constructor";
  if (parent.type === "keyword_argument" && field === "value") return true;
  return /^(arguments|argument_list|except_clause|raise_statement)$/.test(parent.type);
}

/** Members that are read rather than called, and names of what is handed to a call: `timedelta(days=1)`. */
const PLAIN =
  /^(length|size|Infinity|NaN|MAX_SAFE_INTEGER|MIN_SAFE_INTEGER|MAX_VALUE|MIN_VALUE|EPSILON|POSITIVE_INFINITY|NEGATIVE_INFINITY|days|seconds|weeks|hours|minutes|year|month|day|hour|minute|second|left|right|head|tail|inf|nan)$/;

function isPlainValue(node: SyntaxNode, name: string): boolean {
  const isKeyword = node.field === "name" && node.parent?.type === "keyword_argument";
  return PLAIN.test(name) && (isKeyword || /^(property|attribute)$/.test(node.field ?? ""));
}

/** Whether the file itself makes something of this name. */
function isBound(name: string, file: MutatedFile): boolean {
  return (file.seen.identifiers.get(name) ?? []).some(isBinding);
}
