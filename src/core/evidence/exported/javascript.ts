import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, firstOfType, textOf } from "../../syntax/nodes.ts";
import type { Api, ApiEntry } from "./api.ts";
import { hiddenEntries } from "./hidden.ts";
import { commonJsApi } from "./javascript-commonjs.ts";
import { boundBy, declaredIn, type Locals, localsOf, sourceOf } from "./javascript-locals.ts";
import { type Describer, describer } from "./javascript-values.ts";
import { joined, spelled } from "./spelled.ts";

type Tree = Pick<SyntaxTree, "language" | "text" | "root">;

/** The exports of a JavaScript or TypeScript file: by `export`, or through CommonJS where there is none. */
export function javascriptApi(tree: Tree): Api {
  const locals = localsOf(tree, tree.root);
  const describe = describer(tree, locals);
  const isModule = tree.root.children.some(({ type }) => type === "export_statement" || type === "import_statement");
  const api = isModule ? { entries: moduleEntries(tree, describe), dynamic: [] } : commonJsApi(tree, describe);
  const hidden = hiddenEntries(api.entries, (word, at) =>
    isTypeOf(locals, word) ? describe.local(word, word, at) : undefined,
  );
  return { ...api, entries: [...api.entries, ...hidden] };
}

function moduleEntries(tree: Tree, describe: Describer): readonly ApiEntry[] {
  const entries: ApiEntry[] = [];
  const known = new Set<string>();
  for (const statement of tree.root.children) {
    if (statement.type === "export_statement") {
      // Overloads and what is merged under one name come together, with its first declaration.
      const found = exportedBy(tree, statement, describe);
      entries.push(...found.filter(({ name }) => !known.has(name)));
      for (const { name } of found) known.add(name);
    }
    // `declare module "x" { … }` and `declare global { … }` speak to other files, too.
    else if (
      statement.type === "ambient_declaration" &&
      /^declare\s+(?:module\s+["']|global\b)/.test(textOf(tree, statement))
    )
      entries.push({
        name: spelled(tree, statement, { without: ({ type }) => type === "statement_block" }),
        signature: spelled(tree, statement),
        at: statement.from,
      });
  }
  return entries;
}

function exportedBy(tree: Tree, statement: SyntaxNode, describe: Describer): readonly ApiEntry[] {
  const at = statement.from;
  const from = childOf(statement, "source") === undefined ? undefined : sourceOf(tree, statement);
  const all = firstOfType(statement, "namespace_export");
  const clause = firstOfType(statement, "export_clause");
  if (all !== undefined)
    return [{ name: spelled(tree, firstOfType(all, "identifier", "string")), signature: `* from ${from}`, at }];
  if (clause !== undefined)
    return clause.children.flatMap((specifier): readonly ApiEntry[] => {
      const own = childOf(specifier, "name");
      if (own === undefined) return [];
      const name = textOf(tree, childOf(specifier, "alias") ?? own);
      const isType = firstOfType(statement, "type") !== undefined || firstOfType(specifier, "type") !== undefined;
      if (from !== undefined)
        return [{ name, signature: joined(isType && "type", textOf(tree, own), "from", from), at: specifier.from }];
      const entries = describe.local(name, textOf(tree, own), specifier.from);
      return isType ? entries.map((entry) => ({ ...entry, signature: `type-only ${entry.signature}` })) : entries;
    });
  if (from !== undefined) return [{ name: `* from ${from}`, signature: "", at }];
  if (firstOfType(statement, "default") !== undefined) {
    const declaration = childOf(statement, "declaration");
    return declaration === undefined
      ? describe.value("default", childOf(statement, "value"), at)
      : describe.declared("default", declaration);
  }
  if (firstOfType(statement, "=") !== undefined) {
    const own = firstOfType(statement, "identifier");
    const value = own ?? statement.children.find(({ named }) => named);
    return describe.value("export =", value, at);
  }
  const declared = declaredIn(statement);
  if (declared.length === 0) return [{ name: spelled(tree, statement), signature: "", at }];
  return declared.flatMap((node) => {
    const name = childOf(node, "name") ?? firstOfType(node, "identifier");
    if (name === undefined) return [];
    const names = /_pattern$/.test(name.type) ? boundBy(tree, name) : [textOf(tree, name)];
    return names.flatMap((own) => describe.exported(own, node.from));
  });
}

const TYPES = /^(?:interface|type_alias|enum|class|abstract_class)_declaration$|module$/;

function isTypeOf(locals: Locals, word: string): boolean {
  return locals.get(word)?.some((local) => local.type === "declared" && TYPES.test(local.node.type)) === true;
}
