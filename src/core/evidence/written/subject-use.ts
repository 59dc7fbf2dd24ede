import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../syntax/nodes.ts";
import { isFunction } from "../../syntax/outline.ts";
import { chainOf } from "./chain.ts";
import type { SubjectNames } from "./subject-names.ts";

/** What of a test depends on its subject: follows values through variables, helpers, hooks and callbacks, by name. */
export interface SubjectUse {
  /** Whether the value of the node depends on something the subject did. */
  dependsOn(node: SyntaxNode): boolean;
}

const NO_DESCENT = /^(comment|type_annotation|type_arguments|import_statement|import_from_statement)$/;

/** `apart` are the other tests of the file: what happens in them does not matter here. */
export function subjectUse(tree: SyntaxTree, names: SubjectNames, apart: ReadonlySet<SyntaxNode>): SubjectUse {
  const sources = new Set(names.callable);
  const known = new Set(names.values);
  const dependsOn = (node: SyntaxNode): boolean => {
    let found = false;
    walk(node, (part) => {
      if (found || apart.has(part) || NO_DESCENT.test(part.type)) return false;
      found = isKnown(part) || isUseOfSource(part);
      return !found;
    });
    return found;
  };
  const isKnown = (node: SyntaxNode): boolean => {
    if (isOwnMember(tree, node)) return known.has(textOf(tree, node));
    const isName = /^(identifier|shorthand_property_identifier)$/.test(node.type) && !isPropertyName(node);
    return isName && known.has(textOf(tree, node));
  };
  const isUseOfSource = (node: SyntaxNode): boolean =>
    /^(identifier|type_identifier|jsx_identifier)$/.test(node.type) &&
    sources.has(textOf(tree, node)) &&
    isUsed(tree, node);

  const take = (target: SyntaxNode | undefined): boolean => {
    let grown = false;
    for (const name of namesBound(tree, target)) {
      grown ||= !known.has(name);
      known.add(name);
    }
    return grown;
  };
  for (let grows = true; grows; ) {
    grows = false;
    walk(tree.root, (node) => {
      if (apart.has(node) || NO_DESCENT.test(node.type)) return false;
      if (spread(tree, node, { dependsOn, take, sources })) grows = true;
      return true;
    });
  }
  return { dependsOn };
}

interface Knowledge {
  dependsOn(node: SyntaxNode): boolean;
  /** Whether a name was not known before. */
  take(target: SyntaxNode | undefined): boolean;
  readonly sources: Set<string>;
}

/** One step: what gets its value from something that depends on the subject depends on it too. */
function spread(tree: SyntaxTree, node: SyntaxNode, { dependsOn, take, sources }: Knowledge): boolean {
  switch (node.type) {
    case "variable_declarator":
    case "assignment":
    case "assignment_expression":
    case "augmented_assignment":
    case "augmented_assignment_expression":
    case "named_expression":
    case "for_in_statement":
    case "for_statement":
    case "for_in_clause": {
      const target = childOf(node, "name") ?? childOf(node, "left");
      const value = childOf(node, "value") ?? childOf(node, "right");
      if (target === undefined || value === undefined) return false;
      if (value.type === "identifier" && sources.has(textOf(tree, value)) && target.type === "identifier") {
        const grown = !sources.has(textOf(tree, target));
        sources.add(textOf(tree, target));
        return grown;
      }
      return dependsOn(value) && take(target);
    }
    case "function_declaration":
    case "function_definition": {
      const body = childOf(node, "body");
      return body !== undefined && dependsOn(body) && take(childOf(node, "name"));
    }
    case "as_pattern":
      return node.children.some((child) => child.field !== "alias" && dependsOn(child)) && take(childOf(node, "alias"));
    case "try_statement": {
      const handler = childOf(node, "handler");
      const body = childOf(node, "body");
      return body !== undefined && dependsOn(body) && take(childOf(handler, "parameter"));
    }
    case "call_expression":
    case "call":
      return spreadCall(tree, node, { dependsOn, take, sources });
    default:
      return false;
  }
}

/** What is handed to the subject may be changed by it, what it calls back gets its values, and so does a helper that is given them. */
function spreadCall(tree: SyntaxTree, call: SyntaxNode, { dependsOn, take, sources }: Knowledge): boolean {
  const callee = childOf(call, "function");
  const given = childOf(call, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
  if (callee === undefined) return false;
  const isOfSubject = sources.has(chainOf(tree, callee)?.[0] ?? "") || dependsOn(callee);
  const isGiven = given.some((argument) => !isFunctionNode(argument) && dependsOn(argument));
  let grown = false;
  if (isOfSubject) for (const argument of given) if (argument.type === "identifier") grown = take(argument) || grown;
  if (isOfSubject || isGiven) for (const argument of given) grown = take(parametersOf(argument)) || grown;
  if (isGiven && /^(member_expression|attribute)$/.test(callee.type)) {
    const receiver = childOf(callee, "object");
    if (
      receiver?.type === "identifier" &&
      !/^(assert|expect|t|self|console|vi|jest|mock)$/.test(textOf(tree, receiver))
    )
      grown = take(receiver) || grown;
  }
  const helper = callee.type === "identifier" ? helperOf(tree, textOf(tree, callee)) : undefined;
  const parameters = parametersOf(helper)?.children.filter((child) => child.named) ?? [];
  for (const [index, argument] of given.entries()) if (dependsOn(argument)) grown = take(parameters[index]) || grown;
  return grown;
}

/** A function of the test file itself. */
export function helperOf(tree: SyntaxTree, name: string): SyntaxNode | undefined {
  const declaration = tree.declarations.find(
    (one) => one.name === name && (isFunction(one) || one.kind === "variable"),
  );
  if (declaration === undefined) return undefined;
  let found: SyntaxNode | undefined;
  walk(declaration.node, (node) => {
    if (found === undefined && isFunctionNode(node)) found = node;
    return found === undefined;
  });
  return found;
}

export function isFunctionNode({ type }: SyntaxNode): boolean {
  return /^(arrow_function|function_expression|function_declaration|generator_function|generator_function_declaration|function_definition|method_definition|lambda)$/.test(
    type,
  );
}

function parametersOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node === undefined || !isFunctionNode(node)) return undefined;
  return childOf(node, "parameters") ?? childOf(node, "parameter");
}

/** `this.cart` and `self.cart`, which are names of their own. */
function isOwnMember(tree: SyntaxTree, node: SyntaxNode): boolean {
  const object = /^(member_expression|attribute)$/.test(node.type) ? childOf(node, "object") : undefined;
  return object !== undefined && /^(this|self|cls|ctx|t)$/.test(textOf(tree, object));
}

function namesBound(tree: SyntaxTree, target: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  if (target === undefined) return names;
  walk(target, (part) => {
    if (isOwnMember(tree, part)) names.push(textOf(tree, part));
    else if (/^(member_expression|attribute|subscript|subscript_expression)$/.test(part.type)) {
      const root = chainOf(tree, part)?.[0] ?? textOf(tree, part.children[0] ?? part);
      if (!/^(this|self|cls)$/.test(root)) names.push(root);
    } else if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.push(textOf(tree, part));
    else
      return (
        !/^(value|right|key|type|default)$/.test(part === target ? "" : (part.field ?? "")) || part.field === "value"
      );
    return false;
  });
  return names.filter((name) => name !== "self" && name !== "cls");
}

function isPropertyName({ parent, field }: SyntaxNode): boolean {
  return field === "property" || field === "attribute" || (field === "name" && parent?.type === "keyword_argument");
}

/** `add.name`, `add.length`, `add.__doc__`, `add.toString()`: what the code is called and looks like, not what it does. */
function isAboutCode(tree: SyntaxTree, node: SyntaxNode): boolean {
  const property = childOf(node, "property") ?? childOf(node, "attribute");
  const isCalled = node.parent?.type === "call_expression" && node.field === "function";
  const name = property === undefined ? "" : textOf(tree, property);
  return isCalled ? name === "toString" : /^(name|length|__\w+__)$/.test(name);
}

/** Called, built, handed to someone who calls it: what is only looked at (`typeof add`, `expect(add).toBeDefined()`) was not used. */
function isUsed(tree: SyntaxTree, name: SyntaxNode): boolean {
  if (isPropertyName(name)) return false;
  let node = name;
  while (
    /^(member_expression|attribute|subscript_expression|subscript|non_null_expression)$/.test(
      node.parent?.type ?? "",
    ) &&
    node.parent !== undefined
  ) {
    if (node.field !== "object" && node.field !== "value" && node.parent.type !== "non_null_expression") break;
    node = node.parent;
  }
  const { parent, field } = node;
  if (parent === undefined || isAboutCode(tree, node)) return false;
  if (/^(call_expression|call)$/.test(parent.type) && field === "function") return true;
  if (
    /^(new_expression|decorator|class_heritage|extends_clause|jsx_opening_element|jsx_self_closing_element)$/.test(
      parent.type,
    )
  )
    return true;
  if (!/^(arguments|argument_list)$/.test(parent.type)) {
    // A member of a module or class is a value of its own.
    return node !== name && !/^(unary_expression|import_specifier)$/.test(parent.type);
  }
  const callee = chainOf(tree, childOf(parent.parent, "function") ?? parent) ?? [];
  const last = callee.at(-1) ?? "";
  if (/^(throws|rejects|doesNotThrow|doesNotReject|assertRaises|raises)$/.test(last)) return true;
  return (
    !/^(expect|assert|should|ok|isFunction|isinstance|callable|type|assertTrue|assertIsNotNone|equal|strictEqual|is)$/.test(
      last,
    ) && callee[0] !== "assert"
  );
}
