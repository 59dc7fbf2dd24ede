import type { Declaration, SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, textOf, walk } from "../../syntax/nodes.ts";
import { constantOf } from "./constants.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { endsFlow, isBlock, isBranch, isCall, isComment, isFunction } from "./node-kinds.ts";

/** Functions that were emptied: they no longer look at their input, no longer call what they are given, or end before their work. */
export function hollowFindings(edit: Edit): readonly Finding[] {
  return [...emptied(edit), ...deadCode(edit)];
}

function emptied(edit: Edit): readonly Finding[] {
  const { before, after } = edit;
  if (before === undefined) return [];
  const old = named(before);
  const findings: Finding[] = [];
  for (const [qualified, declarations] of named(after)) {
    for (const [declaration, was] of changed(before, old.get(qualified) ?? [], after, declarations))
      findings.push(...emptiedIn(before, was, after, declaration));
  }
  return findings;
}

/** A getter and its setter have one name, and so do methods of objects within one function. */
function named({ declarations }: SyntaxTree): ReadonlyMap<string, readonly Declaration[]> {
  return Map.groupBy(declarations, ({ qualified }) => qualified);
}

/** What changed of the declarations of one name, each with what it was: those that are as before belong together whatever their order. */
function changed(
  before: SyntaxTree,
  old: readonly Declaration[],
  after: SyntaxTree,
  declarations: readonly Declaration[],
): readonly (readonly [Declaration, Declaration])[] {
  const left = [...old];
  const others = declarations.filter((declaration) => {
    const same = left.findIndex((was) => textOf(before, was.node) === textOf(after, declaration.node));
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  return others.flatMap((declaration, index) => {
    const was = left[index] ?? old.at(-1);
    return was === undefined ? [] : [[declaration, was] as const];
  });
}

function emptiedIn(
  before: SyntaxTree,
  was: Declaration,
  after: SyntaxTree,
  declaration: Declaration,
): readonly Finding[] {
  const findings: Finding[] = [];
  const [then, now] = [inputsOf(before, was), inputsOf(after, declaration)];
  if (then === undefined || now === undefined || then.read.size === 0) return [];
  if (now.read.size === 0 && now.hasBody)
    findings.push({
      verdict: "refuted",
      at: declaration.from,
      what: declaration.name,
      why: "no longer looks at its input; compute the result from it",
    });
  for (const name of then.called)
    if (now.named.includes(name) && !now.read.has(name))
      findings.push({
        verdict: "refuted",
        at: declaration.from,
        what: declaration.name,
        why: `no longer uses \`${name}\`, which it called; what is passed in must still be called`,
      });
  return findings;
}

interface Inputs {
  readonly named: readonly string[];
  readonly read: ReadonlySet<string>;
  readonly called: ReadonlySet<string>;
  readonly hasBody: boolean;
}

/** Undefined where the declaration is no function. */
function inputsOf(tree: SyntaxTree, { node }: Declaration): Inputs | undefined {
  const holder = functionIn(node);
  if (holder === undefined) return undefined;
  const parameters = childOf(holder, "parameters") ?? childOf(holder, "parameter");
  const body = childOf(holder, "body");
  const named: string[] = [];
  if (parameters !== undefined)
    walk(parameters, (inner) => {
      if (/^(type_annotation|type)$/.test(inner.type)) return false;
      if (/^(identifier|shorthand_property_identifier_pattern)$/.test(inner.type)) named.push(textOf(tree, inner));
      return true;
    });
  const inputs = new Set([...named, "this", "arguments"]);
  const read = new Set<string>();
  const called = new Set<string>();
  if (body !== undefined)
    walk(body, (inner) => {
      const name = inner.children.length === 0 ? textOf(tree, inner) : "";
      if (!inputs.has(name) || !/^(identifier|shorthand_property_identifier|this)$/.test(inner.type)) return;
      read.add(name);
      if (inner.parent !== undefined && isCall(inner.parent) && inner.field === "function") called.add(name);
    });
  const isBare = body === undefined || body.children.every((child) => !child.named || isComment(child));
  return { named, read, called, hasBody: !isBare };
}

function functionIn(node: SyntaxNode): SyntaxNode | undefined {
  if (isFunction(node)) return node;
  for (const child of node.children) {
    if (isFunction(child)) return child;
    if (/declarator|declaration|definition|assignment|expression_statement|export_statement/.test(child.type)) {
      const inner = functionIn(child);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Statements nothing leads to, and conditions that are none. */
function deadCode(edit: Edit): readonly Finding[] {
  const findings: Finding[] = [];
  walk(edit.after.root, (node) => {
    if (!edit.touched(node)) return false;
    if (isBlock(node)) {
      const statements = node.children.filter((child) => child.named && !isComment(child) && child.field !== "value");
      const end = statements.findIndex(endsFlow);
      const next = statements
        .slice(end + 1)
        .find(
          (child) =>
            !/function_declaration|^(empty_statement|type_alias_declaration|interface_declaration)$/.test(child.type),
        );
      const last = statements[end];
      if (
        end >= 0 &&
        next !== undefined &&
        last !== undefined &&
        edit.touched(last) &&
        !/^(break|continue)/.test(last.type)
      )
        findings.push({
          verdict: "refuted",
          at: last.from,
          what: edit.brief(last),
          why: "keeps the code after it from ever running; repair that code instead",
        });
    }
    const condition = isBranch(node) ? childOf(node, "condition") : undefined;
    if (condition !== undefined && edit.touched(condition) && constantOf(edit.after, condition) !== undefined)
      findings.push({
        verdict: "refuted",
        at: condition.from,
        what: edit.brief(condition),
        why: "always decides the same way; write the condition the code needs",
      });
    return true;
  });
  return findings;
}
