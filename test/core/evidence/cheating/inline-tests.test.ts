import { expect, test } from "vitest";
import { noCheating } from "../../../../src/core/evidence/checks/no-cheating.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../../support/memory-files.ts";

const base = `pub fn add(a: i32, b: i32) -> i32 { a - b }

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn adds() { assert_eq!(add(1, 2), 3); }
}
`;

function judge(proposed: string) {
  const context = {
    subject: "src/lib.rs",
    base: memoryFiles({ "src/lib.rs": base }),
    changes: new Map([["src/lib.rs", proposed]]),
    trees: syntaxTrees(),
  };
  return noCheating.check(context, new AbortController().signal);
}

test("a fix of Rust code beside its tests is fine", async () => {
  expect(await judge(base.replace("a - b", "a + b"))).toMatchObject({ verdict: "proved" });
});

test.each([
  ["weakened", base.replace("add(1, 2), 3", "3, 3")],
  ["ignored", base.replace("#[test]", "#[test]\n    #[ignore]")],
  ["left out", base.slice(0, base.indexOf("#[cfg(test)]"))],
  ["switched off", base.replace("#[cfg(test)]", "#[cfg(all(test, windows))]")],
  ["given more", base.replace("use super::*;", "use super::*;\n    fn add(_: i32, _: i32) -> i32 { 3 }")],
])("Rust tests that are %s are refused, in the file they test too", async (_, proposed) => {
  expect(await judge(proposed)).toMatchObject({ verdict: "refuted", sentence: expect.stringContaining("tests") });
});
