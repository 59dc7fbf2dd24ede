import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../syntax/nodes.ts";
import type { ApiEntry } from "./api.ts";
import { joined, spelled } from "./spelled.ts";

export type Tree = Pick<SyntaxTree, "text">;

/** "@cached async def [T] (a, *, b: int = 1) -> str": names and defaults of parameters are part of how a function is called. */
export function functionSignature(tree: Tree, definition: SyntaxNode): string {
  const returned = childOf(definition, "return_type");
  return joined(
    ...decoratorsOf(tree, definition),
    definition.children.some(({ type }) => type === "async") && "async",
    "def",
    spelled(tree, childOf(definition, "type_parameters")),
    spelled(tree, childOf(definition, "parameters")),
    returned !== undefined && `-> ${spelled(tree, returned)}`,
  );
}

function decoratorsOf(tree: Tree, definition: SyntaxNode): readonly string[] {
  const decorated = definition.parent?.type === "decorated_definition" ? definition.parent.children : [];
  return decorated.filter(({ type }) => type === "decorator").map((decorator) => spelled(tree, decorator));
}

/** A class with its public members: methods, attributes of the class, and those that methods put on `self`. */
export function classEntries(tree: Tree, outside: string, definition: SyntaxNode): readonly ApiEntry[] {
  const decorators = decoratorsOf(tree, definition);
  // Every class of Python 3 is an object.
  const bases = spelled(tree, childOf(definition, "superclasses")).replace(/^\(\s*(?:object)?\s*\)$/, "");
  const header = joined(...decorators, "class", spelled(tree, childOf(definition, "type_parameters")), bases);
  const body = childOf(definition, "body")?.children ?? [];
  const members = body.flatMap((statement) => memberEntries(tree, outside, statement));
  const fields = body.flatMap((statement) => fieldOf(tree, statement));
  const isMade = /@ *(?:[\w.]+ \. )?(?:dataclass|define|frozen|mutable|attrs|s|attrib)\b|NamedTuple/.test(header);
  const entries: readonly ApiEntry[] = [
    { name: outside, signature: header, at: definition.from },
    ...(isMade
      ? [{ name: `${outside}.__init__`, signature: `def ( ${fields.join(" , ")} )`, at: definition.from }]
      : []),
    ...members,
  ];
  const declared = new Set(entries.map(({ name }) => name));
  return [...entries, ...onSelf(tree, outside, definition).filter(({ name }) => !declared.has(name))];
}

function memberEntries(tree: Tree, holder: string, statement: SyntaxNode): readonly ApiEntry[] {
  const definition = statement.type === "decorated_definition" ? childOf(statement, "definition") : statement;
  if (definition === undefined) return [];
  if (/^(?:if_statement|else_clause|try_statement|block)$/.test(definition.type))
    return definition.children.flatMap((inner) => memberEntries(tree, holder, inner));
  const at = statement.from;
  if (definition.type === "function_definition" || definition.type === "class_definition") {
    const name = textOf(tree, childOf(definition, "name") ?? definition);
    if (!isPublic(name)) return [];
    if (definition.type === "class_definition") return classEntries(tree, `${holder}.${name}`, definition);
    return [{ name: `${holder}.${name}`, signature: functionSignature(tree, definition), at }];
  }
  const assignment = statement.type === "expression_statement" ? statement.children[0] : undefined;
  const left = childOf(assignment, "left");
  if (assignment?.type !== "assignment" || left === undefined) return [];
  const type = childOf(assignment, "type");
  const names = left.type === "identifier" ? [textOf(tree, left)] : textOf(tree, left).match(/[A-Za-z_]\w*/g);
  const signature = joined("value", type !== undefined && `: ${spelled(tree, type)}`);
  return (names ?? []).filter(isPublic).map((name) => ({ name: `${holder}.${name}`, signature, at }));
}

/** Written fields are the parameters of a class whose constructor is made from them. */
function fieldOf(tree: Tree, statement: SyntaxNode): readonly string[] {
  const assignment = statement.type === "expression_statement" ? statement.children[0] : undefined;
  return assignment?.type === "assignment" && childOf(assignment, "type") !== undefined
    ? [spelled(tree, assignment)]
    : [];
}

function onSelf(tree: Tree, holder: string, definition: SyntaxNode): readonly ApiEntry[] {
  const found = new Map<string, ApiEntry>();
  const body = childOf(definition, "body");
  if (body === undefined) return [];
  walk(body, (node) => {
    if (node.type === "class_definition") return false;
    if (node.type !== "assignment") return true;
    const left = childOf(node, "left");
    if (left === undefined) return true;
    for (const [, name] of textOf(tree, left).matchAll(/\bself\.([A-Za-z]\w*)(?=\s*(?:,|\)|$))/g)) {
      if (name === undefined || found.has(name)) continue;
      const type = childOf(node, "type");
      const signature = joined("value", type !== undefined && `: ${spelled(tree, type)}`);
      found.set(name, { name: `${holder}.${name}`, signature, at: node.from });
    }
    return true;
  });
  return [...found.values()];
}

function isPublic(name: string): boolean {
  return !name.startsWith("_") || /^__\w+__$/.test(name);
}
