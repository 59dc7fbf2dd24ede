import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, stringValue, textOf } from "../../../syntax/nodes.ts";

/** The type that a zod schema of the file stands for, as it would be written; undefined where there is no such schema. */
export function schemaType(tree: SyntaxTree, name: string): string | undefined {
  const declaration = tree.declarations.find((one) => one.name === name && one.kind === "variable");
  if (declaration === undefined) return undefined;
  const value = childOf(firstOfType(declaration.node, "variable_declarator") ?? declaration.node, "value");
  return value === undefined ? undefined : typeOf(tree, value);
}

const UNKNOWN = "unknown";

function typeOf(tree: SyntaxTree, schema: SyntaxNode | undefined): string {
  if (schema?.type === "identifier") return `z.infer<typeof ${textOf(tree, schema)}>`;
  const callee = schema?.type === "call_expression" ? childOf(schema, "function") : undefined;
  const holder = childOf(callee, "object");
  const name = childOf(callee, "property");
  if (holder === undefined || name === undefined) return UNKNOWN;
  const given = childOf(schema, "arguments")?.children.filter((child) => child.named) ?? [];
  const method = textOf(tree, name);
  return textOf(tree, holder) === "z" ? made(tree, method, given) : changed(method, typeOf(tree, holder));
}

/** `z.object({ … })`, `z.enum([ … ])`. */
function made(tree: SyntaxTree, method: string, given: readonly SyntaxNode[]): string {
  const items = (given.at(-1)?.children ?? []).filter((child) => child.named);
  switch (method) {
    case "number":
    case "int":
    case "boolean":
    case "string":
    case "null":
      return method === "int" ? "number" : method;
    case "literal":
    case "enum": {
      const [list] = given;
      if (list?.type === "identifier") return `(typeof ${textOf(tree, list)})[number]`;
      const values = list?.type === "array" ? items : given;
      return values.every((value) => stringValue(tree, value) !== undefined || value.type === "number")
        ? values.map((value) => textOf(tree, value)).join(" | ")
        : "string";
    }
    case "array":
      return `(${typeOf(tree, given[0])})[]`;
    case "union":
    case "discriminatedUnion":
      return items.map((item) => typeOf(tree, item)).join(" | ");
    case "record":
      return "Record<string, unknown>";
    case "object":
    case "strictObject":
    case "looseObject":
      return `{ ${items.flatMap((item) => memberOf(tree, item) ?? []).join("; ")} }`;
    default:
      return UNKNOWN;
  }
}

function memberOf(tree: SyntaxTree, item: SyntaxNode): string | undefined {
  if (item.type === "shorthand_property_identifier")
    return `${textOf(tree, item)}: z.infer<typeof ${textOf(tree, item)}>`;
  const [key, value] = [childOf(item, "key"), childOf(item, "value")];
  if (key === undefined || value === undefined) return undefined;
  const [type, optional] = typeOf(tree, value).split(/ \| undefined$/);
  return `${textOf(tree, key)}${optional === undefined ? "" : "?"}: ${type}`;
}

/** `.optional()` and the like; what only narrows leaves the type as it is. */
function changed(method: string, type: string): string {
  switch (method) {
    case "optional":
    case "exactOptional":
    case "nullish":
      return `${type} | undefined`;
    case "nullable":
      return `${type} | null`;
    default:
      return type;
  }
}
