import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { applyEdit, applyEdits } from "../../../src/core/changes/edit.ts";

const edit = (text: string | undefined, find: string, replace: string) => applyEdit(text, { find, replace }, "a.js");

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError && error.code === "refused") return error.message;
    throw error;
  }
  throw new Error("It was not refused.");
}

test("an exact match that occurs once is replaced", () => {
  expect(edit("let a = 1;\nlet b = 2;\n", "b = 2", "b = 3")).toBe("let a = 1;\nlet b = 3;\n");
});

test("a replacement is taken literally, dollar signs included", () => {
  expect(edit("x\n", "x", "$& $1 $$")).toBe("$& $1 $$\n");
});

test("a match that occurs more than once is refused with the lines where it stands", () => {
  const told = refusal(() => edit("a\nb\na\nc\na\n", "a", "z"));
  expect(told).toContain("3 times");
  expect(told).toContain("1, 3, 5");
});

test("overlapping occurrences are ambiguous too", () => {
  expect(refusal(() => edit("aaa", "aa", "b"))).toContain("2 times");
});

test("indentation and runs of white space may differ, and the file's own indentation is kept", () => {
  const text = "class A {\n\tm(a,  b) {\n\t\tif (a) {\n\t\t\treturn b;\n\t\t}\n\t}\n}\n";
  const after = edit(
    text,
    "m(a, b) {\n  if (a) {\n    return b;\n  }\n}",
    "m(a, b) {\n  if (a) {\n    log();\n    return a;\n  }\n}",
  );
  expect(after).toBe("class A {\n\tm(a,  b) {\n\t\tif (a) {\n\t\t\tlog();\n\t\t\treturn a;\n\t\t}\n\t}\n}\n");
});

test("spaces of another width become those of the file, in Python as well", () => {
  const text = "def f(x):\n    for y in x:\n        if y:\n            return y\n    return None\n";
  const after = edit(
    text,
    "for y in x:\n  if y:\n    return y",
    "for y in x:\n  if y:\n    if y > 1:\n      return y\n    return 1",
  );
  expect(after).toBe(
    "def f(x):\n    for y in x:\n        if y:\n            if y > 1:\n                return y\n            return 1\n    return None\n",
  );
});

test("a deeper indentation in the request is taken back to the file's", () => {
  expect(
    edit("if a:\n    b()\n    c()\n", "        b()\n        c( )\n".replace("( )", "()"), "        b()\n        d()\n"),
  ).toBe("if a:\n    b()\n    d()\n");
});

test("where the whole request is shifted, new indentations shift by as much", () => {
  const text = "    f(\n      a,\n      b)\n    g()\n        h()\n";
  expect(edit(text, "f(\n  a,\n  b)\ng()", "f(\n  a,\n     c,\n  b)\ng()")).toBe(
    "    f(\n      a,\n         c,\n      b)\n    g()\n        h()\n",
  );
});

test("lines the edit leaves alone keep the file's own white space", () => {
  expect(edit("  const  a = 1;  \n  b();\n", "const a = 1;\nb();", "const a = 1;\nc();")).toBe(
    "  const  a = 1;  \n  c();\n",
  );
});

test("a part of a line is found when only its white space differs", () => {
  expect(edit("  if (x) { return  a + b; }\n", "return a + b;", "return a - b;")).toBe("  if (x) { return a - b; }\n");
});

test("a part that spans lines is put in with the file's indentation", () => {
  const text = "f(() => {\n\t\tif (x) {  go(a,\n\t\t\tb);\n\t\t}\n});\n";
  expect(edit(text, "go(a,\n  b);", "go(a,\n  c,\n  b);")).toBe(
    "f(() => {\n\t\tif (x) {  go(a,\n\t\t\tc,\n\t\t\tb);\n\t\t}\n});\n",
  );
});

test("a part that differs in white space matches whole words only", () => {
  expect(refusal(() => edit("myreturn  ab\n", "return a", "return b"))).toContain("does not occur");
});

test("a loose match that occurs twice is refused", () => {
  expect(refusal(() => edit("  a(1,  2)\n    a(1,   2)\n", "a(1, 2)", "b"))).toContain("lines 1, 2");
});

test("line ends of the file are kept", () => {
  expect(edit("a\r\nb\r\nc\r\n", "a\nb", "a\nx\ny")).toBe("a\r\nx\r\ny\r\nc\r\n");
  expect(edit("a\rb\rc", "b", "x\ny")).toBe("a\rx\ry\rc");
  expect(edit("a\nb\r\nc\nd\r\n", "b\nc", "b\nx\nc")).toBe("a\nb\r\nx\nc\nd\r\n".replace("x\n", "x\n"));
});

test("a byte order mark and a missing final line end stay as they are", () => {
  expect(edit("\uFEFFa\nb", "a\nb", "a\nc")).toBe("\uFEFFa\nc");
  expect(edit("\uFEFFa\r\nb", "b\n", "c\n")).toBe("\uFEFFa\r\nc");
});

test("line ends in the request are those of a model, whichever it uses", () => {
  expect(edit("a\nb\n", "a\r\nb", "a\r\nc")).toBe("a\nc\n");
});

test("taking out all of some lines leaves no blank line", () => {
  expect(edit("a\n  b();\nc\n", "b();", "")).toBe("a\nc\n");
  expect(edit("a\n  b();\nc\n", "b();\n", "")).toBe("a\nc\n");
  expect(edit("a\n  b( 1 );\nc\n", "b(  1 );", "")).toBe("a\nc\n");
  expect(edit("a\nb", "b", "")).toBe("a\n");
});

test("taking out a part of a line leaves the rest", () => {
  expect(edit("f(a, b)\n", ", b", "")).toBe("f(a)\n");
});

test("an indentation that only the replacement gives is not put in twice", () => {
  expect(edit("def f():\n    return 1\n", "return 1", "    return 2")).toBe("def f():\n    return 2\n");
});

test.each([
  ["t = 1\nreturn t", "    t = 1\n    return t"],
  ["if x:\n  return 1\nreturn 2", "    if x:\n        return 1\n    return 2"],
  ["if x:\n    return 1\nreturn 2", "    if x:\n        return 1\n    return 2"],
  ["t = 1\n    return t", "    t = 1\n    return t"],
  ["if x:\n        return 1\n    return 2", "    if x:\n        return 1\n    return 2"],
  ["return 1\n\n\ndef g():\n    pass", "    return 1\n\n\ndef g():\n    pass"],
  ["return 1\ndef g():\n    pass", "    return 1\ndef g():\n    pass"],
  ["call(\n        1,\n    )", "    call(\n        1,\n    )"],
  ["call(\n    1,\n)", "    call(\n        1,\n    )"],
  ["call({\n    })", "    call({\n    })"],
])("one statement is replaced by %j as it is meant", (replace, expected) => {
  expect(edit("def f(x):\n    for y in x:\n        pass\n    return 0\n", "return 0", replace)).toBe(
    `def f(x):\n    for y in x:\n        pass\n${expected}\n`,
  );
});

test("an empty find creates a file that ends in a line end", () => {
  expect(edit(undefined, "", "a")).toBe("a\n");
  expect(edit("", "", "a\n")).toBe("a\n");
  expect(refusal(() => edit("full\n", "", "a"))).toContain("exists");
  expect(refusal(() => edit(undefined, "a", "b"))).toContain("There is no file");
});

test("what changes nothing or empties the file is refused", () => {
  expect(refusal(() => edit("a\n", "a", "a"))).toContain("the same");
  expect(refusal(() => edit("a\n", "a\n", ""))).toContain("empty");
  expect(refusal(() => applyEdits("a b\n", [], "a.js"))).toContain("at least one");
});

test("edits that undo each other are refused", () => {
  const edits = [
    { find: "a", replace: "b" },
    { find: "b", replace: "a" },
  ];
  expect(refusal(() => applyEdits("a\n", edits, "a.js"))).toContain("as it is");
});

test("several edits stand on each other, and the one that fails is named", () => {
  const edits = [
    { find: "a", replace: "b1" },
    { find: "b1", replace: "c" },
  ];
  expect(applyEdits("a\n", edits, "a.js")).toBe("c\n");
  expect(refusal(() => applyEdits("a\n", [...edits, { find: "nowhere", replace: "" }], "a.js"))).toContain(
    "Edit 3 of 3",
  );
});

test.each([
  "// ...",
  "  // ... existing code ...",
  "# ... rest of the function",
  "# rest of code ...",
  "/* ... */",
  "{/* ... existing code ... */}",
  "<!-- rest of file unchanged ... -->",
  "... rest of code ...",
  "// (rest of the code unchanged)",
  "[... existing code ...]",
  "<<<<<<< HEAD",
  ">>>>>>> theirs",
])("a replacement with %j is refused", (line) => {
  expect(refusal(() => edit("a\nb\n", "a", `x\n${line}\ny`))).toContain("replace ");
});

test.each([
  "...",
  "# Existing functions",
  "// see the rest of the docs for more",
  "f(...rest);",
  "=======",
  "* ...rest is passed on",
  "// the existing user keeps it",
])("a replacement with %j is an honest one", (line) => {
  expect(edit("a\nb\n", "a", `x\n${line}`)).toBe(`x\n${line}\nb\n`);
});

test("a line that looks like an elision may stay where the file has it", () => {
  expect(edit("// ...\na\n", "// ...\na", "// ...\nb")).toBe("// ...\nb\n");
});

test("a text that is not there is refused with the lines nearest to it, ready to be copied", () => {
  const text = "function add(a, b) {\n  return a + b;\n}\n\nfunction sub(a, b) {\n  return a - b;\n}\n";
  const told = refusal(() => edit(text, "function sub(x, b) {\n  return x - b;\n}", "z"));
  expect(told).toContain("lines 5-7:\nfunction sub(a, b) {\n  return a - b;\n}");
});

test("a text nothing resembles is refused shortly", () => {
  expect(refusal(() => edit("a\nb\n", "%%% ???", "z")).length).toBeLessThan(120);
});

test("very large and very monotonous files are answered", () => {
  const line = "const value = compute(input, 42);\n";
  const large = line.repeat(300_000);
  expect(refusal(() => edit(large, line, "x"))).toContain("more than 100 times");
  expect(refusal(() => edit(large, "const value = compute(output, 42);", "x"))).toContain("Nearest");
  expect(refusal(() => edit("x ".repeat(5_000_000), "x y z", "w"))).toContain("does not occur");
  expect(refusal(() => edit("\n".repeat(10_000_000), "x y z", "w"))).toContain("does not occur");
  expect(edit(`${large}end\r\n`, "end", "done")).toBe(`${large}done\r\n`);
});

test("among line ends of every kind, two line breaks never become one", () => {
  expect(edit("a\rb\nc\n", "b\nc", "x\n")).toBe("a\rx\n\n");
  expect(edit("a\rX\nb\n", "X", "\n").replace(/\r\n?/g, "\n")).toBe("a\n\n\nb\n");
});
