import type { SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf, stringValue, textOf, walk } from "../../../syntax/nodes.ts";
import { inner, longest } from "./scope.ts";

export interface Thrown {
  readonly type: string;
  /** The condition as it is written; undefined where it is about something that is not seen from outside. */
  readonly when: string | undefined;
  readonly message: string | undefined;
}

/** The error that an exit of a function raises, unless it is caught right there. */
export function thrownBy(tree: SyntaxTree, exit: SyntaxNode, when: string | undefined): readonly Thrown[] {
  if (
    [...holdersOf(exit)].some(
      ({ type, children }) => /^try_/.test(type) && children.some((child) => /catch|except/.test(child.type)),
    )
  )
    return [];
  switch (exit.type) {
    case "throw_statement":
    case "throw_expression":
    case "raise_statement": {
      const made = exit.children.find((child) => /^(new_expression|call|object_creation_expression)$/.test(child.type));
      const named = childOf(made, "constructor") ?? childOf(made, "function") ?? childOf(made, "type");
      const bare = exit.type === "raise_statement" ? firstOfType(exit, "identifier") : undefined;
      const type = named === undefined ? (bare === undefined ? undefined : textOf(tree, bare)) : textOf(tree, named);
      if (type === undefined || !/^[\w.$]+$/.test(type) || !/^[A-Z]/.test(type.split(".").at(-1) ?? "")) return [];
      return [{ type, when, message: messageOf(tree, childOf(made, "arguments")) }];
    }
    case "macro_invocation": {
      const macro = textOf(tree, childOf(exit, "macro") ?? exit);
      return /^(panic|unreachable|unimplemented|todo)$/.test(macro)
        ? [{ type: "panic", when, message: messageOf(tree, firstOfType(exit, "token_tree")) }]
        : [];
    }
    case "call_expression":
      return tree.language === "go" && textOf(tree, childOf(exit, "function") ?? exit) === "panic"
        ? [{ type: "panic", when, message: messageOf(tree, childOf(exit, "arguments")) }]
        : [];
    default:
      return errorReturned(tree, exit, when);
  }
}

/** Go and Rust give errors back. */
function errorReturned(tree: SyntaxTree, exit: SyntaxNode, when: string | undefined): readonly Thrown[] {
  const calls: SyntaxNode[] = [];
  walk(exit, (node) => (node.type === "call_expression" ? calls.push(node) : true));
  const maker = calls.find((call) => {
    const name = textOf(tree, childOf(call, "function") ?? call);
    return tree.language === "go"
      ? /^(errors\.New|fmt\.Errorf)$/.test(name)
      : tree.language === "rust" && name === "Err";
  });
  return maker === undefined ? [] : [{ type: "error", when, message: messageOf(tree, childOf(maker, "arguments")) }];
}

/** The literal among the arguments that reads like a sentence, with `{name}` for what is put into it. */
function messageOf(tree: SyntaxTree, args: SyntaxNode | undefined): string | undefined {
  const texts: string[] = [];
  if (args === undefined) return undefined;
  walk(args, (node) => {
    if (/string/.test(node.type)) {
      const text = stringValue(tree, node) ?? textOf(tree, node).replace(/^[a-z]?(["'`])([\s\S]*)\1$/, "$2");
      texts.push(text.replace(/\$\{([\w.$[\]]+)\}/g, "{$1}"));
      return false;
    }
    return !inner.test(node.type);
  });
  const found = texts.find((text) => /\s/.test(text)) ?? texts[0];
  if (found === undefined || found === "" || found.length > longest || /\$\{|\n|\\|%[+#]?[a-z]|\{\}|\*\//.test(found))
    return undefined;
  return found;
}

/** Each error once for each of its reasons. */
export function distinct(throws: readonly Thrown[]): readonly Thrown[] {
  return throws.filter(
    (one, index) =>
      throws.findIndex(
        ({ type, when, message }) => type === one.type && when === one.when && message === one.message,
      ) === index,
  );
}
