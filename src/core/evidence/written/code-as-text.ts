import type { Path } from "../../ports/files.ts";
import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { childOf, holdersOf, stringValue, textOf } from "../../syntax/nodes.ts";
import { chainOf } from "./chain.ts";
import type { SubjectNames } from "./subject-names.ts";

/** What makes text of code that is only named: `add.toString()`, `String(add)`, `${add}`, `add + ""`, `inspect.getsource(add)`. */
export function isCodeAsText(tree: SyntaxTree, node: SyntaxNode, { callable }: SubjectNames): boolean {
  const isCode = (part: SyntaxNode | undefined): boolean =>
    part !== undefined &&
    /^(identifier|member_expression|attribute)$/.test(part.type) &&
    callable.has(chainOf(tree, part)?.[0] ?? "") &&
    (part.type === "identifier" || chainOf(tree, part)?.includes("prototype") === true);
  switch (node.type) {
    case "call_expression":
    case "call": {
      const callee = childOf(node, "function");
      const chain = chainOf(tree, callee ?? node) ?? [];
      const given = childOf(node, "arguments")?.children.filter((child) => child.named) ?? [];
      if (/^(toString|toSource)$/.test(chain.at(-1) ?? ""))
        return given.length === 0 && isCode(childOf(callee, "object"));
      return /^(String|str|repr|(util\.)?inspect|(inspect\.)?(getsource|getsourcelines|getsourcefile|getfile|getmembers)|dis\.\w+)$/.test(
        chain.join("."),
      )
        ? isCode(given[0])
        : false;
    }
    case "template_substitution":
    case "interpolation":
      return isCode(node.children.find((child) => child.named));
    case "binary_expression": {
      const sides = [childOf(node, "left"), childOf(node, "right")];
      const isSum = childOf(node, "operator")?.type === "+";
      return isSum && sides.some(isCode) && sides.some((side) => /^(template_)?string$/.test(side?.type ?? ""));
    }
    default:
      return false;
  }
}

const READING =
  /^(readFile|readFileSync|createReadStream|open|openSync|openAsBlob|read_text|read_bytes|Path|getline|getlines|loadtxt)$/;

/** The name of the subject's own file, in a test file that reads files: its text is no result. Also `import text from "./x.js?raw"`. */
export function namesOwnFile(tree: SyntaxTree, node: SyntaxNode, subject: Path): boolean {
  if (!/^(string|template_string)$/.test(node.type)) return false;
  const text = stringValue(tree, node) ?? textOf(tree, node).slice(1, -1);
  const name = subject.split("/").at(-1) ?? subject;
  const path = text.replace(/[?#].*$/, "");
  if (path !== name && !path.endsWith(`/${name}`)) return false;
  const isLoading = [...holdersOf(node)].some(
    (holder) =>
      /^(import_statement|export_statement)$/.test(holder.type) ||
      (holder.type === "call_expression" &&
        /^(import|require|\w+\.(mock|doMock|unmock|module|importActual|requireActual))$/.test(
          textOf(tree, childOf(holder, "function") ?? holder),
        )),
  );
  if (isLoading) return /\?(.*&)?(raw|url|inline)\b/.test(text);
  return tree.tokens.some((token) => READING.test(textOf(tree, token)));
}
