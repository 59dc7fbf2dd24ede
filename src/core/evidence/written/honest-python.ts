import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, walk } from "../../syntax/nodes.ts";
import type { Edit } from "../cheating/edit.ts";
import type { Finding } from "../cheating/finding.ts";
import { pythonNames } from "../cheating/names-python.ts";
import { type Judgement, newReach, type ReachRules, type Target } from "../cheating/reach.ts";
import { type Reason, reasons } from "../cheating/reasons.ts";
import { chainOf } from "./chain.ts";
import { type AboutSubject, CODE_AS_TEXT, readsCode } from "./honest-javascript.ts";

/** What a Python test file newly does that no test may. */
export function honestPython(edit: Edit, subject: AboutSubject): readonly Finding[] {
  const usesTemporary = /\b(tmp_path|tmpdir|tempfile)\b/.test(edit.after.text);
  const rules: ReachRules = { grammar: pythonNames, judge: (target) => judge(target) };
  const findings: Finding[] = [...newReach(edit, rules)];
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const reason = reasonAt(edit, node, subject, usesTemporary);
    if (reason !== undefined)
      findings.push({ verdict: "refuted", at: node.from, what: edit.brief(node), why: reasons[reason] });
    else if (readsCode(edit, node, subject))
      findings.push({ verdict: "refuted", at: node.from, what: edit.brief(node), why: CODE_AS_TEXT });
    return true;
  });
  return findings;
}

const MODULES: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ...["subprocess", "signal", "atexit", "multiprocessing", "faulthandler", "resource", "pty"].map(
    (name) => [name, "process"] as const,
  ),
  ...["socket", "requests", "httpx", "urllib3", "aiohttp", "ftplib", "smtplib", "http", "ssl"].map(
    (name) => [name, "output"] as const,
  ),
  ...["importlib", "imp", "pkgutil", "runpy", "zipimport", "builtins", "site"].map(
    (name) => [name, "loading"] as const,
  ),
  ...["ctypes", "gc", "_pytest", "pluggy"].map((name) => [name, "reflection"] as const),
]);

function judge({ root, chain, role, tree }: Target): Judgement | undefined {
  if (root.type === "import") {
    if (role === "write") return refuted("patch");
    const name = root.module.split(".")[0] ?? "";
    if (root.module.startsWith("urllib.request")) return refuted("output");
    const reason = MODULES.get(name);
    if (reason !== undefined) return refuted(reason);
    const [member = "", next = ""] = chain;
    const isSeeded = /\bseed\s*\(/.test(tree.text);
    if (name === "random" && !isSeeded && !/^(Random|seed)$/.test(member)) return refuted("time");
    if (name === "os") return judgeOs(member);
    if (name === "sys")
      return /^(maxsize|version_info|float_info|platform|path|byteorder|getrecursionlimit|getsizeof)$/.test(member)
        ? undefined
        : refuted(member === "modules" ? "loading" : "process");
    if (name === "pytest" && /^(exit|hookimpl|hookspec|main)$/.test(member)) return refuted("testTool");
    return name === "unittest" && /^(main|runner|loader|suite)$/.test(member) && next !== ""
      ? refuted("testTool")
      : undefined;
  }
  const [name = ""] = chain;
  if (role === "write") return refuted("patch");
  if (/^(exit|quit|SystemExit|breakpoint)$/.test(name)) return refuted("process");
  if (/^(eval|exec|compile|globals|locals|vars|__builtins__)$/.test(name)) return refuted("global");
  return name === "__import__" ? refuted("loading") : undefined;
}

function judgeOs(member: string): Judgement | undefined {
  if (/^(path|sep|linesep|fspath|getcwd|listdir|stat|PathLike|fsencode|fsdecode)$/.test(member)) return undefined;
  return refuted(
    /^(environ|getenv|putenv|environb)/.test(member)
      ? "environment"
      : /^(remove|unlink|rmdir|mkdir|makedirs|rename|replace|open|write|chmod)/.test(member)
        ? "output"
        : "process",
  );
}

function reasonAt(edit: Edit, node: SyntaxNode, subject: AboutSubject, usesTemporary: boolean): Reason | undefined {
  switch (node.type) {
    case "call":
      return inCall(edit, node, subject, usesTemporary);
    case "assignment":
    case "augmented_assignment": {
      const chain = chainOf(edit.after, childOf(node, "left") ?? node) ?? [];
      const [root = ""] = chain;
      if (chain.length === 1 && subject.names.callable.has(root) && isStandIn(edit, childOf(node, "right")))
        return "standIn";
      if (chain.length < 2) return undefined;
      return subject.names.callable.has(root) ||
        subject.names.values.has(root) ||
        chain.some((step) => /^__\w+__$/.test(step))
        ? "patch"
        : undefined;
    }
    case "function_definition": {
      const name = childOf(node, "name");
      const isComparing =
        name !== undefined && /^__(eq|ne|lt|le|gt|ge|bool|hash|instancecheck)__$/.test(edit.text(name));
      if (isComparing) return "equality";
      const isMethod = node.parent?.parent?.type === "class_definition";
      if (name !== undefined && !isMethod && subject.names.callable.has(edit.text(name))) return "standIn";
      return name !== undefined && /^pytest_/.test(edit.text(name)) ? "testTool" : undefined;
    }
    case "identifier":
      return /^__(dict|globals|code|builtins|subclasses|class|import)__$/.test(edit.text(node)) &&
        node.field === "attribute"
        ? "reflection"
        : undefined;
    default:
      return undefined;
  }
}

/** `add = lambda *_: 3`, `add = Mock(return_value=3)`. */
function isStandIn(edit: Edit, value: SyntaxNode | undefined): boolean {
  if (value?.type === "lambda") return true;
  const chain = value?.type === "call" ? chainOf(edit.after, value) : undefined;
  return /Mock$/.test(chain?.at(-1) ?? "");
}

function inCall(
  edit: Edit,
  call: SyntaxNode,
  { names, leadsTo }: AboutSubject,
  usesTemporary: boolean,
): Reason | undefined {
  const chain = chainOf(edit.after, call) ?? [];
  const given = childOf(call, "arguments")?.children.filter((child) => child.named && child.type !== "comment") ?? [];
  const [first] = given;
  const last = chain.at(-1) ?? "";
  const text = stringValue(edit.after, first);
  const root = first === undefined ? "" : (chainOf(edit.after, first)?.[0] ?? "");
  const isSubject = names.callable.has(root) || names.values.has(root);
  const isPatching =
    /^(patch|object|dict|multiple|setattr|delattr|setitem)$/.test(last) &&
    (chain.some((step) => /^(patch|mock|monkeypatch|mocker)$/.test(step)) || /^(setattr|delattr)$/.test(last));
  if (isPatching && (isSubject || (text !== undefined && namesSubject(text, leadsTo)))) return "patch";
  if (/^(setenv|delenv|syspath_prepend)$/.test(last) && chain[0] === "monkeypatch") return "environment";
  if (last === "open" && chain.length === 1 && !usesTemporary) {
    const mode = stringValue(edit.after, given[1]) ?? (given[1] === undefined ? "" : edit.text(given[1]));
    return /[wax+]/.test(mode) ? "output" : undefined;
  }
  return /^(write_text|write_bytes|unlink|rmdir|touch)$/.test(last) && !usesTemporary ? "output" : undefined;
}

/** "shop.cart.add" names something of the module "shop.cart". */
function namesSubject(text: string, leadsTo: (specifier: string) => boolean): boolean {
  const parts = text.split(".");
  return parts.some((_, index) => leadsTo(parts.slice(0, index + 1).join(".")));
}

function refuted(reason: Reason): Judgement {
  return { reason, weight: "refuted" };
}
