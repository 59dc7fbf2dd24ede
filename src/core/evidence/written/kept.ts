import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { importsOf } from "../../syntax/imports.ts";
import { childOf, lineAt, lineStarts, textOf, walk } from "../../syntax/nodes.ts";
import { chainOf } from "./chain.ts";
import { suiteBody, writtenTests } from "./written-tests.ts";

/**
 * How a new text of a test file weakens what was there, as a sentence; undefined when every statement of the old one is still there as it
 * was, in its order, and what is new cannot change what the old ones do: imports, tests, suites, and functions and values of new names.
 */
export function weakening(before: SyntaxTree, after: SyntaxTree): string | undefined {
  const gone = renamedOrGone(before, after);
  if (gone !== undefined) return gone;
  return weakenedIn(before, after, before.root, after.root) ?? rebound(before, after);
}

function renamedOrGone(before: SyntaxTree, after: SyntaxTree): string | undefined {
  const left = new Set(writtenTests(after).map(({ name }) => name));
  const gone = writtenTests(before).find(({ name }) => !left.has(name));
  return gone === undefined
    ? undefined
    : `The test "${gone.name}" is gone: leave every test there is as it is, and add yours.`;
}

/** Every old statement of a block is found again in the new one, suites by what is in them. */
function weakenedIn(before: SyntaxTree, after: SyntaxTree, old: SyntaxNode, block: SyntaxNode): string | undefined {
  const fresh = statementsOf(block);
  let at = 0;
  for (const statement of statementsOf(old)) {
    const found = fresh.findIndex((candidate, index) => index >= at && isSame(before, statement, after, candidate));
    const suite =
      found < 0
        ? fresh.findIndex((candidate, index) => index >= at && isSameSuite(before, statement, after, candidate))
        : -1;
    const imported =
      found < 0 && suite < 0
        ? fresh.findIndex((candidate, index) => index >= at && widens(before, statement, after, candidate))
        : -1;
    const place = Math.max(found, suite, imported);
    if (place < 0)
      return `${whatIs(before, statement)} was changed or moved: leave what is there as it is, and add your tests.`;
    const unfit = fresh
      .slice(at, place)
      .find((candidate) => !mayBeAdded(after, candidate, statement.parent === before.root));
    if (unfit !== undefined) return notAllowed(after, unfit);
    const inner = suite < 0 ? undefined : innerOf(before, statement, after, fresh[suite]);
    if (inner !== undefined) return inner;
    at = place + 1;
  }
  const unfit = fresh.slice(at).find((candidate) => !mayBeAdded(after, candidate, old === before.root));
  return unfit === undefined ? undefined : notAllowed(after, unfit);
}

function innerOf(
  before: SyntaxTree,
  old: SyntaxNode,
  after: SyntaxTree,
  fresh: SyntaxNode | undefined,
): string | undefined {
  const [one, other] = [suiteBody(before, old), fresh === undefined ? undefined : suiteBody(after, fresh)];
  return one === undefined || other === undefined ? undefined : weakenedIn(before, after, one, other);
}

function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.children.filter((child) => child.named && !isSilent(child));
}

function isSilent({ type }: SyntaxNode): boolean {
  return /^(comment|html_comment|empty_statement)$/.test(type);
}

function isSame(before: SyntaxTree, one: SyntaxNode, after: SyntaxTree, other: SyntaxNode): boolean {
  return one.type === other.type && shapeOf(before, one) === shapeOf(after, other);
}

/** The structure with its words; comments and layout do not matter. */
function shapeOf(tree: SyntaxTree, node: SyntaxNode): string {
  if (node.children.length === 0) return textOf(tree, node);
  const parts = node.children.filter((child) => !isSilent(child) && !/^[,;]$/.test(child.type));
  return `${node.type}(${parts.map((child) => shapeOf(tree, child)).join("\u0001")})`;
}

/** The same head; what is inside is compared one by one. */
function isSameSuite(before: SyntaxTree, one: SyntaxNode, after: SyntaxTree, other: SyntaxNode): boolean {
  const [inner, otherInner] = [suiteBody(before, one), suiteBody(after, other)];
  if (inner === undefined || otherInner === undefined) return false;
  const head = (tree: SyntaxTree, node: SyntaxNode, body: SyntaxNode) =>
    tree.text.slice(node.from, body.from).replace(/\s+/g, "");
  return head(before, one, inner) === head(after, other, otherInner);
}

/** An import that takes more from the same module. */
function widens(before: SyntaxTree, one: SyntaxNode, after: SyntaxTree, other: SyntaxNode): boolean {
  if (!isImport(before, one) || !isImport(after, other)) return false;
  const [old] = importsOf({ ...before, root: one });
  const [now] = importsOf({ ...after, root: other });
  if (old === undefined || now === undefined || old.specifier !== now.specifier) return false;
  return old.names.every(({ imported, local }) =>
    now.names.some((name) => name.imported === imported && name.local === local),
  );
}

function isImport(tree: SyntaxTree, statement: SyntaxNode): boolean {
  if (/^(import_statement|import_from_statement|future_import_statement)$/.test(statement.type)) return true;
  return (
    /^(lexical_declaration|variable_declaration)$/.test(statement.type) &&
    /=\s*(await\s+import|require)\s*\(/.test(textOf(tree, statement))
  );
}

/** What may stand beside old tests. In a file that had nothing in it anything may: nothing old can be changed by it. */
function mayBeAdded(tree: SyntaxTree, statement: SyntaxNode, isTop: boolean): boolean {
  if (isImport(tree, statement)) return isTop;
  if (
    /^(function_declaration|generator_function_declaration|class_declaration|lexical_declaration|variable_declaration|interface_declaration|type_alias_declaration|function_definition|class_definition|decorated_definition)$/.test(
      statement.type,
    )
  )
    return (
      !/^pytest_|^(setUp|tearDown|setup_|teardown_)/.test(declaredName(tree, statement)) &&
      !/autouse\s*=\s*True/.test(headOf(tree, statement))
    );
  if (statement.type === "for_in_statement") return writtenTests({ ...tree, root: statement }).length > 0;
  const inner = statement.type === "expression_statement" ? statement.children[0] : undefined;
  if (inner?.type === "assignment") return !/^pytestmark\b/.test(textOf(tree, inner));
  if (inner?.type !== "call_expression") return false;
  if (writtenTests({ ...tree, root: statement }).length === 0) return false;
  const chain = chainOf(tree, inner) ?? [];
  return !/^(before|after|setup|teardown)/.test(chain.at(-1) ?? "");
}

function declaredName(tree: SyntaxTree, statement: SyntaxNode): string {
  const definition = childOf(statement, "definition") ?? statement;
  const name = childOf(definition, "name");
  return name === undefined ? "" : textOf(tree, name);
}

function headOf(tree: SyntaxTree, statement: SyntaxNode): string {
  return tree.text.slice(statement.from, childOf(statement, "definition")?.from ?? statement.from);
}

/** A new name that old statements use already would make them speak of something else. */
function rebound(before: SyntaxTree, after: SyntaxTree): string | undefined {
  const used = new Set<string>();
  walk(before.root, (node) => {
    if (/identifier$/.test(node.type)) used.add(textOf(before, node));
  });
  const old = new Map<string, number>();
  for (const { name } of boundAtTop(before)) old.set(name, (old.get(name) ?? 0) + 1);
  for (const { name, node } of boundAtTop(after)) {
    const left = old.get(name) ?? 0;
    if (left > 0) old.set(name, left - 1);
    else if (used.has(name))
      return `${whatIs(after, node)} takes the name ${name}, which other tests of this file use: choose another one.`;
  }
  return undefined;
}

/** Names made outside of any single test: at the top, and in suites. */
function boundAtTop(tree: SyntaxTree): readonly { readonly name: string; readonly node: SyntaxNode }[] {
  const found: { readonly name: string; readonly node: SyntaxNode }[] = [];
  const visit = (block: SyntaxNode): void => {
    for (const statement of statementsOf(block)) {
      const inner = suiteBody(tree, statement);
      if (inner !== undefined) visit(inner);
      if (isImport(tree, statement))
        for (const { names } of importsOf({ ...tree, root: statement }))
          for (const { local } of names) found.push({ name: local, node: statement });
      else if (/declaration$|definition$/.test(statement.type)) {
        const name = declaredName(tree, statement);
        if (name !== "") found.push({ name, node: statement });
        for (const part of statement.children) {
          const target = part.type === "variable_declarator" ? childOf(part, "name") : undefined;
          if (target?.type === "identifier") found.push({ name: textOf(tree, target), node: statement });
          else if (target !== undefined)
            walk(target, (node) => {
              if (/^(identifier|shorthand_property_identifier_pattern)$/.test(node.type))
                found.push({ name: textOf(tree, node), node: statement });
            });
        }
      } else if (statement.children[0]?.type === "assignment") {
        const target = childOf(statement.children[0], "left");
        if (target?.type === "identifier") found.push({ name: textOf(tree, target), node: statement });
      }
    }
  };
  visit(tree.root);
  return found;
}

function whatIs(tree: SyntaxTree, statement: SyntaxNode): string {
  const [test] = writtenTests({ ...tree, root: statement });
  if (test !== undefined && writtenTests({ ...tree, root: statement }).length === 1) return `The test "${test.name}"`;
  return `What stands at line ${lineAt(lineStarts(tree.text), statement.from)}`;
}

function notAllowed(tree: SyntaxTree, statement: SyntaxNode): string {
  const line = lineAt(lineStarts(tree.text), statement.from);
  return `Line ${line} may not be added beside tests that are there already: add tests, suites, imports and helpers of new names only.`;
}
