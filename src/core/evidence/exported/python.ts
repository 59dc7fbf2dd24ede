import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { hiddenEntries } from "./hidden.ts";
import { classEntries, functionSignature, type Tree } from "./python-classes.ts";
import { joined, spelled } from "./spelled.ts";

/** What a name of a module stands for. */
interface Binding {
  readonly name: string;
  readonly at: number;
  readonly isImport?: boolean;
  readonly isClass?: boolean;
  describe(outside: string): readonly ApiEntry[];
}

/** The public names of a module: those that `__all__` lists, else those without a leading underscore. A package's `__init__` speaks for what it imports, too. */
export function pythonApi(tree: Pick<SyntaxTree, "language" | "text" | "root">, isPackage: boolean): Api {
  const bindings: Binding[] = [];
  const dynamic: { text: string; at: number }[] = [];
  const listed = new Set<string>();
  let hasList = false;
  const stars: ApiEntry[] = [];
  const statements = statementsOf(tree.root);
  for (const statement of statements) {
    if (namesAll(tree, statement)) {
      const names = listedBy(tree, statement);
      if (names === undefined) dynamic.push({ text: spelled(tree, statement), at: statement.from });
      else hasList = true;
      for (const name of names ?? []) listed.add(name);
    } else if (REACHES_NAMES.test(textOf(tree, statement)) && statement.type === "expression_statement")
      dynamic.push({ text: spelled(tree, statement), at: statement.from });
    else bindings.push(...bindingsOf(tree, statement, bindings, stars));
  }
  const isPublic = ({ name, isImport, at }: Binding): boolean => {
    if (listed.has(name)) return true;
    if (isImport && !isPackage && !isReexport(tree, at, name)) return false;
    return (!hasList || dynamic.length > 0) && (!name.startsWith("_") || /^__(?:getattr|dir|version)__$/.test(name));
  };
  const entries = [...stars, ...bindings.filter(isPublic).flatMap(({ name, describe }) => describe(name))];
  const bound = new Set(bindings.map(({ name }) => name));
  for (const name of listed) if (!bound.has(name)) entries.push({ name, signature: "value", at: 0 });
  // Of what is private only classes matter: others inherit from them and get their instances.
  const classes = new Map(bindings.filter(({ isClass }) => isClass).map((binding) => [binding.name, binding]));
  return { entries: [...entries, ...hiddenEntries(entries, (word) => classes.get(word)?.describe(word))], dynamic };
}

const REACHES_NAMES = /\b(?:globals|vars|locals|setattr|exec)\s*\(|\bsys\.modules\b/;

/** The statements of a module, also those that stand in its conditions. */
function statementsOf(root: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(root, (node) => {
    if (
      node === root ||
      /^(?:if_statement|try_statement|with_statement|.*_clause|block|match_statement)$/.test(node.type)
    )
      return true;
    if (node.parent?.type === "module" || node.parent?.type === "block") found.push(node);
    return false;
  });
  return found;
}

function namesAll(tree: Tree, statement: SyntaxNode): boolean {
  return /^__all__\b/.test(textOf(tree, statement));
}

/** The names that a statement puts on `__all__`; undefined where they are computed. */
function listedBy(tree: Tree, statement: SyntaxNode): readonly string[] | undefined {
  const [, operator] = /^__all__\s*(?::[^=]*)?(=|\+=|\.extend\(|\.append\()/.exec(textOf(tree, statement)) ?? [];
  if (operator === undefined) return undefined;
  const assignment = statement.children[0];
  const values =
    assignment?.type === "call"
      ? (childOf(assignment, "arguments")?.children.filter(({ named }) => named) ?? [])
      : [childOf(assignment, "right")];
  const names: string[] = [];
  for (const value of values) {
    const items =
      value !== undefined && /^(?:list|tuple)$/.test(value.type)
        ? value.children.filter(({ named, type }) => named && type !== "comment")
        : [value];
    for (const item of items) {
      const name = stringValue(tree, item);
      if (name === undefined) return undefined;
      names.push(name);
    }
  }
  return names;
}

function bindingsOf(
  tree: Tree,
  statement: SyntaxNode,
  known: readonly Binding[],
  stars: ApiEntry[],
): readonly Binding[] {
  const at = statement.from;
  const definition = statement.type === "decorated_definition" ? childOf(statement, "definition") : statement;
  if (definition?.type === "function_definition" || definition?.type === "class_definition") {
    const name = textOf(tree, childOf(definition, "name") ?? definition);
    const describe = (outside: string): readonly ApiEntry[] =>
      definition.type === "class_definition"
        ? classEntries(tree, outside, definition)
        : [{ name: outside, signature: functionSignature(tree, definition), at }];
    return [{ name, at, isClass: definition.type === "class_definition", describe }];
  }
  if (/^import(?:_from)?_statement$/.test(statement.type)) return importsOf(tree, statement, stars);
  if (statement.type === "type_alias_statement") {
    const name = childOf(statement, "left");
    if (name === undefined) return [];
    const signature = spelled(tree, statement);
    return [{ name: textOf(tree, name), at, describe: (outside) => [{ name: outside, signature, at }] }];
  }
  const assignment = statement.type === "expression_statement" ? statement.children[0] : undefined;
  return assignment?.type === "assignment" ? assigned(tree, assignment, known) : [];
}

function assigned(tree: Tree, assignment: SyntaxNode, known: readonly Binding[]): readonly Binding[] {
  const left = childOf(assignment, "left");
  const right = childOf(assignment, "right");
  const at = assignment.from;
  const type = spelled(tree, childOf(assignment, "type"));
  const inner = right?.type === "assignment" ? assigned(tree, right, known) : [];
  const alias = right?.type === "identifier" ? known.findLast(({ name }) => name === textOf(tree, right)) : undefined;
  const names: string[] = [];
  if (left?.type === "identifier") names.push(textOf(tree, left));
  else if (left !== undefined && /^(?:pattern_list|tuple_pattern|list_pattern)$/.test(left.type))
    walk(left, (node) => (node.type === "identifier" ? names.push(textOf(tree, node)) : /pattern/.test(node.type)));
  const described = (outside: string): readonly ApiEntry[] => {
    if (alias !== undefined && left?.type === "identifier") return alias.describe(outside);
    const signature =
      right?.type === "lambda"
        ? `def ( ${spelled(tree, childOf(right, "parameters"))} )`
        : joined("value", type !== "" && `: ${type}`);
    return [{ name: outside, signature, at }];
  };
  return [...inner, ...names.map((name) => ({ name, at, describe: described }))];
}

function importsOf(tree: Tree, statement: SyntaxNode, stars: ApiEntry[]): readonly Binding[] {
  const at = statement.from;
  const module = spelled(tree, childOf(statement, "module_name")).replaceAll(" ", "");
  if (statement.children.some(({ type }) => type === "wildcard_import")) {
    stars.push({ name: `* from ${module}`, signature: "", at });
    return [];
  }
  return statement.children
    .filter(({ field }) => field === "name")
    .map((part) => {
      const path = textOf(tree, childOf(part, "name") ?? part);
      const alias = childOf(part, "alias");
      const name = alias === undefined ? (module === "" ? (path.split(".")[0] ?? path) : path) : textOf(tree, alias);
      const signature = module === "" ? `import ${path}` : `${path} from ${module}`;
      return { name, at: part.from, isImport: true, describe: (outside: string) => [{ name: outside, signature, at }] };
    });
}

/** `from .a import b as b` says that `b` is meant for others. */
function isReexport(tree: Tree, at: number, name: string): boolean {
  return tree.text
    .slice(at, at + 2 * name.length + 10)
    .replace(/\s+/g, " ")
    .startsWith(`${name} as ${name}`);
}
