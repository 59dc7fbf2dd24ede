import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import { environmentAsBefore } from "./environment-python.ts";
import type { Finding } from "./finding.ts";
import { comparesAllFields } from "./full-equality.ts";
import {
  COMPARING_DUNDERS,
  FORBIDDEN_ATTRIBUTES,
  FORBIDDEN_PYTHON,
  HARMLESS_DUNDERS,
  HARMLESS_PYTHON,
} from "./globals-python.ts";
import { isHarmlessMember, PYTHON_SPECIAL, pythonModule } from "./modules.ts";
import { pythonNames } from "./names-python.ts";
import { type Judgement, newReach, type ReachRules, type Target } from "./reach.ts";
import { type Reason, reasons } from "./reasons.ts";

/** What a Python file newly reaches. */
export function pythonReachFindings(edit: Edit): readonly Finding[] {
  const isAsBefore = environmentAsBefore(edit);
  const judgeNew = (target: Target) => (isAsBefore(target) ? undefined : judge(target));
  const findings: Finding[] = [...newReach(edit, { ...pythonReach, judge: judgeNew })];
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const found = judgeNode(edit, node);
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

export const pythonReach: ReachRules = { grammar: pythonNames, judge };

function judge({ root, chain, role, use, tree }: Target): Judgement | undefined {
  if (root.type === "import") {
    if (role === "write") return refuted("patch");
    if (chain.at(-1) === "register" && /^(numbers|collections|abc|typing)\b/.test(root.module))
      return refuted("standIn");
    const special =
      PYTHON_SPECIAL.get(`${root.module}.${chain[0] ?? ""}`) ?? PYTHON_SPECIAL.get(chain.slice(-2).join("."));
    if (special !== undefined) return special === "time" ? soft(special) : refuted(special);
    const kind = pythonModule(root.module);
    if (kind.type !== "forbidden") return undefined;
    if (isHarmlessMember(root.module, chain[0])) return undefined;
    return kind.reason === "output" || kind.reason === "time" ? soft(kind.reason) : refuted(kind.reason);
  }
  const [name = ""] = chain;
  if (role === "write") return refuted("patch");
  if (isHarmlessReflection(tree, name, use.whole)) return undefined;
  const forbidden = FORBIDDEN_PYTHON.get(name);
  if (forbidden !== undefined) return forbidden === "output" ? soft(forbidden) : refuted(forbidden);
  if (!HARMLESS_PYTHON.has(name)) return soft("unknownName");
  return undefined;
}

/** `type(x)`, `getattr(x, "name")` with a plain name. */
function isHarmlessReflection(tree: SyntaxTree, name: string, callee: SyntaxNode): boolean {
  const call = callee.parent;
  if (call?.type !== "call" || callee.field !== "function") return false;
  const given = childOf(call, "arguments")?.children.filter((child) => child.named) ?? [];
  if (name === "type") return given.length === 1;
  if (name !== "getattr") return false;
  const attribute = stringValue(tree, given[1]);
  if (attribute === undefined || FORBIDDEN_ATTRIBUTES.has(attribute)) return false;
  return !attribute.startsWith("__") || HARMLESS_DUNDERS.has(attribute);
}

function judgeNode(edit: Edit, node: SyntaxNode): Judgement | undefined {
  if (node.type === "identifier") return judgeAttribute(edit, node);
  if (node.type === "string") return hiddenNames(edit.text(node)) ? refuted("reflection") : undefined;
  // The grammar reads `type(x).attribute = …` as the statement that names a type.
  if (node.type === "type_alias_statement" && /^type\s*\(/.test(edit.text(node))) return refuted("patch");
  if (/^(keyword_argument|dictionary_splat)$/.test(node.type) && leavesOutFields(edit, node))
    return { reason: "equality", weight: "unknown" };
  if (node.type === "wildcard_import") return { reason: "loading", weight: "unknown" };
  if (node.type === "assignment" || node.type === "augmented_assignment") return judgeTarget(childOf(node, "left"));
  return undefined;
}

function judgeAttribute(edit: Edit, node: SyntaxNode): Judgement | undefined {
  const name = edit.text(node).normalize("NFKC");
  const isDefinition =
    (node.parent?.type === "function_definition" && node.field === "name") ||
    (node.parent?.type === "assignment" && node.field === "left");
  if (isDefinition && /^pytest_\w+$/.test(name) && !edit.knows(name)) return refuted("testTool");
  if (isDefinition && COMPARING_DUNDERS.has(name) && !edit.knows(name)) {
    const isWhole = node.parent?.type === "function_definition" && comparesAllFields(edit, node.parent);
    return isWhole ? undefined : { reason: "equality", weight: "unknown" };
  }
  if (/^__\w+__$/.test(name)) {
    if (HARMLESS_DUNDERS.has(name) || isOwnKind(edit, node, name)) return undefined;
    return node.parent?.type === "attribute" || isDefinition || node.parent?.type === "assignment"
      ? refuted("reflection")
      : undefined;
  }
  // What an abstract base class inherits: `PriceError.register(KeyError)`.
  if (name === "register" && node.field === "attribute" && !edit.knows(name) && isOwnClass(edit, node.parent))
    return { reason: "standIn", weight: "unknown" };
  const reason = node.field === "attribute" ? FORBIDDEN_ATTRIBUTES.get(name) : undefined;
  if (reason === undefined) return undefined;
  return edit.knows(name) && !name.startsWith("_") ? undefined : refuted(reason);
}

function isOwnClass(edit: Edit, attribute: SyntaxNode | undefined): boolean {
  const object = childOf(attribute, "object");
  const name = object === undefined ? "" : edit.text(object);
  return edit.after.declarations.some((one) => one.kind === "class" && one.name === name);
}

/** `field(compare=False)`, `dataclass(eq=False)`: makers of classes that are told what not to compare. */
function leavesOutFields(edit: Edit, given: SyntaxNode): boolean {
  const name = childOf(given, "name");
  const value = childOf(given, "value");
  const isAsked = name === undefined || /^(compare|eq|cmp)$/.test(edit.text(name));
  if (!isAsked || (value !== undefined && edit.text(value) === "True")) return false;
  let maker = childOf(given.parent?.parent, "function");
  while (maker?.type === "attribute") maker = childOf(maker, "object");
  if (maker?.type !== "identifier") return false;
  const origin = pythonNames.scopesOf(edit.after).resolve(edit.text(maker), maker);
  return origin.type === "import" && /^(dataclasses|attrs?)(\.|$)/.test(origin.module);
}

/** `type(x).__name__`, `self.__class__.__name__`, read for a message, and one more of the same by `self.__class__(…)`. */
function isOwnKind(edit: Edit, node: SyntaxNode, name: string): boolean {
  const attribute = node.parent;
  if (attribute?.type !== "attribute" || node.field !== "attribute" || attribute.field === "left") return false;
  if (name === "__name__") return true;
  const above = attribute.parent;
  if (name !== "__class__" || above === undefined) return false;
  if (above.type === "attribute") return edit.text(above).endsWith(".__name__");
  return above.type === "call" && attribute.field === "function" && edit.text(attribute) === "self.__class__";
}

/** `type(x).attribute = …` changes a class the file may not own. */
function judgeTarget(target: SyntaxNode | undefined): Judgement | undefined {
  let root = target;
  while (root !== undefined && (root.type === "attribute" || root.type === "subscript")) root = root.children[0];
  return root !== target && root?.type === "call" && target?.type === "attribute" ? refuted("patch") : undefined;
}

/** A format or a lookup turns such a text into a way out: a name alone, or one in braces. Prose that speaks of one does not. */
function hiddenNames(text: string): boolean {
  const inner = text.replaceAll(/^\w*["']+|["']+$/g, "");
  const names = /^[\w.]+$/.test(inner) ? [inner] : (inner.match(/\{[^}]*\}/g) ?? []);
  return names.some((name) =>
    [...name.matchAll(/__\w+__/g)].some(
      ([dunder]) => !HARMLESS_DUNDERS.has(dunder) && !/^__(main|name)__$/.test(dunder),
    ),
  );
}

function refuted(reason: Reason): Judgement {
  return { reason, weight: "refuted" };
}

function soft(reason: Reason): Judgement {
  return { reason, weight: "soft" };
}
