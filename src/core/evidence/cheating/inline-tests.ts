import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import { textOf, walk } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";

/** Rust keeps unit tests in the file they test: there they are as much out of bounds as in a file of their own. */
export function inlineTestFindings({ before, after }: Edit): readonly Finding[] {
  if (after.language !== "rust") return [];
  const [old, now] = [before === undefined ? [] : testsOf(before), testsOf(after)];
  const changed = now.findIndex(({ text }, index) => text !== old[index]?.text);
  if (changed < 0 && now.length === old.length) return [];
  const at = now[changed]?.from ?? 0;
  return [{ verdict: "refuted", at, what: "#[test]", why: "belongs to the tests: change the code under test instead" }];
}

/** Items that an attribute with the word "test" stands before, such as `#[cfg(test)] mod tests` and `#[tokio::test] async fn`. */
function testsOf(tree: SyntaxTree): readonly { readonly from: number; readonly text: string }[] {
  const found: { readonly from: number; readonly text: string }[] = [];
  walk(tree.root, (node) => {
    const attributes: string[] = [];
    for (const child of node.children) {
      if (child.type === "attribute_item" || child.type === "inner_attribute_item")
        attributes.push(textOf(tree, child));
      else if (!/comment/.test(child.type)) {
        if (attributes.some((text) => /\btest\b/.test(text)))
          found.push({ from: child.from, text: [...attributes, textOf(tree, child)].join("\n") });
        attributes.length = 0;
      }
    }
    return node.type !== "mod_item" || !found.some(({ from }) => from === node.from);
  });
  return found;
}
