import { expect, test } from "vitest";
import type { SyntaxTree } from "../../src/core/ports/syntax-trees.ts";
import { syntaxTrees } from "../../src/node/syntax-trees.ts";

const trees = syntaxTrees();

async function parse(path: string, text: string): Promise<SyntaxTree> {
  const tree = await trees.parse(path, text);
  if (tree === undefined) throw new Error(`There is no grammar for ${path}.`);
  return tree;
}

test("tokens are the leaves in order, a literal without substitutions being one", async () => {
  const text = `const é = "a b" + \`c\` + \`d\${x}\`; // end\n`;
  const { tokens } = await parse("a.js", text);

  const texts = tokens.map(({ from, to }) => text.slice(from, to));
  expect(texts).toEqual(["const", "é", "=", '"a b"', "+", "`c`", "+", "`", "d", "${", "x", "}", "`", ";", "// end"]);
  expect(tokens.at(-1)?.type).toBe("comment");
});

test("a text that makes no sense says so and still has a tree", async () => {
  const { hasErrors, declarations } = await parse("a.py", "def f(:\n  return 1\n\ndef g():\n  return 2\n");

  expect(hasErrors).toBe(true);
  expect(declarations.map(({ name }) => name)).toContain("g");
});

test("the same text is parsed once, whatever the file is called", async () => {
  expect(await parse("a.js", "let x;")).toBe(await parse("b/c.mjs", "let x;"));
  expect(await parse("a.js", "let x;")).not.toBe(await parse("a.ts", "let x;"));
});

test("nothing is loaded for a path without a grammar, nor before the first parse", async () => {
  const nowhere = syntaxTrees("/nonexistent");

  expect(await nowhere.parse("readme.md", "# x")).toBeUndefined();
  expect(nowhere.languageOf("src/A.TSX")).toBe("tsx");
  await expect(nowhere.parse("a.js", "x")).rejects.toThrow();
});

test.each([
  ["a.js", "x = 'a';\n", ["x", "=", "'a'", ";"]],
  ["a.ts", "let x: 'a' | `b`;", ["let", "x", ":", "'a'", "|", "`b`", ";"]],
  ["a.tsx", "<A b='c'>d</A>;", ["<", "A", "b", "=", "'c'", ">", "d", "</", "A", ">", ";"]],
  ["a.py", "x = f'a{b}' + r'c' # d", ["x", "=", "f'", "a", "{", "b", "}", "'", "+", "r'c'", "# d"]],
  ["a.go", 'var x = `a` + "b"', ["var", "x", "=", "`a`", "+", '"b"']],
  ["a.rs", 'const C: &str = r#"a"#;', ["const", "C", ":", "&", "str", "=", 'r#"a"#', ";"]],
  ["A.java", "class A { char c = 'x'; }", ["class", "A", "{", "char", "c", "=", "'x'", ";", "}"]],
  ["A.cs", 'class A { string s = @"b"; }', ["class", "A", "{", "string", "s", "=", '@"b"', ";", "}"]],
] as const)("the tokens of %s: %s", async (path, text, expected) => {
  const { tokens } = await parse(path, text);

  expect(tokens.map(({ from, to }) => text.slice(from, to)).filter((token) => token.trim() !== "")).toEqual(expected);
});

test.each([
  ["a.ts", "function f( {"],
  ["a.py", "def f(:"],
  ["a.go", "func ( {"],
  ["a.rs", "fn f( {"],
  ["A.java", "class { int"],
  ["A.cs", "class { int"],
] as const)("%s with %j has errors", async (path, text) => {
  expect((await parse(path, text)).hasErrors).toBe(true);
});

test.each([
  ["line ends of Windows", "\r\n", ""],
  ["a byte order mark", "\n", "\uFEFF"],
  ["characters outside of the basic plane", "\n", "// \u{1F600} \u{1D54F} e\u0301\n"],
])("with %s offsets are indices into the text and lines are counted right", async (_, lineEnd, start) => {
  const text =
    start + ["const s = '\u{1F600}';", "// \u{20BB7}", "function last() {", "  return s;", "}", ""].join(lineEnd);
  const { declarations, tokens, root } = await parse("a.js", text);
  const last = declarations.at(-1);

  expect(text.slice(last?.from, last?.to)).toMatch(/^function last\(\) \{[\s\S]*\}$/);
  expect(last?.firstLine).toBe(text.slice(0, text.indexOf("function")).split("\n").length);
  expect(last?.lastLine).toBe((last?.firstLine ?? 0) + 2);
  expect(tokens.map(({ from, to }) => text.slice(from, to))).toContain("'\u{1F600}'");
  expect(root.to).toBe(text.length);
});

test("a node knows its parent, its children and the field it fills", async () => {
  const { root } = await parse("a.js", "a + b;");
  const sum = root.children[0]?.children[0];

  expect(sum?.type).toBe("binary_expression");
  expect(sum?.children.map(({ field, named }) => `${field} ${named}`)).toEqual([
    "left true",
    "operator false",
    "right true",
  ]);
  expect(sum?.children.every(({ parent }) => parent === sum)).toBe(true);
});

test.each([
  ["a.py", `x = ${Array(20_000).fill("'a'").join(" + ")}\n`],
  ["a.js", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
])("a text of %s nested deeper than a stack is read", async (path, text) => {
  const { tokens, declarations, hasErrors } = await parse(path, text);

  expect(hasErrors).toBe(false);
  expect(tokens.length).toBeGreaterThan(39_000);
  expect(declarations.length).toBe(path === "a.py" ? 1 : 0);
});
