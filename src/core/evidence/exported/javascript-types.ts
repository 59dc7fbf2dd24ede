import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf, walk } from "../../syntax/nodes.ts";
import type { ApiEntry } from "./api.ts";
import { functionSignature, isFunctionLike, valueSignature } from "./javascript-functions.ts";
import { joined, spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "language" | "text">;

/** A class with its public members, under the name others know it by. */
export function classEntries(tree: Tree, name: string, node: SyntaxNode): readonly ApiEntry[] {
  const heritage = firstOfType(node, "class_heritage");
  const header = joined(
    node.type.startsWith("abstract") && "abstract",
    "class",
    spelled(tree, childOf(node, "type_parameters")),
    spelled(tree, heritage, { without: ({ type }) => type === "implements_clause" }),
  );
  const body = childOf(node, "body");
  const members = (body?.children ?? []).flatMap((member) => memberEntries(tree, name, member));
  const isBuilt = members.some((member) => member.name === `${name}.constructor`);
  const built = heritage !== undefined && /extends/.test(spelled(tree, heritage)) ? "inherited" : "( )";
  return [
    { name, signature: header, at: node.from },
    ...(isBuilt ? [] : [{ name: `${name}.constructor`, signature: built, at: node.from }]),
    ...members,
  ];
}

function memberEntries(tree: Tree, holder: string, member: SyntaxNode): readonly ApiEntry[] {
  const named = childOf(member, "name") ?? childOf(member, "property");
  const isIndex = member.type === "index_signature";
  if (!isIndex && (named === undefined || named.type === "private_property_identifier")) return [];
  const access = firstOfType(member, "accessibility_modifier");
  const isPrivate = access !== undefined && textOf(tree, access) === "private";
  const own = named === undefined || isIndex ? "[index]" : keyOf(tree, named);
  if (isPrivate && own !== "constructor") return [];
  const words = member.children.filter(({ type }) => /^(?:static|get|set|readonly|abstract|\?|!|accessor)$/.test(type));
  const value = childOf(member, "value");
  const callable = isFunctionLike(member) ? member : value !== undefined && isFunctionLike(value) ? value : undefined;
  const signature = joined(
    access !== undefined && textOf(tree, access) !== "public" && textOf(tree, access),
    ...words.filter(({ type }) => type !== "!").map(({ type }) => type),
    isIndex && spelled(tree, member),
    callable === undefined ? valueSignature(tree, value) : functionSignature(tree, callable),
    !isIndex && callable !== member && spelled(tree, childOf(member, "type")),
  );
  const entry: ApiEntry = {
    name: `${holder}.${own}`,
    signature,
    at: member.from,
    ...(member.type.startsWith("abstract") ? { asked: true } : {}),
  };
  if (own !== "constructor") return [entry];
  return [entry, ...fieldsOfConstructor(tree, holder, member)];
}

/** `constructor(readonly a: A)` declares a field; in plain JavaScript `this.a = …` does. */
function fieldsOfConstructor(tree: Tree, holder: string, builder: SyntaxNode): readonly ApiEntry[] {
  const fields: ApiEntry[] = [];
  for (const parameter of childOf(builder, "parameters")?.children ?? []) {
    const access = firstOfType(parameter, "accessibility_modifier");
    const pattern = childOf(parameter, "pattern");
    if (access === undefined && firstOfType(parameter, "readonly") === undefined) continue;
    if (pattern === undefined || (access !== undefined && textOf(tree, access) === "private")) continue;
    const signature = joined("value", spelled(tree, childOf(parameter, "type")));
    fields.push({ name: `${holder}.${textOf(tree, pattern)}`, signature, at: parameter.from });
  }
  const body = childOf(builder, "body");
  if (tree.language === "javascript" && body !== undefined)
    walk(body, (node) => {
      const left = node.type === "assignment_expression" ? childOf(node, "left") : undefined;
      const own = /^this\.([A-Za-z$][\w$]*)$/.exec(left === undefined ? "" : textOf(tree, left))?.[1];
      if (own !== undefined) fields.push({ name: `${holder}.${own}`, signature: "value", at: node.from });
      return !/^(?:function|class|method)/.test(node.type);
    });
  return fields;
}

/** An interface, or a type of members: one entry for each, so that their order says nothing. */
export function membersOfType(
  tree: Tree,
  name: string,
  node: SyntaxNode,
  body: SyntaxNode,
  more: string,
): readonly ApiEntry[] {
  const header = joined("type", spelled(tree, childOf(node, "type_parameters")), more);
  const members = body.children.filter(({ named, type }) => named && !/comment/.test(type));
  return [
    { name, signature: header, at: node.from },
    ...members.map((member): ApiEntry => {
      const named = childOf(member, "name");
      const own = named === undefined || member.type === "index_signature" ? `[${member.type}]` : keyOf(tree, named);
      const isOptional = firstOfType(member, "?") !== undefined || /index|call|construct/.test(member.type);
      const signature = isFunctionLike(member)
        ? joined(
            firstOfType(member, "?") && "?",
            firstOfType(member, "get", "set")?.type,
            functionSignature(tree, member),
          )
        : spelled(tree, member, { without: ({ field, parent }) => field === "name" && parent === member });
      return { name: `${name}.${own}`, signature, at: member.from, ...(isOptional ? {} : { asked: true }) };
    }),
  ];
}

export function keyOf(tree: Pick<SyntaxTree, "text">, key: SyntaxNode): string {
  const text = textOf(tree, key);
  return key.type === "string" ? text.slice(1, -1) : text;
}
