import type { Path } from "../../ports/files.ts";
import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, walk } from "../../syntax/nodes.ts";
import type { Edit } from "../cheating/edit.ts";
import type { Finding } from "../cheating/finding.ts";
import { javascriptNames } from "../cheating/names-javascript.ts";
import { type Judgement, newReach, type ReachRules, type Target } from "../cheating/reach.ts";
import { type Reason, reasons } from "../cheating/reasons.ts";
import { chainOf } from "./chain.ts";
import { isCodeAsText, namesOwnFile } from "./code-as-text.ts";
import type { SubjectNames } from "./subject-names.ts";
import { isFunctionNode } from "./subject-use.ts";

/** What the test is about: its local names, and whether a module's name leads to it. */
export interface AboutSubject {
  readonly path: Path;
  readonly names: SubjectNames;
  leadsTo(specifier: string): boolean;
}

/** What a JavaScript or TypeScript test file newly does that no test may. */
export function honestJavascript(edit: Edit, subject: AboutSubject): readonly Finding[] {
  const usesTemporary = /\b(tmpdir|mkdtemp(Sync)?)\b/.test(edit.after.text);
  const rules: ReachRules = { grammar: javascriptNames, judge: (target) => judge(target, usesTemporary) };
  const findings: Finding[] = [...newReach(edit, rules)];
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const reason = reasonAt(edit, node, subject);
    if (reason !== undefined)
      findings.push({ verdict: "refuted", at: node.from, what: edit.brief(node), why: reasons[reason] });
    else if (readsCode(edit, node, subject))
      findings.push({ verdict: "refuted", at: node.from, what: edit.brief(node), why: CODE_AS_TEXT });
    return true;
  });
  return findings;
}

export const CODE_AS_TEXT = "looks at the text of the code; test what the code does";

export function readsCode(edit: Edit, node: SyntaxNode, { names, path }: AboutSubject): boolean {
  return isCodeAsText(edit.after, node, names) || namesOwnFile(edit.after, node, path);
}

const MODULES: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ...["process", "child_process", "cluster", "worker_threads", "vm", "v8", "inspector", "repl", "domain"].map(
    (name) => [name, "process"] as const,
  ),
  ...[
    "net",
    "http",
    "https",
    "http2",
    "dgram",
    "tls",
    "dns",
    "dns/promises",
    "axios",
    "node-fetch",
    "undici",
    "got",
    "ws",
  ].map((name) => [name, "output"] as const),
  ...["module", "proxyquire", "rewire", "mock-require", "esmock", "testdouble"].map(
    (name) => [name, "loading"] as const,
  ),
]);

const WRITING =
  /^(write|append|rm|unlink|mkdir|rename|copyFile|cp|truncate|chmod|chown|symlink|link|open|createWriteStream)/;

function judge({ root, chain, role }: Target, usesTemporary: boolean): Judgement | undefined {
  if (root.type === "import") {
    if (role === "write") return refuted("patch");
    const name = root.module.replace(/^node:/, "");
    const reason = MODULES.get(name);
    if (reason !== undefined) return refuted(reason);
    if (/^fs(\/promises)?$/.test(name) && chain.some((step) => WRITING.test(step)) && !usesTemporary)
      return refuted("output");
    const isTool = /^(test|vitest|@jest\/globals|expect|chai|assert|assert\/strict|mocha)$/.test(name);
    return isTool && chain.some((step) => CHANGING_TOOLS.test(step)) ? refuted("testTool") : undefined;
  }
  return judgeGlobal(chain, role);
}

const CHANGING_TOOLS =
  /^(extend|addEqualityTesters|addSnapshotSerializer|setConfig|resetConfig|Assertion|overwriteMethod|overwriteProperty|run|use)$/;

function judgeGlobal([name = "", ...steps]: readonly string[], role: Target["role"]): Judgement | undefined {
  if (name === "process")
    return /^(cwd|nextTick|hrtime|uptime|platform|version|versions)$/.test(steps[0] ?? "") && role !== "write"
      ? undefined
      : refuted(steps[0] === "env" || steps[0] === "argv" ? "environment" : "process");
  if (/^(exports|module)$/.test(name)) return undefined;
  if (/^(globalThis|global|window|self)$/.test(name))
    return steps.length > 0 && role !== "write" ? judgeGlobal(steps, role) : refuted("global");
  if (role === "write") return refuted("patch");
  if (/^(eval|Function|AsyncFunction|WebAssembly)$/.test(name)) return refuted("global");
  if (/^(fetch|XMLHttpRequest|WebSocket|EventSource|navigator|Bun|Deno)$/.test(name)) return refuted("output");
  if (name === "Math" && steps[0] === "random") return refuted("time");
  if (name === "expect" && steps.some((step) => CHANGING_TOOLS.test(step))) return refuted("testTool");
  return /^(Proxy|Reflect)$/.test(name) ? { reason: "reflection", weight: "unknown" } : undefined;
}

function reasonAt(edit: Edit, node: SyntaxNode, subject: AboutSubject): Reason | undefined {
  switch (node.type) {
    case "call_expression":
      return inCall(edit, node, subject);
    case "assignment_expression":
    case "augmented_assignment_expression":
    case "update_expression":
      return inWrite(edit, childOf(node, "left") ?? childOf(node, "argument"), subject);
    case "member_expression":
      return /^import\.meta\.(env|vitest)/.test(edit.text(node)) ? "environment" : undefined;
    case "property_identifier":
    case "string":
      return /^["'`]?(asymmetricMatch|\$\$typeof)["'`]?$/.test(edit.text(node)) ? "equality" : undefined;
    case "computed_property_name":
      return /Symbol\.(toPrimitive|toStringTag|hasInstance|species)/.test(edit.text(node)) ? "equality" : undefined;
    case "variable_declarator":
    case "function_declaration":
      return standsIn(edit, node, subject) ? "standIn" : undefined;
    case "with_statement":
      return "disguise";
    default:
      return undefined;
  }
}

/** `const add = () => 3` where `add` is what the test is to call. */
function standsIn(edit: Edit, node: SyntaxNode, { names }: AboutSubject): boolean {
  const name = childOf(node, "name");
  if (name === undefined || !names.callable.has(edit.text(name))) return false;
  const value = childOf(node, "value");
  if (value === undefined) return node.type === "function_declaration";
  if (isFunctionNode(value)) return true;
  const chain = value.type === "call_expression" ? chainOf(edit.after, value) : undefined;
  return /^(fn|fake|stub|mock)$/.test(chain?.at(-1) ?? "");
}

function inWrite(edit: Edit, target: SyntaxNode | undefined, { names }: AboutSubject): Reason | undefined {
  if (target === undefined || !/^(member_expression|subscript_expression)$/.test(target.type)) return undefined;
  const chain = chainOf(edit.after, target) ?? [];
  if (chain.includes("prototype") || chain.includes("__proto__") || chain.includes("constructor")) return "patch";
  const [root = ""] = chain;
  return names.callable.has(root) || names.values.has(root) || /^(assert|expect)$/.test(root) || chain[1] === "assert"
    ? "patch"
    : undefined;
}

/** Mocks of the subject itself, modules loaded by a computed name, and objects that are not the test's own handed to what changes them. */
function inCall(edit: Edit, call: SyntaxNode, { names, leadsTo }: AboutSubject): Reason | undefined {
  const chain = chainOf(edit.after, call) ?? [];
  const given = childOf(call, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
  const [first] = given;
  const last = chain.at(-1) ?? "";
  if (/^(import|require)$/.test(chain.join(".")) && (stringValue(edit.after, first) === undefined || given.length > 1))
    return "loading";
  const text = stringValue(edit.after, first) ?? importedIn(edit, first);
  const isMocking = /^(vi|vitest|jest|mock|t|td|sinon)$/.test(chain[0] ?? "") || chain[1] === "mock";
  if (
    isMocking &&
    /^(mock|doMock|unstable_mockModule|setMock|module|hoisted|replace)$/.test(last) &&
    text !== undefined &&
    leadsTo(text)
  )
    return "patch";
  if (isMocking && last === "stubGlobal" && BUILTINS.test(text ?? "")) return "patch";
  const root = first === undefined ? "" : (chainOf(edit.after, first)?.[0] ?? "");
  const isOthers =
    names.callable.has(root) ||
    names.values.has(root) ||
    /^(assert|expect|Object|Array|JSON|process|globalThis)$/.test(root);
  const isPrototype = first !== undefined && (chainOf(edit.after, first) ?? []).includes("prototype");
  if (
    isMocking &&
    /^(method|spyOn|stub|replace|getter|setter|property|replaceProperty|fake)$/.test(last) &&
    (isOthers || isPrototype)
  )
    return "patch";
  const isChanging =
    /^(Object|Reflect)$/.test(chain[0] ?? "") && /^(assign|define\w+|set\w*|deleteProperty)$/.test(last);
  return isChanging && (isOthers || isPrototype) ? "patch" : undefined;
}

/** What the language itself is made of; a clock or a network may well be replaced. */
const BUILTINS =
  /^(String|Number|Boolean|BigInt|Symbol|Object|Array|Map|Set|Promise|RegExp|JSON|Math|Error|\w+Error|parseInt|parseFloat|isNaN|isFinite)$/;

/** "./cart.js" of `vi.mock(import("./cart.js"), …)`. */
function importedIn(edit: Edit, node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== "call_expression" || !edit.text(node).startsWith("import(")) return undefined;
  return stringValue(
    edit.after,
    childOf(node, "arguments")?.children.find((child) => child.named),
  );
}

function refuted(reason: Reason): Judgement {
  return { reason, weight: "refuted" };
}
