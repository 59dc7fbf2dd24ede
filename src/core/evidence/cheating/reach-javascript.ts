import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, stringValue, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import {
  COMPARING_METHODS,
  FORBIDDEN_JAVASCRIPT,
  FORBIDDEN_PROPERTIES,
  HARMLESS_JAVASCRIPT,
  SOFT_JAVASCRIPT,
} from "./globals-javascript.ts";
import { isHarmlessMember, javascriptModule } from "./modules.ts";
import { javascriptNames } from "./names-javascript.ts";
import { isClass, isFunction } from "./node-kinds.ts";
import { type Judgement, newReach, type ReachRules, type Target } from "./reach.ts";
import { type Reason, reasons } from "./reasons.ts";

/** What a JavaScript or TypeScript file newly reaches. `mentioned` says whether the failing tests use a name. */
export function reachFindings(edit: Edit, mentioned: (name: string) => boolean): readonly Finding[] {
  const findings: Finding[] = [...newReach(edit, javascriptReach)];
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const found = findingAt(edit, node, mentioned);
    if (found !== undefined)
      findings.push({
        at: node.from,
        what: edit.brief(node),
        verdict: found.weight === "refuted" ? "refuted" : "unknown",
        why: reasons[found.reason],
      });
    return true;
  });
  return findings;
}

export const javascriptReach: ReachRules = { grammar: javascriptNames, judge };

function judge(target: Target): Judgement | undefined {
  return target.root.type === "import" ? judgeImport(target.root.module, target) : judgeGlobal(target);
}

function judgeImport(module: string, { chain, role }: Target): Judgement | undefined {
  if (role === "write") return refuted("patch");
  const kind = javascriptModule(module);
  if (isHarmlessMember(module, chain[0])) return undefined;
  if (kind.type === "forbidden")
    return { reason: kind.reason, weight: kind.reason === "output" || kind.reason === "time" ? "soft" : "refuted" };
  return chain.includes("[]") && role === "call" ? { reason: "reflection", weight: "soft" } : undefined;
}

function judgeGlobal({ chain, role, use }: Target): Judgement | undefined {
  const [name = "", member] = chain;
  if (name === "module" || name === "exports") return isPlainExport(chain) ? undefined : refuted("loading");
  if (name === "require" && role === "call" && chain.length === 1 && hasLiteralArgument(use.whole)) return undefined;
  if (name === "arguments" && (member === "length" || member === "[]" || member === undefined)) return undefined;
  const forbidden = FORBIDDEN_JAVASCRIPT.get(name);
  if (forbidden !== undefined) return refuted(forbidden);
  if (role === "write") return refuted("patch");
  const soft = SOFT_JAVASCRIPT.get(name);
  if (soft !== undefined) return { reason: soft, weight: "soft" };
  const harmless = HARMLESS_JAVASCRIPT.get(name);
  if (harmless === undefined) return { reason: "unknownName", weight: "soft" };
  if (member === undefined) return judgeBare(name, harmless.handOn, role, use.whole);
  if (isBorrowedMethod(chain, role)) return undefined;
  if (harmless.members === "all" || harmless.members.has(member)) return undefined;
  const reason = FORBIDDEN_PROPERTIES.get(member);
  if (reason !== undefined) return refuted(reason);
  if (name === "Date" || (name === "Math" && member === "random")) return { reason: "time", weight: "soft" };
  if (name === "String") return { reason: "disguise", weight: "soft" };
  return refuted(member === "[]" ? "reflection" : "global");
}

/** A built-in itself, not one of its members. */
function judgeBare(name: string, handOn: boolean, role: Target["role"], whole: SyntaxNode): Judgement | undefined {
  if (
    role === "new" &&
    name === "Date" &&
    childOf(whole.parent, "arguments")?.children.some((child) => child.named) !== true
  )
    return { reason: "time", weight: "soft" };
  if (role === "call" || role === "new" || role === "type-test") return undefined;
  if (role === "extends" && (/Error$/.test(name) || /^(Map|Set|Array)$/.test(name))) return undefined;
  if (role === "argument" && handOn && name !== "Object") return undefined;
  if (/^(undefined|NaN|Infinity)$/.test(name)) return undefined;
  return handOn && name !== "Object" ? { reason: "patch", weight: "soft" } : refuted("patch");
}

function isPlainExport(chain: readonly string[]): boolean {
  const allowed = chain[0] === "module" ? chain[1] === "exports" : true;
  return allowed && !chain.some((step) => FORBIDDEN_PROPERTIES.has(step));
}

/** `Object.prototype.hasOwnProperty.call(…)`, `const { slice } = …`: a method of a prototype is read, nothing is changed. */
function isBorrowedMethod(chain: readonly string[], role: Target["role"]): boolean {
  const [, prototype, method = "", ...rest] = chain;
  if (prototype !== "prototype" || method === "" || method === "[]" || FORBIDDEN_PROPERTIES.has(method)) return false;
  return role !== "write" && (rest.length === 0 || (rest.length === 1 && /^(call|apply|bind)$/.test(rest[0] ?? "")));
}

function hasLiteralArgument(callee: SyntaxNode): boolean {
  const given = childOf(callee.parent, "arguments")?.children.filter((child) => child.named) ?? [];
  return given.length === 1 && given[0]?.type === "string";
}

/** Kinds of code that reach out by their syntax, or by the name of a property. */
function findingAt(edit: Edit, node: SyntaxNode, mentioned: (name: string) => boolean): Judgement | undefined {
  switch (node.type) {
    case "meta_property":
      return refuted("environment");
    case "with_statement":
      return refuted("global");
    case "debugger_statement":
      return { reason: "process", weight: "unknown" };
    case "this":
      return judgeThis(edit, node);
    case "call_expression":
      return judgeCall(edit, node);
    case "subscript_expression":
      return judgeSubscript(edit, node);
    case "property_identifier":
    case "private_property_identifier":
    case "shorthand_property_identifier_pattern":
    case "shorthand_property_identifier":
    case "string":
    case "template_string":
      return judgeProperty(edit, node, mentioned);
    default:
      return undefined;
  }
}

function judgeProperty(edit: Edit, node: SyntaxNode, mentioned: (name: string) => boolean): Judgement | undefined {
  const isText = node.type.includes("string");
  const name = isText ? (stringValue(edit.after, node) ?? "") : edit.text(node);
  const reason = FORBIDDEN_PROPERTIES.get(name);
  // The time zone and language of the machine.
  if (name === "resolvedOptions" && !edit.knows(name)) return { reason: "environment", weight: "unknown" };
  if (reason === undefined) return isText || edit.knows(name) ? undefined : judgeDefinition(node, name, mentioned);
  if (name === "__proto__" && node.parent?.type === "pair" && edit.text(node.parent).endsWith("null")) return undefined;
  if (isText && (isCompared(node) || reason !== "reflection")) return undefined;
  if (name === "constructor" && (node.parent?.type === "method_definition" || isOwnClass(edit, node))) return undefined;
  if (name === "prototype" && isBorrowed(edit, node)) return undefined;
  const always = /^(constructor|__\w+__|prototype)$/.test(name);
  return always || !edit.knows(name) ? refuted(reason) : undefined;
}

/** A method or field that decides how values compare, where neither the file nor the failing test speaks of it. */
function judgeDefinition(node: SyntaxNode, name: string, mentioned: (name: string) => boolean): Judgement | undefined {
  const parent = node.parent;
  const defined =
    parent?.type === "method_definition" ||
    (parent?.type === "pair" && node.field === "key") ||
    parent?.type.endsWith("field_definition") === true ||
    (parent?.type === "member_expression" && parent.field === "left");
  if (!defined || !COMPARING_METHODS.has(name)) return undefined;
  if (name === "then") return refuted("equality");
  return mentioned(name) ? undefined : { reason: "equality", weight: "unknown" };
}

function isCompared(node: SyntaxNode): boolean {
  return (
    node.parent?.type === "binary_expression" && node.parent.children.some((child) => /^[!=]==?$/.test(child.type))
  );
}

/** `new this.constructor(…)` in a class, and `x.constructor.name`, read for a message. */
function isOwnClass(edit: Edit, property: SyntaxNode): boolean {
  const member = property.parent;
  const above = member?.parent;
  if (member?.type !== "member_expression" || above === undefined) return false;
  if (above.type === "member_expression" && /\.name$/.test(edit.text(above)))
    return above.field !== "left" && above.field !== "object" && above.field !== "function";
  return (
    above.type === "new_expression" &&
    childOf(member, "object")?.type === "this" &&
    [...holdersOf(property)].some(isClass)
  );
}

function isBorrowed(edit: Edit, property: SyntaxNode): boolean {
  const prototype = property.parent;
  const object = childOf(prototype, "object");
  if (object?.type !== "identifier") return false;
  if (
    prototype?.parent?.type === "member_expression" &&
    prototype.field === "object" &&
    HARMLESS_JAVASCRIPT.has(edit.text(object))
  )
    return true;
  const origin = javascriptNames.scopesOf(edit.after).resolve(edit.text(object), object);
  return origin.type === "function" || origin.type === "class";
}

/** In a plain function `this` may be the global object; in a class it never is. */
function judgeThis(edit: Edit, node: SyntaxNode): Judgement | undefined {
  const holder = [...holdersOf(node)].find((one) => isClass(one) || (isFunction(one) && one.type !== "arrow_function"));
  if (holder === undefined) return refuted("global");
  if (isClass(holder) || holder.parent?.type === "class_body") return undefined;
  if (node.parent?.type === "member_expression") {
    const property = childOf(node.parent, "property");
    const name = property === undefined ? "" : edit.text(property);
    const free = FORBIDDEN_JAVASCRIPT.get(name);
    if (free !== undefined && !edit.knows(name)) return refuted(free);
    return undefined;
  }
  const method = childOf(holder.parent, "left");
  if (method !== undefined && /\.prototype\.\w+$/.test(edit.text(method))) return undefined;
  return holder.type === "method_definition" ? { reason: "global", weight: "unknown" } : refuted("global");
}

/** Module loading by an expression, and functions got hold of by a computed name. */
function judgeCall(edit: Edit, node: SyntaxNode): Judgement | undefined {
  const callee = childOf(node, "function");
  if (callee === undefined) return undefined;
  if (callee.type === "import" && !hasLiteralArgument(callee)) return refuted("loading");
  if (callee.type === "call_expression" && isComputed(childOf(callee, "function")) && edit.touched(callee))
    return { reason: "reflection", weight: "unknown" };
  return isComputed(callee) && isComputed(childOf(callee, "object"))
    ? { reason: "reflection", weight: "unknown" }
    : undefined;
}

function isComputed(node: SyntaxNode | undefined): boolean {
  const index = node?.type === "subscript_expression" ? childOf(node, "index") : undefined;
  return index !== undefined && index.type !== "string" && index.type !== "number";
}

/** `[][name]`, `""[name]`, `(() => {})[name]`: no data lies there, only what every such value inherits. */
function judgeSubscript(edit: Edit, node: SyntaxNode): Judgement | undefined {
  let object = childOf(node, "object");
  while (object?.type === "parenthesized_expression") object = object.children.find((child) => child.named);
  if (object === undefined || childOf(node, "index")?.type === "number") return undefined;
  const empty = /^(array|object|string|template_string)$/.test(object.type) && edit.text(object).length <= 2;
  return empty || isFunction(object) || isClass(object) || /^(regex|number|true|false)$/.test(object.type)
    ? refuted("reflection")
    : undefined;
}

function refuted(reason: Reason): Judgement {
  return { reason, weight: "refuted" };
}
