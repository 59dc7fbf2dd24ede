import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, holdersOf } from "../../syntax/nodes.ts";
import { type Edit, insert, type MutatedFile, type MutationOperator, replace } from "./mutant.ts";
import { isBinding } from "./scopes.ts";

/** Functions and methods that are taken for one another; each list is one family, likeliest mistakes next to each other. */
const SCRIPT_FAMILIES: readonly (readonly string[])[] = [
  ["min", "max"],
  ["floor", "ceil", "round", "trunc"],
  ["push", "unshift"],
  ["pop", "shift"],
  ["some", "every"],
  ["findIndex", "findLastIndex", "indexOf"],
  ["startsWith", "endsWith", "includes"],
  ["indexOf", "lastIndexOf"],
  ["toUpperCase", "toLowerCase"],
  ["toLocaleUpperCase", "toLocaleLowerCase"],
  ["trimStart", "trimEnd", "trim"],
  ["padStart", "padEnd"],
  ["keys", "values", "entries"],
  ["getDate", "getDay", "getMonth", "getFullYear"],
  ["getUTCDate", "getUTCDay", "getUTCMonth", "getUTCFullYear"],
  ["getFullYear", "getUTCFullYear", "getYear"],
  ["getHours", "getUTCHours", "getMinutes"],
  ["getMinutes", "getSeconds", "getUTCMinutes"],
  ["getSeconds", "getMilliseconds"],
  ["setDate", "setUTCDate"],
  ["setMonth", "setUTCMonth"],
  ["setHours", "setUTCHours", "setMinutes"],
  ["parseInt", "parseFloat", "Number"],
  ["sqrt", "cbrt", "abs"],
  ["log", "log2", "log10"],
  ["all", "allSettled", "race", "any"],
  ["isNaN", "isFinite", "isInteger"],
  ["codePointAt", "charCodeAt"],
  ["substring", "substr", "slice"],
  ["Infinity", "NaN"],
];

const PYTHON_FAMILIES: readonly (readonly string[])[] = [
  ["sorted", "list"],
  ["min", "max", "sum"],
  ["sum", "len"],
  ["any", "all"],
  ["append", "extend", "insert", "appendleft"],
  ["pop", "popleft"],
  ["lower", "upper", "title", "capitalize", "casefold"],
  ["isupper", "islower"],
  ["isdigit", "isalpha", "isalnum", "isnumeric", "isspace"],
  ["lstrip", "rstrip", "strip"],
  ["ljust", "rjust", "center"],
  ["split", "rsplit", "splitlines"],
  ["partition", "rpartition"],
  ["index", "rindex"],
  ["startswith", "endswith"],
  ["removeprefix", "removesuffix"],
  ["keys", "values", "items"],
  ["union", "intersection", "difference"],
  ["issubset", "issuperset"],
  ["round", "int", "abs"],
  ["floor", "ceil", "trunc"],
  ["nlargest", "nsmallest"],
  ["bisect_left", "bisect_right", "bisect"],
  ["combinations", "permutations", "product", "combinations_with_replacement"],
  ["match", "search", "fullmatch"],
  ["weekday", "isoweekday"],
  ["days", "seconds", "total_seconds"],
  ["days", "weeks", "hours"],
  ["hours", "minutes", "seconds"],
  ["year", "month", "day"],
  ["hour", "minute", "second"],
  ["mean", "median", "mode"],
  ["stdev", "pstdev"],
  ["variance", "pvariance"],
  ["ValueError", "TypeError", "KeyError", "IndexError"],
  ["head", "tail"],
  ["left", "right"],
];

/** Taken for one another more rarely: most such mistakes show at once. */
const LOOSE_SCRIPT: readonly (readonly string[])[] = [
  ["push", "pop"],
  ["slice", "splice"],
  ["find", "filter", "findLast"],
  ["map", "flatMap", "forEach", "filter"],
  ["test", "exec"],
  ["concat", "push"],
  ["add", "delete", "has"],
  ["set", "get", "has"],
  ["toString", "toFixed"],
  ["toFixed", "toPrecision"],
  ["Map", "Set", "WeakMap"],
  ["sin", "cos", "tan"],
  ["then", "catch", "finally"],
  ["freeze", "seal"],
  ["next", "return"],
  ["TypeError", "RangeError", "Error"],
  ["on", "once", "off"],
  ["sort", "toSorted"],
  ["reverse", "toReversed"],
  ["setTimeout", "setInterval"],
  ["clearTimeout", "clearInterval"],
  ["isArray", "from", "of"],
  ["encodeURIComponent", "decodeURIComponent", "encodeURI"],
  ["stringify", "parse"],
  ["length", "size"],
  ["charAt", "charCodeAt", "at"],
  ["MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER"],
  ["resolve", "reject"],
  ["getDate", "getUTCDate"],
  ["getDay", "getUTCDay"],
  ["getMonth", "getUTCMonth"],
  ["replace", "replaceAll"],
  ["reduce", "reduceRight"],
];

const LOOSE_PYTHON: readonly (readonly string[])[] = [
  ["list", "tuple", "set"],
  ["append", "add"],
  ["add", "discard", "remove"],
  ["get", "pop", "setdefault"],
  ["int", "float", "round", "str"],
  ["heappush", "heappop", "heappushpop"],
  ["insort_left", "insort_right"],
  ["zip", "zip_longest", "enumerate"],
  ["map", "filter"],
  ["findall", "finditer"],
  ["ord", "chr"],
  ["divmod", "pow"],
  ["str", "repr"],
  ["isinstance", "issubclass"],
  ["defaultdict", "dict", "OrderedDict"],
  ["dumps", "loads"],
  ["KeyError", "AttributeError", "LookupError"],
  ["encode", "decode"],
  ["inf", "nan"],
  ["find", "rfind", "index"],
  ["sorted", "reversed", "list", "set"],
];

/** Functions and methods of the languages' own libraries, each for its near relations. */
export const method: MutationOperator = (node, file) => {
  const name = file.textOf(node);
  if (!isCalled(node) && !isPlainValue(node, name)) return [];
  if (node.type === "identifier" && node.field !== "attribute" && isBound(name, file)) return [];
  const near = relationsOf(name, file.isPython ? PYTHON_FAMILIES : SCRIPT_FAMILIES);
  const loose = relationsOf(name, file.isPython ? LOOSE_PYTHON : LOOSE_SCRIPT);
  return [
    ...near.map((other) => replace("method", node, other)),
    ...loose.map((other) => replace("method-loose", node, other)),
  ];
};

/** The others of the families a name is in, nearest first. */
function relationsOf(name: string, families: readonly (readonly string[])[]): readonly string[] {
  const others = new Set<string>();
  for (const family of families) {
    const at = family.indexOf(name);
    if (at < 0) continue;
    const byNearness = family
      .map((other, index) => ({ other, far: Math.abs(index - at) }))
      .filter(({ far }) => far > 0);
    for (const { other } of byNearness.sort((one, two) => one.far - two.far)) others.add(other);
  }
  return [...others];
}

/** A callee, a property, or a name handed to someone who calls it. */
function isCalled(node: SyntaxNode): boolean {
  if (node.children.length > 0 || !/^(identifier|property_identifier)$/.test(node.type)) return false;
  const { parent, field } = node;
  if (parent === undefined) return false;
  if (/^(member_expression|attribute)$/.test(parent.type))
    return (
      (field === "property" || field === "attribute") &&
      /^(call_expression|call)$/.test(parent.parent?.type ?? "") &&
      parent.field === "function"
    );
  if (/^(call_expression|call)$/.test(parent.type)) return field === "function";
  if (parent.type === "new_expression") return field === "constructor";
  if (parent.type === "keyword_argument" && field === "value") return true;
  return /^(arguments|argument_list|except_clause|raise_statement)$/.test(parent.type);
}

/** Members that are read rather than called. */
const PLAIN =
  /^(length|size|Infinity|NaN|MAX_SAFE_INTEGER|MIN_SAFE_INTEGER|days|seconds|weeks|hours|minutes|year|month|day|hour|minute|second|left|right|head|tail|inf|nan)$/;

function isPlainValue(node: SyntaxNode, name: string): boolean {
  return PLAIN.test(name) && /^(property|attribute)$/.test(node.field ?? "");
}

/** Whether the file itself makes something of this name. */
function isBound(name: string, file: MutatedFile): boolean {
  return (file.seen.identifiers.get(name) ?? []).some(isBinding);
}

/** Two neighbours in a call change places. */
export const argumentOrder: MutationOperator = (node, file) => {
  if (node.type !== "arguments" && node.type !== "argument_list") return [];
  const given = node.children.filter(
    (child) => child.named && !/comment|keyword_argument|spread|splat/.test(child.type),
  );
  const edits: Edit[] = [];
  for (const [index, first] of given.entries()) {
    const second = given[index + 1];
    if (second === undefined || file.textOf(first) === file.textOf(second)) continue;
    const between = file.tree.text.slice(first.to, second.from);
    const replacement = file.textOf(second) + between + file.textOf(first);
    edits.push({ operator: "argument-order", from: first.from, to: second.to, replacement });
  }
  return edits.slice(0, 3);
};

/** The last argument is one too many. */
export const argumentDropped: MutationOperator = (node) => {
  if (node.type !== "arguments" && node.type !== "argument_list") return [];
  const given = node.children.filter((child) => child.named && child.type !== "comment");
  const [before, last] = [given.at(-2), given.at(-1)];
  if (before === undefined || last === undefined || given.length > 3 || /function/.test(last.type)) return [];
  return [{ operator: "argument-dropped", from: before.to, to: last.to, replacement: "" }];
};

/** `await` where a function may wait and does not, and the other way round. */
export const awaiting: MutationOperator = (node, file) => {
  if (node.type === "await_expression" || node.type === "await") {
    const inner = node.children.find((child) => child.named);
    return inner === undefined ? [] : [replace("await", node, file.textOf(inner))];
  }
  const isCall = node.type === "call_expression" || node.type === "call";
  if (!isCall || /^await/.test(node.parent?.type ?? "") || !isInAsync(node)) return [];
  const isPart = /^(member_expression|attribute|subscript|subscript_expression)$/.test(node.parent?.type ?? "");
  return [isPart ? replace("await", node, `(await ${file.textOf(node)})`) : insert("await", node.from, "await ")];
};

function isInAsync(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node))
    if (
      /^(arrow_function|function_expression|function_declaration|method_definition|function_definition|lambda)$/.test(
        holder.type,
      )
    )
      return firstOfType(holder, "async") !== undefined;
  return false;
}

export const optionalChain: MutationOperator = (node, file) => {
  if (node.type === "optional_chain") {
    const isMember = node.parent?.type === "member_expression";
    return [replace("optional-chain", node, isMember ? "." : "")];
  }
  if (node.type !== "member_expression" || firstOfType(node, "optional_chain") !== undefined || isAssigned(node))
    return [];
  const dot = node.children.find((child) => child.type === ".");
  const object = childOf(node, "object");
  if (dot === undefined || object === undefined || /^(this|super|[A-Z]\w*)$/.test(file.textOf(object))) return [];
  return [replace("optional-chain-added", dot, "?.")];
};

function isAssigned(node: SyntaxNode): boolean {
  return node.field === "left" || node.parent?.type === "update_expression" || isInTarget(node);
}

function isInTarget(node: SyntaxNode): boolean {
  for (const holder of holdersOf(node)) {
    if (holder.field === "left" && /assignment/.test(holder.parent?.type ?? "")) return true;
    if (!/^(member_expression|subscript_expression|call_expression)$/.test(holder.type)) return false;
  }
  return false;
}

/** First for last, in subscripts: `x[0]`, `x[-1]`, `x.at(-1)`, `x[x.length - 1]`. */
export const endOfList: MutationOperator = (node, file) => {
  const index = childOf(node, "index") ?? childOf(node, "subscript");
  if (!/^(subscript|subscript_expression)$/.test(node.type) || index === undefined) return [];
  const text = file.textOf(index);
  if (file.isPython)
    return { "0": ["-1"], "-1": ["0"] }[text]?.map((other) => replace("end-of-list", index, other)) ?? [];
  const object = childOf(node, "object");
  if (object === undefined || object.type !== "identifier") return [];
  const last = `${file.textOf(object)}.length - 1`;
  if (text === "0") return [replace("end-of-list", index, last)];
  return text === last ? [replace("end-of-list", index, "0")] : [];
};

/** Python slices: without one bound, and backwards for forwards. */
export const sliceBound: MutationOperator = (node, file) => {
  if (node.type !== "slice") return [];
  const text = file.textOf(node);
  const parts = text.split(":").map((part) => part.trim());
  const [from = "", to = "", stride] = parts;
  const edits: Edit[] = [];
  if (stride !== undefined) edits.push(replace("slice-bound", node, `${from}:${to}`));
  else if (from === "" && to === "") edits.push(replace("slice-bound", node, "::-1"));
  else if (parts.length === 2) {
    edits.push(replace("slice-bound", node, from === "" ? `${to}:` : to === "" ? `:${from}` : `${from}:`));
    if (from !== "" && to !== "")
      edits.push(replace("slice-bound", node, `:${to}`), replace("slice-bound", node, `${from} : ${from} + ${to}`));
  }
  return edits.filter((edit) => edit.replacement !== text);
};

/** `a.compare(b)` for `b.compare(a)`. */
export const receiverOrder: MutationOperator = (node, file) => {
  const callee = childOf(node, "function");
  const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
  const object = childOf(callee, "object");
  const [argument] = given;
  if (callee === undefined || object === undefined || argument === undefined || given.length !== 1) return [];
  if (!/^(member_expression|attribute)$/.test(callee.type) || argument.type !== object.type) return [];
  const swapped = file.textOf(argument) + file.tree.text.slice(object.to, argument.from) + file.textOf(object);
  return [{ operator: "operand-order", from: object.from, to: argument.to, replacement: swapped }];
};

/** `grid[x][y]` for `grid[y][x]`. */
export const subscriptOrder: MutationOperator = (node, file) => {
  const inner = childOf(node, "object") ?? childOf(node, "value");
  const [outerIndex, innerIndex] = [node, inner].map((one) => childOf(one, "index") ?? childOf(one, "subscript"));
  if (outerIndex === undefined || innerIndex === undefined || !/^subscript/.test(node.type)) return [];
  const between = file.tree.text.slice(innerIndex.to, outerIndex.from);
  const replacement = file.textOf(outerIndex) + between + file.textOf(innerIndex);
  return [{ operator: "subscript-order", from: innerIndex.from, to: outerIndex.to, replacement }];
};
