import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { hiddenEntries } from "./hidden.ts";
import { joined, spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "text" | "root">;

/** The capitalised names of a Go file, with fields and methods. */
export function goApi(tree: Tree): Api {
  const all: ApiEntry[] = [];
  walk(tree.root, (node) => {
    switch (node.type) {
      case "source_file":
      case "type_declaration":
      case "const_declaration":
      case "var_declaration":
      case "var_spec_list":
        return true;
      case "package_clause":
        all.push({ name: "package", signature: spelled(tree, node), at: node.from });
        return false;
      case "function_declaration":
      case "method_declaration":
        all.push(...functionEntries(tree, node));
        return false;
      case "type_spec":
      case "type_alias":
        all.push(...typeEntries(tree, node));
        return false;
      case "const_spec":
      case "var_spec":
        all.push(...valueEntries(tree, node));
        return false;
      default:
        return false;
    }
  });
  const isExported = ({ name }: ApiEntry): boolean =>
    name === "package" || name.split(".").every((part) => /^\*?\p{Lu}/u.test(part));
  const entries = all.filter(isExported);
  const hidden = hiddenEntries(entries, (word) => {
    const own = all.filter(({ name }) => name === word || name.startsWith(`${word}.`));
    return own[0]?.signature.startsWith("type") === true ? own : undefined;
  });
  return { entries: [...entries, ...hidden], dynamic: [] };
}

function functionEntries(tree: Tree, node: SyntaxNode): readonly ApiEntry[] {
  const name = textOf(tree, childOf(node, "name") ?? node);
  const receiver = childOf(node, "receiver");
  const signature = `func ${callOf(tree, node)}`;
  if (receiver === undefined) return [{ name, signature, at: node.from }];
  const written = spelled(tree, receiver);
  const [holder] = firstTypeName(tree, receiver);
  return [
    { name: `${holder ?? ""}.${name}`, signature: joined(written.includes("*") && "*", signature), at: node.from },
  ];
}

/** Type parameters, the types of parameters, and of results: their names say nothing to a caller. */
function callOf(tree: Tree, node: SyntaxNode): string {
  const result = childOf(node, "result");
  return joined(
    spelled(tree, childOf(node, "type_parameters")),
    `( ${typesIn(tree, childOf(node, "parameters")).join(" , ")} )`,
    result?.type === "parameter_list" ? `( ${typesIn(tree, result).join(" , ")} )` : spelled(tree, result),
  );
}

function typesIn(tree: Tree, list: SyntaxNode | undefined): readonly string[] {
  return (list?.children ?? []).flatMap((parameter) => {
    if (!/parameter_declaration$/.test(parameter.type)) return [];
    const type = joined(parameter.type.startsWith("variadic") && "...", typeOf(tree, childOf(parameter, "type")));
    const names = parameter.children.filter(({ field }) => field === "name").length;
    return Array.from({ length: Math.max(1, names) }, () => type);
  });
}

function typeOf(tree: Tree, type: SyntaxNode | undefined): string {
  return type?.type === "function_type" ? `func ${callOf(tree, type)}` : spelled(tree, type);
}

function firstTypeName(tree: Tree, node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  walk(node, (part) => {
    if (part.type === "type_identifier") names.push(textOf(tree, part));
  });
  return names;
}

function typeEntries(tree: Tree, node: SyntaxNode): readonly ApiEntry[] {
  const name = textOf(tree, childOf(node, "name") ?? node);
  const type = childOf(node, "type");
  const parameters = spelled(tree, childOf(node, "type_parameters"));
  const entry = (...parts: readonly string[]): ApiEntry => ({
    name,
    signature: joined("type", parameters, node.type === "type_alias" && "=", ...parts),
    at: node.from,
  });
  if (type?.type === "struct_type") {
    const fields = firstOfType(type, "field_declaration_list")?.children ?? [];
    return [entry("struct"), ...fields.flatMap((field) => fieldEntries(tree, name, field))];
  }
  if (type?.type === "interface_type") {
    const methods = type.children.filter((child) => child.type === "method_elem");
    const others = type.children.filter((child) => child.named && !/method_elem|comment/.test(child.type));
    return [
      entry("interface", ...others.map((other) => spelled(tree, other))),
      ...methods.map((method): ApiEntry => {
        const own = textOf(tree, childOf(method, "name") ?? method);
        return { name: `${name}.${own}`, signature: `func ${callOf(tree, method)}`, at: method.from, asked: true };
      }),
    ];
  }
  return [entry(typeOf(tree, type))];
}

function fieldEntries(tree: Tree, holder: string, field: SyntaxNode): readonly ApiEntry[] {
  if (field.type !== "field_declaration") return [];
  const type = childOf(field, "type");
  const signature = joined(typeOf(tree, type), spelled(tree, childOf(field, "tag")));
  const names = field.children.filter((child) => child.field === "name").map((name) => textOf(tree, name));
  if (names.length > 0) return names.map((name) => ({ name: `${holder}.${name}`, signature, at: field.from }));
  const embedded = firstTypeName(tree, field)[0] ?? "";
  return [{ name: `${holder}.${embedded}`, signature: `embedded ${spelled(tree, field)}`, at: field.from }];
}

function valueEntries(tree: Tree, spec: SyntaxNode): readonly ApiEntry[] {
  const signature = joined(spec.type === "const_spec" ? "const" : "var", spelled(tree, childOf(spec, "type")));
  return spec.children
    .filter(({ field, named }) => field === "name" && named)
    .map((name) => ({ name: textOf(tree, name), signature, at: spec.from }));
}
