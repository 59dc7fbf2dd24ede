import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf } from "../../syntax/nodes.ts";
import type { ApiEntry } from "./api.ts";
import { joined, spelled } from "./spelled.ts";

export type Tree = Pick<SyntaxTree, "language" | "text">;

/** What others notice of a member's modifiers. */
const TOLD = /^(?:public|protected|static|final|abstract|sealed|virtual|readonly|const|required|default|non-sealed)$/;

/** The modifiers that others notice, in one order. */
export function modifiersOf(tree: Tree, node: SyntaxNode): string {
  return wordsOf(tree, node)
    .filter((word) => TOLD.test(word))
    .sort()
    .join(" ");
}

function wordsOf(tree: Tree, node: SyntaxNode): readonly string[] {
  return node.children
    .filter(({ type }) => type === "modifier" || type === "modifiers")
    .flatMap((modifier) =>
      modifier.children.length === 0 ? [textOf(tree, modifier)] : modifier.children.map((word) => textOf(tree, word)),
    );
}

/** Whether others see a member; those of an interface are public unless they say otherwise. */
export function isVisible(tree: Tree, node: SyntaxNode, inInterface: boolean): boolean {
  const words = new Set(wordsOf(tree, node));
  if (words.has("private")) return false;
  return inInterface || words.has("public") || words.has("protected");
}

/** The members that one declaration holds; overloads differ in the types of their parameters. */
export function memberEntries(
  tree: Tree,
  holder: string,
  member: SyntaxNode,
  inInterface: boolean,
): readonly ApiEntry[] {
  if (!isVisible(tree, member, inInterface)) return [];
  const own = childOf(member, "name");
  const name = own === undefined ? "" : textOf(tree, own);
  const words = modifiersOf(tree, member);
  const type = spelled(tree, childOf(member, "type") ?? childOf(member, "returns"));
  const list = childOf(member, "parameters");
  const types = list === undefined ? "" : parameterTypes(tree, list);
  const isAsked = childOf(member, "body") === undefined && (inInterface || wordsOf(tree, member).includes("abstract"));
  const entry = (shown: string, ...parts: readonly string[]): ApiEntry => ({
    name: `${holder}.${shown}`,
    signature: joined(words, ...parts),
    at: member.from,
    ...(isAsked && !wordsOf(tree, member).includes("static") ? { asked: true } : {}),
  });
  switch (member.type) {
    case "method_declaration":
    case "constructor_declaration":
    case "compact_constructor_declaration":
    case "annotation_type_element_declaration":
      return [
        entry(
          `${name}(${types})`,
          typeParametersOf(tree, member),
          type,
          parametersOf(tree, list),
          ...tailOf(tree, member),
        ),
      ];
    case "operator_declaration":
    case "conversion_operator_declaration": {
      const sign =
        spelled(tree, childOf(member, "operator")) || spelled(tree, firstOfType(member, "implicit", "explicit"));
      return [entry(`operator ${sign}(${types})`, type, parametersOf(tree, list))];
    }
    case "indexer_declaration":
      return [entry(`this[${types}]`, type, spelled(tree, list), accessorsOf(tree, member))];
    case "property_declaration":
      return [entry(name, type, accessorsOf(tree, member))];
    case "event_declaration":
      return [entry(name, "event", type)];
    case "field_declaration":
    case "constant_declaration":
    case "event_field_declaration":
      return fieldEntries(tree, member, entry);
    default:
      return [];
  }
}

function fieldEntries(
  tree: Tree,
  member: SyntaxNode,
  entry: (shown: string, ...parts: readonly string[]) => ApiEntry,
): readonly ApiEntry[] {
  const holder = firstOfType(member, "variable_declaration") ?? member;
  const kind = member.type === "event_field_declaration" ? "event" : "";
  return holder.children
    .filter(({ type }) => type === "variable_declarator")
    .map((declarator) => {
      const name = childOf(declarator, "name");
      const { asked: _, ...field } = entry(
        name === undefined ? "" : textOf(tree, name),
        kind,
        spelled(tree, childOf(holder, "type")),
        spelled(tree, childOf(declarator, "dimensions")),
      );
      return field;
    });
}

/** Names of parameters are part of a call in C#, and in Java they are not. */
function parametersOf(tree: Tree, list: SyntaxNode | undefined): string {
  return tree.language === "java" && list !== undefined ? `(${parameterTypes(tree, list)})` : spelled(tree, list);
}

/** "int, String": how a parameter is passed and its type. */
export function parameterTypes(tree: Tree, list: SyntaxNode): string {
  const types = list.children
    .filter(
      ({ named, type }) => named && !/comment|receiver_parameter|attribute_list/.test(type) && type !== "identifier",
    )
    .map((parameter) =>
      spelled(tree, parameter, {
        without: (node) =>
          /^(?:annotation|marker_annotation|attribute_list|variable_declarator)$/.test(node.type) ||
          (node.parent === parameter && (node.field === "name" || node.type === "modifiers" || isDefault(node))),
      }),
    );
  return types.join(", ").replaceAll(" < ", "<").replaceAll(" >", ">").replaceAll(" [ ]", "[]");
}

/** The `= 1` of a parameter. */
function isDefault(node: SyntaxNode): boolean {
  const among = node.parent?.children ?? [];
  const sign = among.findIndex(({ type }) => type === "=");
  return sign >= 0 && among.indexOf(node) >= sign;
}

function typeParametersOf(tree: Tree, member: SyntaxNode): string {
  return spelled(
    tree,
    childOf(member, "type_parameters") ?? firstOfType(member, "type_parameters", "type_parameter_list"),
  );
}

function tailOf(tree: Tree, member: SyntaxNode): readonly string[] {
  return member.children
    .filter(({ type }) => /^(?:throws|type_parameter_constraints_clause|dimensions)$/.test(type))
    .map((part) => spelled(tree, part));
}

/** "{ get set }", those that others can use. */
function accessorsOf(tree: Tree, member: SyntaxNode): string {
  const accessors = childOf(member, "accessors")?.children.filter(({ type }) => type === "accessor_declaration") ?? [];
  if (accessors.length === 0) return "{ get }";
  const shown = accessors
    .filter((accessor) => !wordsOf(tree, accessor).some((word) => /^(?:private|internal)$/.test(word)))
    .map((accessor) =>
      joined(modifiersOf(tree, accessor), firstOfType(accessor, "get", "set", "init", "add", "remove")?.type),
    );
  return `{ ${shown.sort().join(" ")} }`;
}
