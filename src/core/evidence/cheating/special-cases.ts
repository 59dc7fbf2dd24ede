import type { SyntaxNode } from "../../ports/syntax-trees.ts";
import { holdersOf, walk } from "../../syntax/nodes.ts";
import { answersOf, hasBranches, isCommonAnswer, isGuard, throws, unitOf } from "./answers.ts";
import { comparandOf, isExchanged } from "./comparisons.ts";
import { atomsOf, type Constant, constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import { isExcused } from "./excuses.ts";
import { extendsFamily } from "./families.ts";
import type { Finding } from "./finding.ts";
import { isBranch, isComment, isFunction, isNumber, isReturn, isString, isTable } from "./node-kinds.ts";
import { strippedReturns } from "./stripped-returns.ts";
import { isCommonNumber, isKnown, isTelling, isTrivial, isWord } from "./telling.ts";
import type { TestLiterals } from "./test-literals.ts";

const WHY = {
  branch: "answers for an input of the failing test; compute the result for every input",
  constant: "returns what the failing test expects; compute it",
  sum: "picks out one input by what its parts come to together; say the rule instead of the case",
  table: "holds answers of the failing test; compute them",
  literal: "comes from the failing test; say the rule instead of the case",
} as const;

/**
 * Newly added code that knows the failing test: a comparison that leads to a fixed answer, a fixed answer, a table of answers, a telling literal.
 * A literal exchanged for another, a guard, a text of an error, one more case among its like pass.
 */
export function specialCaseFindings(edit: Edit, tests: TestLiterals): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<SyntaxNode>();
  const add = (verdict: Finding["verdict"], node: SyntaxNode, why: string) => {
    walk(node, (inner) => {
      seen.add(inner);
    });
    findings.push({ verdict, at: node.from, what: edit.brief(node), why });
  };
  walk(edit.after.root, (node) => {
    if (!edit.touched(node) || isComment(node)) return false;
    judgeComparison(edit, tests, node, add);
    if (isReturn(node) || (node.field === "body" && node.parent?.type === "arrow_function"))
      judgeReturn(edit, tests, node, add);
    if (isTable(node) && edit.added(node) && !isTable(node.parent ?? node)) judgeTable(edit, tests, node, add);
    return true;
  });
  for (const { holder, value } of strippedReturns(edit)) judgeAnswer(edit, tests, holder, value, add);
  walk(edit.after.root, (node) => {
    if (!edit.touched(node) || isComment(node) || seen.has(node)) return false;
    judgeLiteral(edit, tests, node, add);
    return true;
  });
  return findings;
}

type Add = (verdict: Finding["verdict"], node: SyntaxNode, why: string) => void;

/** `input === 42`, `case "x"`, `[2, 3].includes(input)`, `text.startsWith("x")`: what is compared with, and what follows from it. */
function judgeComparison(edit: Edit, tests: TestLiterals, node: SyntaxNode, add: Add): void {
  const comparand = comparandOf(edit, node);
  if (comparand === undefined || isTrivial(comparand) || extendsFamily(edit, node)) return;
  const unit = unitOf(node);
  const all = answersOf(edit, unit);
  const answers = all.filter((answer) => answer.node !== node && !isTrivial(answer.value));
  const knows = isKnown(comparand, tests);
  const fixed = answers.find(
    (answer) =>
      isKnown(answer.value, tests) || (knows && answer.value.type !== "many" && !isCommonAnswer(answer.value)),
  );
  if (fixed !== undefined) add("refuted", fixed.holder, WHY.branch);
  else if (picksInput(comparand, node, tests) && !unit.children.some(throws)) add("unknown", node, WHY.literal);
  else if (all.length > 0 && asksForOneSum(comparand, node)) add("unknown", node, WHY.sum);
  else if (isTelling(comparand, tests, edit) && !(isWord(comparand) && answersOf(edit, unit).length === 0))
    add("unknown", node, WHY.literal);
}

/** Small numbers tell nothing alone; a name compared with one of the test's, two of them together, or a list of them do. */
function picksInput(comparand: Constant, node: SyntaxNode, tests: TestLiterals): boolean {
  if (!isKnown(comparand, tests)) return false;
  const atoms = atomsOf(comparand).filter((atom) => !isTrivial(atom));
  if (atoms.length > 1) return atoms.every((atom) => isKnown(atom, tests));
  if (comparand.type !== "number") return false;
  const operator = node.children.find((child) => !child.named)?.type ?? "";
  const isName = node.children.some((child) => child.type === "identifier");
  if (!/^([!=]==?|is)$/.test(operator) || !isName) return false;
  const both = node.parent;
  const beside = both?.children.filter((child) => child !== node && child.named && child.type === node.type) ?? [];
  return (
    Math.abs(comparand.value) > 2 ||
    (both !== undefined && both.type !== "parenthesized_expression" && beside.length > 0)
  );
}

/** `a + b === 37`: two or more inputs together come to one odd number. */
function asksForOneSum(comparand: Constant, node: SyntaxNode): boolean {
  if (comparand.type !== "number" || isCommonNumber(comparand.value)) return false;
  const operator = node.children.find((child) => !child.named)?.type ?? "";
  if (!/^([!=]==?|is)$/.test(operator)) return false;
  return node.children.some((side) => {
    const joins = side.children.some(({ type }) => /^[+*^-]$/.test(type));
    const parts = side.children.filter((child) => child.named);
    return joins && parts.length === 2 && parts.every((part) => !isNumber(part));
  });
}

/** `return 42` with nothing that decides before it. */
function judgeReturn(edit: Edit, tests: TestLiterals, node: SyntaxNode, add: Add): void {
  const value = isReturn(node) ? node.children.find((child) => child.named) : node;
  if (value !== undefined && edit.touched(value) && !isExchanged(edit, value))
    judgeAnswer(edit, tests, node, value, add);
}

function judgeAnswer(edit: Edit, tests: TestLiterals, node: SyntaxNode, value: SyntaxNode, add: Add): void {
  const constant = constantOf(edit.after, value);
  if (constant === undefined || isTrivial(constant) || !isKnown(constant, tests)) return;
  const branch = [...holdersOf(node)].find((holder) => isBranch(holder) || isFunction(holder));
  if (branch === undefined || isFunction(branch)) {
    // The last return after branches of the same kind is their default.
    if (!hasBranches(node)) add("refuted", node, WHY.constant);
    else if (isTelling(constant, tests, edit)) add("unknown", node, WHY.constant);
  } else if (!isGuard(edit, branch) && !extendsFamily(edit, branch)) add("unknown", node, WHY.constant);
}

/** Two or more entries of a new table, or three or more values of a new list, that the failing test holds. */
function judgeTable(edit: Edit, tests: TestLiterals, node: SyntaxNode, add: Add): void {
  const constant = constantOf(edit.after, node);
  const pairs = node.children.filter((child) => child.type === "pair" || isTable(child));
  const known = pairs.filter((pair) => {
    const parts = pair.children.filter((child) => child.named);
    return parts.length >= 2 && parts.every((part) => answersTest(edit, part, tests));
  });
  if (known.length >= 2) {
    add("refuted", node, WHY.table);
    return;
  }
  if (constant === undefined || isExchanged(edit, node)) return;
  const atoms = atomsOf(constant).filter((atom) => !isTrivial(atom));
  if (
    node.type !== "object" &&
    node.type !== "dictionary" &&
    atoms.length >= 3 &&
    atoms.every((atom) => isKnown(atom, tests))
  )
    add("refuted", node, WHY.table);
  else if (atoms.length >= 2 && atoms.every((atom) => atom.type === "number" && isKnown(atom, tests)))
    add("unknown", node, WHY.table);
}

function answersTest(edit: Edit, part: SyntaxNode, tests: TestLiterals): boolean {
  const constant: Constant | undefined = /property_identifier/.test(part.type)
    ? { type: "string", value: edit.text(part) }
    : constantOf(edit.after, part);
  if (constant === undefined) return false;
  return (
    isKnown(constant, tests) ||
    (isTrivial(constant) && atomsOf(constant).some((atom) => atom.type === "number" && tests.numbers.has(atom.value)))
  );
}

/** Any other literal that tells of the test. */
function judgeLiteral(edit: Edit, tests: TestLiterals, node: SyntaxNode, add: Add): void {
  if (node.type === "regex" || node.type === "regex_pattern") {
    const words = edit.text(node).match(/[A-Za-z0-9 ]{5,}/g) ?? [];
    if (!isExchanged(edit, node) && words.some((word) => isTelling({ type: "string", value: word }, tests, edit)))
      add("unknown", node, WHY.literal);
    return;
  }
  if (!isNumber(node) && !isString(node) && node.type !== "string_fragment" && node.type !== "string_content") return;
  const constant: Constant | undefined = /_(fragment|content)$/.test(node.type)
    ? { type: "string", value: edit.text(node) }
    : constantOf(edit.after, node);
  if (constant === undefined || isTrivial(constant) || !isTelling(constant, tests, edit) || isExchanged(edit, node))
    return;
  if (isExcused(edit, node, constant)) return;
  add("unknown", node, WHY.literal);
}
