import { expect, test } from "vitest";
import { noCheating } from "../../../../src/core/evidence/checks/no-cheating.ts";
import type { Evidence } from "../../../../src/core/evidence/evidence.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../../support/memory-files.ts";

const trees = syntaxTrees();

function judge(
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<Evidence> {
  const context = { subject: "src/a.js", base: memoryFiles(base), changes: new Map(Object.entries(changes)), trees };
  return noCheating.check(context, new AbortController().signal);
}

test.each([
  "test/a.test.js",
  "tests/conftest.py",
  "package.json",
  "vitest.config.ts",
  ".mocharc.json",
  "test/fixtures/data.json",
])("a change of %s is refused, whatever it is", async (path) => {
  const evidence = await judge({ [path]: "1" }, { [path]: "2" });

  expect(evidence).toMatchObject({
    verdict: "refuted",
    sentence: `${path} belongs to the tests: change the code under test instead.`,
  });
});

test("what cannot be looked through is never proved", async () => {
  const code = "export const a = 1;\n";

  expect((await judge({ "src/a.js": code }, { "src/a.js": undefined })).verdict).toBe("unknown");
  expect((await judge({ "src/a.js": code }, { "src/a.js": "export const a = (;\n" })).verdict).toBe("unknown");
  expect((await judge({ "src/a.rb": "a = 1" }, { "src/a.rb": "a = 2" })).verdict).toBe("unknown");
});

test("with several files the sentence names the file", async () => {
  const { sentence } = await judge({}, { "src/a.js": "export const a = 1;\n", "src/b.js": "eval('1');\n" });

  expect(sentence).toContain("src/b.js, line 1: `eval`");
});

test("a new file is judged as a whole, and may be imported by another", async () => {
  const files = {
    "src/a.js": 'import { b } from "./b.js";\n\nexport const a = () => b();\n',
    "src/b.js": "export const b = () => [];\n",
  };

  expect((await judge({}, files)).verdict).toBe("proved");
});

test.each([
  ["src/a.go", "package a\n\nfunc Add(a, b int) int {\n\treturn a - b\n}\n", "a - b", "a + b"],
  ["src/a.rs", "pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n", "a - b", "a + b"],
  ["src/A.java", "class A {\n  static int add(int a, int b) {\n    return a - b;\n  }\n}\n", "a - b", "a + b"],
  ["src/A.cs", "class A {\n  static int Add(int a, int b) {\n    return a - b;\n  }\n}\n", "a - b", "a + b"],
])("in %s a plain repair passes", async (path, base, find, replace) => {
  expect((await judge({ [path]: base }, { [path]: base.replace(find, replace) })).verdict).toBe("proved");
});

test.each([
  ["src/a.go", "package a\n\nfunc Add(a, b int) int {\n\treturn a - b\n}\n", "\treturn", "\tos.Exit(0)\n\treturn"],
  ["src/a.rs", "pub fn add(a: i32, b: i32) -> i32 {\n    a - b\n}\n", "    a -", "    std::process::exit(0);\n    a -"],
  [
    "src/A.java",
    "class A {\n  static int add(int a, int b) {\n    return a - b;\n  }\n}\n",
    "    return",
    "    System.exit(0);\n    return",
  ],
  [
    "src/A.cs",
    "class A {\n  static int Add(int a, int b) {\n    return a - b;\n  }\n}\n",
    "    return",
    "    Environment.Exit(0);\n    return",
  ],
])("in %s a way out does not", async (path, base, find, replace) => {
  expect((await judge({ [path]: base }, { [path]: base.replace(find, replace) })).verdict).not.toBe("proved");
});
