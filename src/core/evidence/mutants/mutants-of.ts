import type { Language, SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, lineAt, lineStarts, stringValue, textOf, walk } from "../../syntax/nodes.ts";
import { enclosing, type LineRange } from "../../syntax/outline.ts";
import * as arithmetics from "./arithmetic.ts";
import * as calls from "./calls.ts";
import { comparison, comparisonKind } from "./comparisons.ts";
import { COMPILED } from "./compiled.ts";
import * as constants from "./constants.ts";
import { identifier, ownMember, property, variableForNumber } from "./identifiers.ts";
import * as idle from "./idle.ts";
import { droppedOperand, logic, negation, swappedBranches } from "./logic.ts";
import { method } from "./methods.ts";
import {
  type Edit,
  type Mutant,
  type MutatedFile,
  type MutationHints,
  type MutationOperator,
  NO_HINTS,
  type Seen,
} from "./mutant.ts";
import { nothing } from "./nothing.ts";
import { neverMatches, pattern } from "./patterns.ts";
import { visibleNames } from "./scopes.ts";
import * as statements from "./statements.ts";
import * as strings from "./strings.ts";

/** Mistakes that break behaviour nearly always: the classic set, few per place. */
const CONTROL: readonly MutationOperator[] = [
  comparison,
  arithmetics.arithmetic,
  logic,
  negation,
  arithmetics.augmentedAssignment,
  arithmetics.update,
  constants.numberStep,
  constants.boolean,
  constants.emptied,
  neverMatches,
  method,
  statements.returnValue,
  statements.removedStatement,
  statements.jump,
];

/** Methods whose nearest relation does another thing for nearly every value. */
const OPPOSITES =
  /^(min|max|floor|ceil|push|unshift|pop|shift|some|every|any|all|startsWith|endsWith|toUpperCase|toLowerCase|upper|lower|trimStart|trimEnd|padStart|padEnd|lstrip|rstrip|ljust|rjust|append|extend|startswith|endswith|keys|values)$/;

/** What tests are measured by: the classic set, without changes that often make no difference. */
const EVIDENCE: readonly MutationOperator[] = [
  ...CONTROL.filter((operator) => operator !== method && operator !== neverMatches),
  (node, file) => (OPPOSITES.test(file.textOf(node)) ? method(node, file).slice(0, 1) : []),
  statements.removedGuard,
];

/** The inverse of what people get wrong, much wider: every one is tried before it is believed. */
const REPAIR: readonly MutationOperator[] = [
  comparison,
  comparisonKind,
  arithmetics.arithmetic,
  logic,
  negation,
  arithmetics.augmentedAssignment,
  arithmetics.plainAssignment,
  arithmetics.operandOrder,
  droppedOperand,
  swappedBranches,
  arithmetics.droppedStep,
  arithmetics.sign,
  arithmetics.update,
  arithmetics.updateOrder,
  constants.numberStep,
  constants.numberSign,
  constants.numberOther,
  constants.boolean,
  constants.step,
  method,
  calls.argumentOrder,
  calls.argumentDropped,
  calls.firstBound,
  calls.spread,
  calls.receiverOrder,
  calls.subscriptOrder,
  calls.awaiting,
  calls.optionalChain,
  calls.endOfList,
  calls.sliceBound,
  identifier,
  variableForNumber,
  ownMember,
  property,
  strings.string,
  strings.format,
  strings.interpolation,
  statements.removedStatement,
  statements.removedGuard,
  statements.jump,
  statements.missingReturn,
  statements.loopKind,
  statements.statementOrder,
  pattern,
  idle.idleStatement,
  idle.assignedCondition,
  idle.fallenThrough,
  idle.otherCase,
  idle.argumentAdded,
  nothing,
];

export interface MutationWish {
  readonly kind: "control" | "evidence" | "repair";
  readonly hints?: MutationHints;
}

/**
 * The mutants of a file within some lines, in order of place. Repairs are known for JavaScript, TypeScript, TSX and Python only.
 * No two of them make the same text. Whether one is noticed, and whether it still parses, is for the caller to see.
 */
export function mutantsOf(
  tree: SyntaxTree,
  ranges: readonly LineRange[],
  { kind, hints = NO_HINTS }: MutationWish,
): readonly Mutant[] {
  const operators = operatorsFor(tree.language, kind);
  if (operators.length === 0) return [];
  const starts = lineStarts(tree.text);
  const file: MutatedFile = {
    tree,
    isPython: tree.language === "python",
    hints,
    textOf: (node) => textOf(tree, node),
    visibleAt: visibleNames(tree),
    seen: seenIn(tree),
  };
  const mutants = new Map<string, Mutant>();
  const take = (edit: Edit): void => {
    const line = lineAt(starts, edit.from);
    if (!ranges.some((range) => range.from <= line && line <= range.to)) return;
    const same = smallest(tree.text, edit);
    const key = `${same.from}:${same.to}:${same.replacement}`;
    if (same.from === same.to && same.replacement === "") return;
    if (!mutants.has(key)) mutants.set(key, { ...edit, line, declaration: enclosing(tree, edit.from)?.qualified });
  };
  walk(tree.root, (node) => {
    if (isApart(node, ranges, starts) || isWithoutBehaviour(node)) return false;
    if (isExportTarget(node, file) || isHandedOut(node, file)) return false;
    if (!isExport(node, file)) for (const operator of operators) operator(node, file).forEach(take);
    return true;
  });
  return [...mutants.values()].sort((one, other) => one.from - other.from);
}

function operatorsFor(language: Language, kind: MutationWish["kind"]): readonly MutationOperator[] {
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
    case "python":
      return { control: CONTROL, evidence: EVIDENCE, repair: REPAIR }[kind];
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return kind === "repair" ? [] : COMPILED;
  }
}

/** Two edits that make the same text have the same smallest form. */
export function smallest(
  text: string,
  edit: Pick<Edit, "from" | "to" | "replacement">,
): Pick<Edit, "from" | "to" | "replacement"> {
  let { from, to, replacement } = edit;
  while (from < to && replacement !== "" && text[from] === replacement[0]) {
    from++;
    replacement = replacement.slice(1);
  }
  while (to > from && replacement !== "" && text[to - 1] === replacement.at(-1)) {
    to--;
    replacement = replacement.slice(0, -1);
  }
  return { from, to, replacement };
}

function isApart(node: SyntaxNode, ranges: readonly LineRange[], starts: readonly number[]): boolean {
  const first = lineAt(starts, node.from);
  const last = lineAt(starts, Math.max(node.from, node.to - 1));
  return !ranges.some((range) => range.from <= last && first <= range.to);
}

/** Types, imports and comments do nothing at run time that a small change could mend or break in a telling way. */
function isWithoutBehaviour(node: SyntaxNode): boolean {
  return /^(import_|future_import|(line_|block_)?comment$|using_directive|package_|use_declaration|attribute_item|attribute_list|annotation|marker_annotation|type_annotation|type_arguments|type_parameters|type_alias_declaration|interface_declaration|function_signature|export_clause|hash_bang_line|type$|type_parameter$|decorator$)/.test(
    node.type,
  );
}

/** `module.exports` and its like where something is handed out. */
function isExportTarget(node: SyntaxNode, { textOf: read }: MutatedFile): boolean {
  return node.type === "member_expression" && node.field === "left" && /^(module\.)?exports\b/.test(read(node));
}

function isHandedOut(node: SyntaxNode, file: MutatedFile): boolean {
  return node.type === "identifier" && node.parent !== undefined && isExport(node.parent, file);
}

/** What is handed out may be wrong, that it is handed out is not. */
function isExport(node: SyntaxNode, file: MutatedFile): boolean {
  const assignment = node.type === "expression_statement" ? node.children[0] : node;
  const target = assignment?.type === "assignment_expression" ? childOf(assignment, "left") : undefined;
  return target !== undefined && isExportTarget(target, file);
}

function seenIn(tree: SyntaxTree): Seen {
  const identifiers = new Map<string, SyntaxNode[]>();
  const properties = new Map<string, SyntaxNode[]>();
  const texts = new Map<string, SyntaxNode[]>();
  const numbers = new Map<string, number>();
  const add = (map: Map<string, SyntaxNode[]>, name: string, node: SyntaxNode): void => {
    const known = map.get(name);
    if (known === undefined) map.set(name, [node]);
    else known.push(node);
  };
  walk(tree.root, (node) => {
    if (node.type === "comment" || /^import_/.test(node.type)) return false;
    if (node.children.length > 0) return true;
    const isAttribute =
      node.field === "attribute" || (node.field === "name" && node.parent?.type === "keyword_argument");
    const isMethod =
      node.field === "name" &&
      node.parent?.type === "function_definition" &&
      node.parent.parent?.parent?.type === "class_definition";
    if (isMethod) add(properties, textOf(tree, node), node);
    if (/property_identifier/.test(node.type) || isAttribute) add(properties, textOf(tree, node), node);
    else if (node.type === "identifier") add(identifiers, textOf(tree, node), node);
    else if (constants.isNumber(node)) numbers.set(textOf(tree, node), (numbers.get(textOf(tree, node)) ?? 0) + 1);
    const value = node.type === "string" && constants.isValue(node) ? stringValue(tree, node) : undefined;
    if (value !== undefined) add(texts, value, node);
    return true;
  });
  return { identifiers, properties, strings: texts, numbers };
}
