import type { SyntaxNode, SyntaxTree } from "../ports/syntax-trees.ts";
import type { DeclarationReader, Found, Scope, Step } from "./declaration-reader.ts";
import { exportedNames } from "./exports-javascript.ts";
import { childOf, firstOfType, holdersOf, stringValue, textOf, walk } from "./nodes.ts";

const FUNCTIONS: ReadonlySet<string> = new Set([
  "arrow_function",
  "function_expression",
  "generator_function",
  "function_declaration",
  "generator_function_declaration",
  "method_definition",
]);

const CLASSES: ReadonlySet<string> = new Set(["class_declaration", "abstract_class_declaration", "class"]);

/** JavaScript, TypeScript and TSX, as modules and as CommonJS. */
export function javascriptDeclarations(tree: Pick<SyntaxTree, "text" | "root">): DeclarationReader {
  const exported = exportedNames(tree);
  const isExported = (name: string, scope: Scope): boolean =>
    scope.within === "module"
      ? exported.has(name)
      : scope.within === "class" && scope.exported && !name.startsWith("#");

  return (node, scope) => {
    switch (node.type) {
      case "function_declaration":
      case "generator_function_declaration":
      case "function_signature":
      case "class_declaration":
      case "abstract_class_declaration":
      case "interface_declaration":
      case "enum_declaration":
        return named(node, scope);
      case "type_alias_declaration":
        return scope.within === "module" ? named(node, scope) : undefined;
      case "method_definition":
        return member(node, node, scope);
      case "field_definition":
      case "public_field_definition":
      case "pair":
        return isFunction(childOf(node, "value")) ? member(node, childOf(node, "value") ?? node, scope) : undefined;
      case "variable_declarator":
        return variable(node, scope);
      case "assignment_expression":
        return assigned(node, scope);
      case "arrow_function":
      case "function_expression":
      case "class":
        return node.parent?.type === "export_statement" ? bound("default", node, node, scope, true) : undefined;
      default:
        return undefined;
    }
  };

  function named(node: SyntaxNode, scope: Scope): Step {
    const name = childOf(node, "name");
    const isDefault = node.parent?.type === "export_statement" && firstOfType(node.parent, "default") !== undefined;
    const text = name === undefined ? "default" : textOf(tree, name);
    return bound(text, node, node, scope, isDefault || isExported(text, scope));
  }

  function bound(
    name: string,
    value: SyntaxNode,
    node: SyntaxNode,
    scope: Scope,
    isPublic: boolean,
    holders: readonly string[] = scope.holders,
  ): Step {
    const isClass = CLASSES.has(value.type);
    const isFunctionLike = FUNCTIONS.has(value.type) || value.type === "function_signature";
    const isType = /^(interface|enum)_declaration$/.test(value.type);
    const isMethod = scope.within === "class" || value.type === "method_definition" || holders !== scope.holders;
    const kind = isClass || isType ? "class" : !isFunctionLike ? "variable" : isMethod ? "method" : "function";
    const within = isFunctionLike ? "function" : "class";
    const inner: Scope = { holders: [...holders, name], within, exported: isPublic };
    return { found: [{ name, kind, node, exported: isPublic, holders }], inner };
  }

  function member(node: SyntaxNode, value: SyntaxNode, scope: Scope): Step | undefined {
    const name = childOf(node, "name") ?? childOf(node, "key") ?? childOf(node, "property");
    if (name === undefined) return undefined;
    const text = stringValue(tree, name) ?? textOf(tree, name);
    const isHidden = node.children.some(
      (child) => child.type === "accessibility_modifier" && !/public/.test(textOf(tree, child)),
    );
    const step = bound(text, value, node, scope, !isHidden && isMemberPublic(text, node, scope));
    return { ...step, found: (step.found ?? []).map((found): Found => ({ ...found, kind: "method" })) };
  }

  function isMemberPublic(name: string, node: SyntaxNode, scope: Scope): boolean {
    const ofExports = node.parent?.type === "object" && isModuleExports(node.parent);
    return ofExports || (scope.within === "class" && scope.exported && !name.startsWith("#"));
  }

  function isModuleExports(object: SyntaxNode): boolean {
    const left = object.parent?.type === "assignment_expression" ? childOf(object.parent, "left") : undefined;
    return (
      object.parent?.type === "export_statement" || (left !== undefined && textOf(tree, left) === "module.exports")
    );
  }

  function variable(node: SyntaxNode, scope: Scope): Step | undefined {
    const target = childOf(node, "name");
    const value = childOf(node, "value");
    if (target === undefined) return undefined;
    const place = onlyDeclarator(node);
    if (isFunction(value) && value !== undefined) {
      const name = textOf(tree, target);
      return bound(name, value, place, scope, isExported(name, scope));
    }
    if (scope.within !== "module" || !isTopLevel(place)) return undefined;
    const names: string[] = [];
    walk(target, (part) => {
      if (/^(identifier|shorthand_property_identifier_pattern)$/.test(part.type)) names.push(textOf(tree, part));
    });
    const found = names.map(
      (name): Found => ({ name, kind: "variable", node: place, exported: isExported(name, scope) }),
    );
    const isObject = value?.type === "object" && names[0] !== undefined;
    if (!isObject) return { found };
    const inner: Scope = {
      holders: [...scope.holders, ...names],
      within: "class",
      exported: found[0]?.exported === true,
    };
    return { found, inner };
  }

  /** `exports.x =`, `module.exports =`, `Foo.prototype.x =`, `Foo.x =`, `this.x =`, `x =`: names of functions and of exports. */
  function assigned(node: SyntaxNode, scope: Scope): Step | undefined {
    const left = childOf(node, "left");
    const value = assignedValue(node);
    if (left === undefined || value === undefined || node.parent?.type !== "expression_statement") return undefined;
    const path = textOf(tree, left).split(".");
    const name = path.at(-1);
    if (name === undefined || path.some((part) => !/^[#\w$]+$/.test(part))) return undefined;
    const holder = path.slice(0, -1).join(".");
    if (holder === "exports" || holder === "module.exports") {
      if (value.type === "identifier") return undefined;
      return isFunction(value) || scope.within === "module" ? bound(name, value, node.parent, scope, true) : undefined;
    }
    if (path.join(".") === "module.exports") {
      if (!isFunction(value)) return undefined;
      const own = childOf(value, "name");
      return bound(own === undefined ? "default" : textOf(tree, own), value, node.parent, scope, true);
    }
    if (!isFunction(value)) return undefined;
    if (path.length === 1) return bound(name, value, node.parent, scope, isExported(name, scope));
    if (holder === "this") return bound(name, value, node.parent, scope, scope.exported, [...scope.holders]);
    const owners = path.slice(0, -1).filter((part) => part !== "prototype");
    return bound(name, value, node.parent, scope, exported.has(owners[0] ?? ""), owners);
  }
}

function isFunction(node: SyntaxNode | undefined): boolean {
  return node !== undefined && (FUNCTIONS.has(node.type) || CLASSES.has(node.type));
}

/** The last value of `a = b = value`. */
function assignedValue(node: SyntaxNode): SyntaxNode | undefined {
  const value = childOf(node, "right");
  return value?.type === "assignment_expression" ? assignedValue(value) : value;
}

function onlyDeclarator(node: SyntaxNode): SyntaxNode {
  const statement = node.parent;
  if (statement === undefined) return node;
  return statement.children.filter((child) => child.type === "variable_declarator").length === 1 ? statement : node;
}

/** Not inside a block, a loop or a callback of the module. */
function isTopLevel(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node))
    if (!/^(program|export_statement|.*_declaration)$/.test(holder.type)) return false;
  return true;
}
