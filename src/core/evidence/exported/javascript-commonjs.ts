import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, textOf, walk } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { keyOf } from "./javascript-types.ts";
import type { Describer } from "./javascript-values.ts";
import { spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "language" | "text" | "root">;

const MODULE = "module.exports";

/** What a CommonJS file puts on its exports, wherever in the file. */
export function commonJsApi(tree: Tree, describe: Describer): Api {
  const entries: ApiEntry[] = [];
  const dynamic: { text: string; at: number }[] = [];
  const aliases = aliasesOf(tree);
  const isExports = (node: SyntaxNode | undefined): boolean => node !== undefined && aliases.has(textOf(tree, node));
  const unclear = (node: SyntaxNode): void => {
    dynamic.push({ text: spelled(tree, node), at: node.from });
  };

  walk(tree.root, (node) => {
    if (node.type === "assignment_expression") assigned(node);
    else if (node.type === "call_expression") called(node);
  });
  return { entries: withoutPlaceholders(entries), dynamic };

  function assigned(node: SyntaxNode): void {
    const left = childOf(node, "left");
    const value = childOf(node, "right");
    if (left === undefined || value === undefined) return;
    const holder = childOf(left, "object");
    if (isExports(left) && /exports$/.test(textOf(tree, left))) whole(value);
    else if (left.type === "member_expression" && isExports(holder)) {
      const key = childOf(left, "property");
      if (key !== undefined) entries.push(...describe.value(keyOf(tree, key), lastOf(value), node.from));
    } else if (left.type === "subscript_expression" && isExports(holder)) {
      const key = childOf(left, "index");
      if (key?.type === "string") entries.push(...describe.value(keyOf(tree, key), lastOf(value), node.from));
      else unclear(node);
    }
  }

  /** The value of `module.exports = …`. */
  function whole(given: SyntaxNode): void {
    const value = lastOf(given);
    if (isExports(value)) return;
    const path = requiredBy(tree, value);
    if (path !== undefined) entries.push({ name: `* from ${path}`, signature: "", at: value.from });
    else if (value.type === "object") entries.push(...members(value));
    else if (value.type === "identifier") {
      for (const entry of describe.value(MODULE, value, value.from)) entries.push(outermost(entry));
    } else if (
      /^(?:call_expression|await_expression|new_expression|conditional_expression|ternary_expression|subscript_expression|binary_expression)$/.test(
        value.type,
      )
    ) {
      // What esbuild writes: the names are given to `__export`.
      if (!textOf(tree, value).startsWith("__toCommonJS(")) unclear(value);
      if (value.type === "new_expression") entries.push({ name: MODULE, signature: "value", at: value.from });
    } else entries.push(...describe.value(MODULE, value, value.from));
  }

  function members(object: SyntaxNode): readonly ApiEntry[] {
    const found: ApiEntry[] = [];
    for (const part of object.children) {
      const spread = part.type === "spread_element" ? part.children.find(({ named }) => named) : undefined;
      const path = requiredBy(tree, spread);
      const key = childOf(part, "key") ?? childOf(part, "name");
      if (path !== undefined) found.push({ name: `* from ${path}`, signature: "", at: part.from });
      else if (spread !== undefined || key?.type === "computed_property_name") unclear(part);
    }
    for (const entry of describe.value(MODULE, object, object.from))
      if (entry.name !== MODULE && !/\[|\.\.\. /.test(entry.name)) found.push(outermost(entry));
    return found;
  }

  function called(node: SyntaxNode): void {
    const callee = childOf(node, "function");
    const given = childOf(node, "arguments")?.children.filter(({ named, type }) => named && type !== "comment") ?? [];
    if (callee === undefined) return;
    const name = textOf(tree, callee);
    const [first, second, third] = given;
    if (/(?:^|\.)__export$/.test(name) && second?.type === "object") {
      for (const entry of describe.value(MODULE, second, node.from))
        if (entry.name !== MODULE) entries.push(outermost(entry));
      return;
    }
    if (/(?:^|\.)__exportStar$/.test(name) || /^__reExport$/.test(name)) {
      const path = requiredBy(tree, first) ?? requiredBy(tree, second);
      if (path !== undefined) entries.push({ name: `* from ${path}`, signature: "", at: node.from });
      return;
    }
    if (!given.some(isExports)) return;
    if (/^(?:Object\.|Reflect\.)?_*defineProperty$/.test(name) && second?.type === "string") {
      if (textOf(tree, second).slice(1, -1) === "__esModule") return;
      entries.push({ name: keyOf(tree, second), signature: getterOf(tree, third), at: node.from });
    } else if (name === "Object.assign" && isExports(first)) {
      for (const object of given.slice(1)) {
        if (object.type === "object") entries.push(...members(object));
        else unclear(object);
      }
    } else unclear(node);
  }
}

/** "module.exports.add" is known as "add". */
function outermost(entry: ApiEntry): ApiEntry {
  return entry.name.startsWith(`${MODULE}.`) ? { ...entry, name: entry.name.slice(MODULE.length + 1) } : entry;
}

function lastOf(value: SyntaxNode): SyntaxNode {
  const inner = value.type === "assignment_expression" ? childOf(value, "right") : undefined;
  return inner === undefined ? value : lastOf(inner);
}

/** The path of `require("path")`, also inside of a compiler's helper such as `__toESM(…)`. */
function requiredBy(tree: Pick<SyntaxTree, "text">, node: SyntaxNode | undefined): string | undefined {
  return node === undefined
    ? undefined
    : /^(?:__\w+\()?require\(\s*(["'])([^"']+)\1\s*\)(?:,\s*\w+)?\)?$/.exec(textOf(tree, node))?.[2];
}

/** What a property that is defined for others stands for, as far as it says. */
function getterOf(tree: Pick<SyntaxTree, "text">, descriptor: SyntaxNode | undefined): string {
  const returned = /return ([\w$.]+);?\s*\}\s*\}?$/.exec(descriptor === undefined ? "" : textOf(tree, descriptor))?.[1];
  return returned === undefined ? "value" : `value ${returned}`;
}

/** `exports`, `module.exports`, and what holds the same object: `const app = module.exports = {}`, `const e = exports`. */
function aliasesOf(tree: Tree): ReadonlySet<string> {
  const aliases = new Set(["exports", MODULE]);
  walk(tree.root, (node) => {
    if (node.type !== "variable_declarator" || [...holdersOf(node)].some(({ type }) => /function/.test(type))) return;
    const name = childOf(node, "name");
    let value = childOf(node, "value");
    for (; value !== undefined; value = value.type === "assignment_expression" ? childOf(value, "right") : undefined) {
      const target = value.type === "assignment_expression" ? childOf(value, "left") : value;
      if (name !== undefined && target !== undefined && aliases.has(textOf(tree, target)))
        aliases.add(textOf(tree, name));
    }
  });
  return aliases;
}

/** Compilers write `exports.a = void 0` first. */
function withoutPlaceholders(entries: readonly ApiEntry[]): readonly ApiEntry[] {
  const firm = new Set(entries.filter(({ signature }) => signature !== "value").map(({ name }) => name));
  return entries.filter(({ name, signature }) => signature !== "value" || !firm.has(name));
}
