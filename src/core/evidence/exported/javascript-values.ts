import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, textOf } from "../../syntax/nodes.ts";
import type { ApiEntry } from "./api.ts";
import { functionSignature, isFunctionLike, valueSignature } from "./javascript-functions.ts";
import { declaredIn, type Local, type Locals, localsOf } from "./javascript-locals.ts";
import { classEntries, keyOf, membersOfType } from "./javascript-types.ts";
import { joined, spelled } from "./spelled.ts";

/** Objects in objects, aliases of aliases: beyond this nobody reads on. */
const DEPTH = 4;

/** Objects that name each other many times would take for ever; a module has not so many names. */
const MOST = 20_000;

/** Tells what others see of a module's own names and of values, under the name they are known by outside. */
export interface Describer {
  local(outside: string, own: string, at: number): readonly ApiEntry[];
  /** Of several declarations under the name only those that say `export` themselves. */
  exported(own: string, at: number): readonly ApiEntry[];
  value(outside: string, value: SyntaxNode | undefined, at: number): readonly ApiEntry[];
  declared(outside: string, node: SyntaxNode): readonly ApiEntry[];
}

export function describer(tree: Pick<SyntaxTree, "language" | "text" | "root">, locals: Locals): Describer {
  const added = addedMembers(tree);
  let told = 0;
  return {
    local: (outside, own, at) => local(outside, own, at, DEPTH),
    exported: (own, at) => local(own, own, at, DEPTH, (one) => one.type !== "imported" && saysExport(one.node)),
    value: (outside, value, at) => valued(outside, value, at, DEPTH),
    declared: (outside, node) => declared(outside, node, DEPTH),
  };

  function local(
    outside: string,
    own: string,
    at: number,
    depth: number,
    wanted: (one: Local) => boolean = () => true,
  ): readonly ApiEntry[] {
    const found = (locals.get(own) ?? []).filter(wanted);
    if (found.length === 0 || depth <= 0 || ++told > MOST) return [{ name: outside, signature: "value", at }];
    const hasOverloads = found.some((one) => one.type === "declared" && one.node.type === "function_signature");
    const seen = found.filter((one) => !(hasOverloads && isImplementation(one)));
    const entries = seen.flatMap((one): readonly ApiEntry[] => {
      if (one.type === "declared") return declared(outside, one.node, depth);
      return [{ name: outside, signature: one.type === "imported" ? one.from : "value", at }];
    });
    const members = (added.get(own) ?? []).flatMap(({ name, value, at: place }) =>
      valued(`${outside}.${name}`, value, place, depth - 1),
    );
    return [...entries, ...members];
  }

  function declared(outside: string, node: SyntaxNode, depth: number): readonly ApiEntry[] {
    if (isFunctionLike(node))
      return [{ name: outside, signature: `function ${functionSignature(tree, node)}`, at: node.from }];
    switch (node.type) {
      case "class_declaration":
      case "abstract_class_declaration":
        return classEntries(tree, outside, node);
      case "interface_declaration": {
        const body = childOf(node, "body");
        const more = spelled(tree, firstOfType(node, "extends_type_clause", "extends_clause"));
        return body === undefined ? [] : membersOfType(tree, outside, node, body, more);
      }
      case "type_alias_declaration": {
        const value = childOf(node, "value");
        if (value?.type === "object_type") return membersOfType(tree, outside, node, value, "");
        const signature = joined("type", spelled(tree, childOf(node, "type_parameters")), "=", spelled(tree, value));
        return [{ name: outside, signature, at: node.from }];
      }
      case "internal_module":
      case "module":
        return namespaceEntries(tree, outside, node);
      case "variable_declarator":
        return variable(outside, node, depth);
      default:
        return [{ name: outside, signature: spelled(tree, node), at: node.from }];
    }
  }

  function variable(outside: string, node: SyntaxNode, depth: number): readonly ApiEntry[] {
    const type = spelled(tree, childOf(node, "type"));
    const entries = valued(outside, childOf(node, "value"), node.from, depth);
    if (type === "") return entries;
    return [
      { name: outside, signature: joined(entries[0]?.signature ?? "value", type), at: node.from },
      ...entries.slice(1),
    ];
  }

  function valued(outside: string, value: SyntaxNode | undefined, at: number, depth: number): readonly ApiEntry[] {
    const entry = (signature: string): readonly ApiEntry[] => [{ name: outside, signature, at }];
    if (value === undefined) return entry("value");
    if (isFunctionLike(value)) return entry(`function ${functionSignature(tree, value)}`);
    switch (value.type) {
      case "class":
        return classEntries(tree, outside, value);
      case "object":
        return [
          ...entry("value"),
          ...(depth <= 0 ? [] : value.children.flatMap((part) => property(outside, part, depth))),
        ];
      case "identifier":
        return locals.has(textOf(tree, value)) ? local(outside, textOf(tree, value), at, depth - 1) : entry("value");
      case "parenthesized_expression":
        return valued(
          outside,
          value.children.find(({ named, type }) => named && !/comment/.test(type)),
          at,
          depth,
        );
      case "assignment_expression":
        return valued(outside, childOf(value, "right"), at, depth);
      case "as_expression":
      case "satisfies_expression": {
        const last = value.children.at(-1);
        const inner = valued(outside, value.children[0], at, depth);
        const isConst = last !== undefined && textOf(tree, last) === "const";
        if (value.type === "satisfies_expression" || isConst) return inner;
        return entry(joined("value :", spelled(tree, last)));
      }
      default:
        return entry(valueSignature(tree, value));
    }
  }

  function property(holder: string, part: SyntaxNode, depth: number): readonly ApiEntry[] {
    if (part.type === "shorthand_property_identifier") {
      const own = textOf(tree, part);
      return local(`${holder}.${own}`, own, part.from, depth - 1);
    }
    const key = childOf(part, "key") ?? childOf(part, "name");
    if (part.type === "spread_element")
      return [{ name: `${holder}.${spelled(tree, part)}`, signature: "", at: part.from }];
    if (key === undefined) return [];
    const name = `${holder}.${keyOf(tree, key)}`;
    const accessor = firstOfType(part, "get", "set")?.type;
    if (accessor !== undefined) return [{ name, signature: accessor, at: part.from }];
    return valued(name, part.type === "pair" ? childOf(part, "value") : part, part.from, depth - 1);
  }
}

function saysExport(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node)) {
    if (holder.type === "export_statement") return true;
    if (!/_declaration$/.test(holder.type)) return false;
  }
  return false;
}

function isImplementation(local: Local): boolean {
  return local.type === "declared" && local.node.type === "function_declaration";
}

/** `Foo.bar = …` and `Foo.prototype.bar = …` at the top of a module, by "Foo". */
function addedMembers(
  tree: Pick<SyntaxTree, "text" | "root">,
): ReadonlyMap<string, readonly { readonly name: string; readonly value: SyntaxNode; readonly at: number }[]> {
  const added = new Map<string, { name: string; value: SyntaxNode; at: number }[]>();
  for (const statement of tree.root.children) {
    const assignment = statement.type === "expression_statement" ? statement.children[0] : undefined;
    const left = childOf(assignment, "left");
    const value = childOf(assignment, "right");
    if (assignment?.type !== "assignment_expression" || left === undefined || value === undefined) continue;
    const [, own, name] = /^([\w$]+)(?:\.prototype)?\.([A-Za-z$][\w$]*)$/.exec(textOf(tree, left)) ?? [];
    if (own === undefined || name === undefined || name === "prototype" || own === "exports") continue;
    added.set(own, [...(added.get(own) ?? []), { name, value, at: statement.from }]);
  }
  return added;
}

/** What a namespace exports, under its name. All of an ambient one is exported. */
function namespaceEntries(
  tree: Pick<SyntaxTree, "language" | "text" | "root">,
  outside: string,
  node: SyntaxNode,
): readonly ApiEntry[] {
  const body = childOf(node, "body");
  const isAmbient = node.parent?.type === "ambient_declaration";
  const entries: ApiEntry[] = [{ name: outside, signature: "namespace", at: node.from }];
  if (body === undefined) return entries;
  const inner = describer({ ...tree, root: body }, localsOf(tree, body));
  for (const statement of body.children) {
    if (statement.type !== "export_statement" && !isAmbient) continue;
    for (const declaration of declaredIn(statement)) {
      const name = childOf(declaration, "name");
      if (name !== undefined) entries.push(...inner.declared(`${outside}.${textOf(tree, name)}`, declaration));
    }
  }
  return entries;
}
