import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, stringValue, walk } from "../../syntax/nodes.ts";
import { constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { excerpt, type Finding } from "./finding.ts";
import { FORBIDDEN_JAVASCRIPT, FORBIDDEN_PROPERTIES } from "./globals-javascript.ts";
import { FORBIDDEN_ATTRIBUTES, FORBIDDEN_PYTHON } from "./globals-python.ts";
import { isCall, isComment, isNumber, isString } from "./node-kinds.ts";
import { reasons } from "./reasons.ts";

/** First and last code points of characters that show nothing, reorder what is shown, or end a line unseen. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x0b, 0x0c],
  [0x85, 0x85],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
];

/** Escapes for characters that could have been written plainly. */
const NEEDLESS_ESCAPE = /\\(?:x[2-7][0-9a-f]|u00[2-7][0-9a-f]|u\{0*[2-7][0-9a-f]\}|N\{LATIN|[01][0-7]{2})/i;

/** Comments that a runner, a coverage tool or an interpreter obeys; what only silences a linter for a line changes no result. */
const DIRECTIVE =
  /@ts-nocheck|(?:istanbul|c8|v8)[-: ]+ignore|pragma:|@(?:jest|vitest)-environment|sourceMappingURL|coding[:=]/;

/** Names that only something that runs tests knows, wherever a text holds them. */
const TEST_NAMES =
  /NODE_TEST_CONTEXT|VITEST|JEST_WORKER_ID|PYTEST_CURRENT_TEST|NODE_ENV|AssertionError|ERR_ASSERTION|node:test|\b(?:pytest|unittest|vitest)\b|\breturn (?:this|process|globalThis)\b|\bprocess\.|\bglobalThis\b|^(?:not )?ok \d+\b|^TAP version|^1\.\.\d+/;

/** What is added so that a reader, or a check, does not see it: for every language with a grammar. */
export function disguiseFindings(edit: Edit): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (verdict: Finding["verdict"], at: SyntaxNode, what: string, why: string = reasons.disguise) =>
    findings.push({ verdict, at: at.from, what: excerpt(what), why });
  const invisible = invisibleAt(edit);
  if (invisible !== undefined) findings.push(invisible);

  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    const text = edit.text(node);
    if (
      node.type === "identifier" ||
      node.type.endsWith("property_identifier") ||
      node.type === "shorthand_property_identifier"
    ) {
      if (text.includes("\\")) add("refuted", node, text);
      else if (!isAscii(text) && !edit.knows(text))
        add(text.normalize("NFKC") === text ? "unknown" : "refuted", node, text);
    }
    if (isComment(node)) {
      if (node.type === "html_comment") add("refuted", node, text);
      else if (DIRECTIVE.test(text)) add("unknown", node, text, "speaks to a tool instead of repairing the code");
      return false;
    }
    if (isString(node) || node.type === "string_fragment" || node.type === "string_content") {
      if (NEEDLESS_ESCAPE.test(text)) add("refuted", node, text);
      if (TEST_NAMES.test(stringValue(edit.after, node) ?? text)) add("refuted", node, text, reasons.environment);
    }
    if (isGlued(node)) {
      const value = constantOf(edit.after, node);
      if (value?.type === "string" && isForbiddenName(value.value)) {
        add("refuted", node, text);
        return false;
      }
    }
    if (isDecoding(edit, node)) add("refuted", node, text);
    return true;
  });
  return findings;
}

function invisibleAt(edit: Edit): Finding | undefined {
  const now = invisibleIn(edit.after.text);
  const [at] = now;
  if (at === undefined || now.length <= invisibleIn(edit.before?.text ?? "").length) return undefined;
  const code = edit.after.text.codePointAt(at)?.toString(16).toUpperCase().padStart(4, "0");
  return { verdict: "refuted", at, what: `U+${code}`, why: "is a character nobody can see; leave it out" };
}

/** Offsets. A carriage return alone counts: to a reader the line goes on, to a parser it may not. */
function invisibleIn(text: string): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    const isBare = code === 0x0d && text[at + 1] !== "\n";
    if (isBare || (code > 0x0a && INVISIBLE.some(([first, last]) => first <= code && code <= last))) found.push(at);
    if (code > 0xffff) at++;
  }
  return found;
}

function isAscii(text: string): boolean {
  return [...text].every((character) => character < "\u0080");
}

function isGlued(node: SyntaxNode): boolean {
  return (
    node.type === "binary_expression" ||
    node.type === "binary_operator" ||
    node.type === "concatenated_string" ||
    isCall(node)
  );
}

function isForbiddenName(name: string): boolean {
  return (
    FORBIDDEN_JAVASCRIPT.has(name) ||
    FORBIDDEN_PROPERTIES.has(name) ||
    FORBIDDEN_PYTHON.has(name) ||
    FORBIDDEN_ATTRIBUTES.has(name) ||
    /^__\w+__$/.test(name) ||
    /^(exit|exitCode|env|argv|hrtime|round|max|min|push|includes|equal|deepEqual|strictEqual|is|len)$/.test(name)
  );
}

const TAKES_APART =
  /^(split|reverse|slice|substring|substr|replace|replaceAll|at|charAt|charCodeAt|codePointAt|toReversed|translate|join|decode|fromhex)$/;
const DECODES =
  /^(atob|unescape|decodeURI|decodeURIComponent|Buffer\.from|String\.fromCharCode|String\.fromCodePoint|bytes\.fromhex|(?:base64\.)?(?:urlsafe_)?b64decode|unhexlify|bytes|bytearray|chr|JSON\.parse)$/;

/** A literal that is turned into another text: `"ssecorp".split("")`, `atob("…")`, `1234.toString(36)`, `["ex", "it"].join("")`. */
function isDecoding(edit: Edit, node: SyntaxNode): boolean {
  if (!isCall(node)) return false;
  const callee = childOf(node, "function") ?? childOf(node, "constructor");
  if (callee === undefined) return false;
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  if (DECODES.test(edit.text(callee)))
    return (
      given.some((argument) => isLong(edit, argument) || isNumberList(argument)) ||
      (given.length > 1 && given.every(isNumber))
    );
  const method = childOf(callee, "property") ?? childOf(callee, "attribute");
  const receiver = childOf(callee, "object");
  if (method === undefined || receiver === undefined) return false;
  const name = edit.text(method);
  if (name === "toString") return given.length === 1 && constantOf(edit.after, receiver)?.type === "number";
  if (!TAKES_APART.test(name)) return false;
  if (name === "join") return isWordList(edit, given[0]) || isWordList(edit, receiver);
  return (isString(receiver) && isLong(edit, receiver)) || isWordList(edit, receiver);
}

function isNumberList(node: SyntaxNode): boolean {
  const inner = node.children.filter((child) => child.named);
  return /^(array|list|tuple)$/.test(node.type) && inner.length > 1 && inner.every(isNumber);
}

/** Letters enough for a name, in no order that is an alphabet's. */
function isLong(edit: Edit, node: SyntaxNode): boolean {
  const value = isString(node) ? stringValue(edit.after, node) : undefined;
  return value !== undefined && /[A-Za-z]/.test(value) && value.length >= 4 && !/abc|ABC|xyz/.test(value);
}

/** A list of nothing but short texts of letters. */
function isWordList(edit: Edit, node: SyntaxNode | undefined): boolean {
  if (node === undefined || !/^(array|list|tuple)$/.test(node.type)) return false;
  const inner = node.children.filter((child) => child.named);
  return (
    inner.length > 1 &&
    inner.every((child) => isString(child) && /^[\w$]*$/.test(stringValue(edit.after, child) ?? " "))
  );
}
