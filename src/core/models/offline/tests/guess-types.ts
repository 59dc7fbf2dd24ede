import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../../syntax/nodes.ts";
import { Guess } from "./guess.ts";
import { schemaType } from "./schema-types.ts";

/** What types say, those of TypeScript and Python, and those of JSDoc. */
export function learnTypes(
  tree: SyntaxTree,
  definition: SyntaxNode,
  parameters: readonly SyntaxNode[],
  guesses: readonly (Guess | undefined)[],
): void {
  const doc = docBefore(tree, definition);
  for (const [index, parameter] of parameters.entries()) {
    const guess = guesses[index];
    if (guess === undefined) continue;
    const type = childOf(parameter, "type");
    if (type !== undefined) learnType(tree, textOf(tree, type).replace(/^:\s*/, ""), guess);
    learnDoc(tree, doc, guess);
    // `schedule` is what a `Schedule` is described to be.
    if (type === undefined) learnNamed(tree, guess.name.charAt(0).toUpperCase() + guess.name.slice(1), guess, DEPTH);
  }
}

function learnDoc(tree: SyntaxTree, doc: string, guess: Guess): void {
  for (const [, type = "", optional, name, text = ""] of doc.matchAll(
    /@param\s+\{((?:[^{}]|\{[^{}]*\})*)\}\s+(\[)?([\w$]+)[^\n]*?\]?(?:\s+([^\n*]*))?/g,
  )) {
    if (name !== guess.name && !(guess.name === "options" && doc.match(/@param/g)?.length === 1)) continue;
    if (optional !== undefined) guess.isOptional = true;
    if (/\bISO\b|YYYY-MM-DD/i.test(text)) guess.isDate = true;
    learnType(tree, type, guess);
  }
  if (/\bISO dates?\b/i.test(doc) && /date|day|from|to|start|end|since|until/i.test(guess.name)) guess.isDate = true;
}

function docBefore(tree: SyntaxTree, definition: SyntaxNode): string {
  let node = definition;
  for (const holder of holdersOf(definition)) {
    if (
      !/^(export_statement|lexical_declaration|variable_declarator|variable_declaration|expression_statement|decorated_definition)$/.test(
        holder.type,
      )
    )
      break;
    node = holder;
  }
  const siblings = node.parent?.children ?? [];
  const before = siblings[siblings.indexOf(node) - 1];
  return before?.type === "comment" ? textOf(tree, before) : "";
}

/** How deep named types are looked up. */
const DEPTH = 6;

function learnType(tree: SyntaxTree, written: string, guess: Guess, depth = DEPTH): void {
  guess.isTyped ||= /^(typescript|tsx)$/.test(tree.language);
  const type = written
    .trim()
    .replace(/^readonly\s+/, "")
    .replace(/^\((.*)\)$/s, "$1");
  if (depth === 0 || type === "") return;
  const union = split(type, "|");
  if (union.length > 1) {
    learnUnion(tree, union, guess, depth);
    return;
  }
  if (/^(["']).*\1$/.test(type)) {
    guess.vote("string", 5);
    guess.literals.add(type);
    if (guess.isTyped) guess.allowed = new Set([...(guess.allowed ?? []), type]);
  } else if (/^-?\d[\d._]*$/.test(type)) {
    guess.vote("number", 5);
    guess.literals.add(type);
  } else if (/^(number|int|float|bigint|Decimal)$/.test(type)) guess.vote("number", 6);
  else if (/^(string|str)$/i.test(type)) guess.vote("string", 6);
  else if (/^(boolean|bool)$/i.test(type)) guess.vote("boolean", 6);
  else if (/^(Date|datetime|date)$/.test(type)) guess.vote("date", 6);
  else if (/^\(?[^[{]*=>|^Function$|^Callable\b/.test(type)) learnFunction(type, guess);
  else if (type.startsWith("{")) learnMembers(tree, type.slice(1, -1), guess, depth);
  else learnGeneric(tree, type, guess, depth);
}

/** All that its members say; objects among them are kept apart as well, since no value is several of them. */
function learnUnion(tree: SyntaxTree, union: readonly string[], guess: Guess, depth: number): void {
  const shapes: Guess[] = [];
  for (const one of union) {
    if (/^(undefined|null|None)$/.test(one.trim())) {
      guess.empties.add(one.trim());
      continue;
    }
    const shape = new Guess(guess.name);
    learnType(tree, one, shape, depth - 1);
    guess.learn(shape);
    if (shape.kind === "object" && shape.properties.size > 0)
      shapes.push(...(shape.variants.length > 0 ? shape.variants : [shape]));
  }
  if (union.some((one) => one.trim() === "string")) guess.allowed = undefined;
  if (shapes.length > 1) guess.variants.splice(0, guess.variants.length, ...shapes);
}

function learnFunction(type: string, guess: Guess): void {
  guess.vote("function", 6);
  const gives = /^[^[{]*?=>\s*(.*)$/s.exec(type)?.[1] ?? /^Callable\[.*,\s*(\w+)\]$/.exec(type)?.[1];
  if (gives !== undefined) guess.gives = gives.trim();
}

/** Types made of others: `A & B`, `A["b"]`, `A[number]`, `Pick<A, "b">`, `Omit<A, "b">`, `(typeof list)[number]`. */
function learnComposed(tree: SyntaxTree, type: string, guess: Guess, depth: number): boolean {
  const both = split(type, "&");
  if (both.length > 1) {
    for (const one of both) learnType(tree, one, guess, depth - 1);
    return true;
  }
  const listed = /^\(?typeof\s+(\w+)\)?\[number\]$/.exec(type)?.[1];
  if (listed !== undefined) {
    learnType(tree, constantItems(tree, listed).join(" | "), guess, depth);
    return true;
  }
  const [, holder = "", index = ""] = /^(.+)\[(number|(?:"\w+"|'\w+'))\]$/s.exec(type) ?? [];
  const [, kind = "", from = "", keys = ""] = /^(Pick|Omit)<(.+?),((?:[\s|]*(?:"\w+"|'\w+'))+)\s*>$/s.exec(type) ?? [];
  if (holder === "" && from === "") return false;
  const whole = new Guess(guess.name);
  learnType(tree, holder || from, whole, depth - 1);
  if (holder !== "") guess.learn(index === "number" ? whole.element : whole.property(index.slice(1, -1)));
  else {
    const named = new Set(keys.match(/\w+/g));
    guess.vote("object", 5);
    for (const [name, part] of whole.properties)
      if (named.has(name) === (kind === "Pick")) {
        guess.property(name).learn(part);
        guess.property(name).isOptional = part.isOptional;
      }
  }
  return true;
}

/** The literals of `const list = ["a", "b"] as const`. */
function constantItems(tree: SyntaxTree, name: string): readonly string[] {
  const declaration = tree.declarations.find((one) => one.name === name && one.kind === "variable");
  const list = declaration === undefined ? undefined : listIn(declaration.node);
  return (list?.children ?? []).filter(({ named }) => named).map((item) => textOf(tree, item));
}

function listIn(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walk(node, (part) => {
    if (part.type === "array") found ??= part;
    return found === undefined;
  });
  return found;
}

function learnGeneric(tree: SyntaxTree, type: string, guess: Guess, depth: number): void {
  if (learnComposed(tree, type, guess, depth)) return;
  const array =
    /^(.*)\[\]$/s.exec(type)?.[1] ??
    /^(?:readonly\s+)?(?:Readonly)?(?:Array|Iterable|Sequence|list|List|tuple|Tuple|Iterator|ArrayLike)\s*[<[](.*)[>\]]$/s.exec(
      type,
    )?.[1];
  if (array !== undefined) {
    guess.vote("array", 6);
    learnType(tree, split(array, ",")[0] ?? "", guess.element, depth - 1);
    return;
  }
  const optional = /^Optional\[(.*)\]$/s.exec(type)?.[1] ?? /^(?:Readonly|Partial|NonNullable)<(.*)>$/s.exec(type)?.[1];
  const schema = /^z\.(?:infer|output|input)<typeof (\w+)>$/.exec(type)?.[1];
  if (optional !== undefined) learnType(tree, optional, guess, depth - 1);
  else if (schema !== undefined) learnType(tree, schemaType(tree, schema) ?? "", guess, depth);
  else if (/^(Readonly)?Map\b/.test(type)) guess.vote("map", 6);
  else if (/^(Readonly)?Set\b|^set\b/.test(type)) guess.vote("set", 6);
  else if (/^(Record|dict|Dict|Mapping|Object|object)\b/.test(type)) guess.vote("object", 5);
  else if (/^(list|tuple|Array)$/i.test(type)) guess.vote("array", 5);
  else learnNamed(tree, type, guess, depth);
}

/** A type of the same file, or of its comments. */
function learnNamed(tree: SyntaxTree, name: string, guess: Guess, depth: number): void {
  const typedef = new RegExp(
    `@typedef\\s+(?:\\{([^@]*?)\\}\\s+${escaped(name)}\\b|\\{object\\}\\s+${escaped(name)}\\b)([\\s\\S]*?)(?:@typedef|\\*/)`,
    "i",
  ).exec(tree.text);
  if (typedef !== null) {
    if (typedef[1] !== undefined && !/^object$/i.test(typedef[1])) learnType(tree, typedef[1], guess, depth - 1);
    for (const [, type = "", optional, property = "", text = ""] of (typedef[2] ?? "").matchAll(
      /@property\s+\{((?:[^{}]|\{[^{}]*\})*)\}\s+(\[)?([\w$]+)\]?([^\n]*)/g,
    )) {
      const part = guess.property(property);
      if (optional !== undefined) part.isOptional = true;
      if (/\bISO\b/.test(text)) part.isDate = true;
      learnType(tree, type, part, depth - 1);
    }
    return;
  }
  walk(tree.root, (node) => {
    const own = childOf(node, "name");
    if (own === undefined || textOf(tree, own) !== name) return true;
    if (node.type === "interface_declaration") {
      const body = childOf(node, "body");
      const bases = /\bextends\s+([\s\S]*)$/.exec(tree.text.slice(own.to, body?.from))?.[1] ?? "";
      for (const base of split(bases, ",")) learnType(tree, base, guess, depth - 1);
      if (body !== undefined) learnMembers(tree, textOf(tree, body).slice(1, -1), guess, depth);
    }
    const value = node.type === "type_alias_declaration" ? childOf(node, "value") : undefined;
    if (value !== undefined) learnType(tree, textOf(tree, value), guess, depth - 1);
    return true;
  });
}

function learnMembers(tree: SyntaxTree, members: string, guess: Guess, depth: number): void {
  guess.vote("object", 5);
  const bare = members.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  for (const member of split(bare, /[;,\n]/)) {
    const match = /^\s*(?:readonly\s+)?(["']?)([\w$]+)\1(\?)?\s*:\s*([\s\S]+)$/.exec(member);
    if (match === null) continue;
    const part = guess.property(match[2] ?? "");
    if (match[3] !== undefined) part.isOptional = true;
    learnType(tree, match[4] ?? "", part, depth - 1);
  }
}

/** At the top level of brackets only. */
function split(text: string, separator: string | RegExp): readonly string[] {
  const parts: string[] = [""];
  let depth = 0;
  for (const sign of text) {
    if (/[<([{]/.test(sign)) depth++;
    if (/[)\]}]/.test(sign) || (sign === ">" && !parts.at(-1)?.endsWith("="))) depth--;
    const isCut = depth === 0 && (typeof separator === "string" ? sign === separator : separator.test(sign));
    if (isCut) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts.filter((part) => part.trim() !== "");
}

function escaped(name: string): string {
  return name.replace(/[^\w]/g, "\\$&");
}
