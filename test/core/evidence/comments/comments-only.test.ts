import { expect, test } from "vitest";
import { commentsOnly } from "../../../../src/core/evidence/checks/comments-only.ts";
import { verify } from "../../../../src/core/evidence/verify.ts";
import { memoryFiles } from "../../../support/memory-files.ts";
import { type Edit, judge, judging, trees } from "../../../support/pure-check.ts";

const judged = judging(commentsOnly);

const documented: readonly Edit[] = [
  ["a docblock is added", "a.ts", "export const a = 1;\n", "/** One. */\nexport const a = 1;\n"],
  ["a trailing comment goes", "a.js", "a(); // once\nb();\n", "a();\nb();\n"],
  ["comment marks in strings stay", "a.js", 'const s = "// a";\n', '// new\nconst s = "// a";\n'],
  ["comment marks in a regex stay", "a.js", "const r = /\\/\\/ x/g;\n", "/* r */ const r = /\\/\\/ x/g;\n"],
  ["comments in what a template holds", "a.ts", "const s = `${f(/* a */ 1)} // b`;\n", "const s = `${f(1)} // b`;\n"],
  ["a JSX comment goes", "a.jsx", "x = <a>\n  {/* c */}\n  <b/>\n</a>;\n", "x = <a>\n  <b/>\n</a>;\n"],
  ["comments between JSX attributes", "a.tsx", "x = <a b='//' />;\n", "x = <a /* c */ b='//' />;\n"],
  ["a multi-line comment after a semicolon", "a.js", "a();\nb();\n", "a(); /*\n*/\nb();\n"],
  [
    "lines are drawn apart inside brackets",
    "a.js",
    "f(a, b);\n",
    "f(\n  a, // first\n  b, // second\n);\n".replace("b, ", "b "),
  ],
  ["a hash line stays", "a.mjs", "#!/usr/bin/env node\na();\n", "#!/usr/bin/env node\n// a\na();\n"],
  ["a docstring is added", "a.py", "def f():\n    return 1\n", 'def f():\n    """One."""\n    return 1\n'],
  ["a docstring is written anew", "a.py", 'class A:\n    """A."""\n', 'class A:\n    """All of it."""\n'],
  ["a module's docstring is added", "a.py", "import os\n", '"""Files."""\n\nimport os\n'],
  ["Python comments at any column", "a.py", "if a:\n    b()\n", "if a:\n# c\n        # d\n    b()\n"],
  ["a docstring below a decorator", "a.py", "@d\ndef f():\n    x\n", '@d  # d\ndef f():\n    "F."\n    x\n'],
  [
    "a tool's prose may change",
    "a.js",
    "/**\n * @jest-environment node\n * a\n */\n",
    "/**\n * @jest-environment node\n * b\n */\n",
  ],
  [
    "a docblock below a far-reaching directive",
    "a.js",
    "/* eslint-disable no-x */\nf();\n",
    "/* eslint-disable no-x */\n/** F. */\nf();\n",
  ],
  ["a Go comment", "a.go", "package a\n\nfunc F() {}\n", "package a\n\n// F does nothing.\nfunc F() {}\n"],
  ["a Rust documentation comment", "a.rs", "pub fn f() {}\n", "/// Does nothing.\npub fn f() {}\n"],
  [
    "documentation of a Rust file and its fields",
    "a.rs",
    "pub struct S { a: u8 }\n",
    "//! All.\n\n/// S.\npub struct S {\n    /// A.\n    a: u8 }\n",
  ],
  ["nested Rust comments", "a.rs", "fn f() {}\n", "/* a /* b */ c */\nfn f() {}\n"],
  ["Javadoc", "A.java", "class A { int a; }\n", "/** A. */\nclass A { /** a */ int a; }\n"],
  ["XML documentation", "a.cs", "class A { }\n", "/// <summary>A.</summary>\nclass A { }\n"],
  [
    "XML documentation below a directive",
    "a.cs",
    "#if X\nclass A { }\n#endif\n",
    "#if X\n/// <summary>A.</summary>\nclass A { }\n#endif\n",
  ],
  ["Windows line ends", "a.py", "a = 1\r\nb = 2\r\n", "a = 1  # one\r\n# two\r\nb = 2\r\n"],
];

test.each(documented)("only documentation changes where %s (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^proved/);
});

const changed: readonly Edit[] = [
  ["code hides among comments", "a.js", "a(1);\n", "// a\na(2);\n// b\n"],
  ["a comment swallows code", "a.js", "a();\nb();\n", "a();\n// b();\n"],
  ["code leaves a comment", "a.js", "a(); // b();\n", "a(); b();\n"],
  ["a block comment swallows code", "a.js", "a();\nb();\nc();\n", "a();\n/* x\nb(); */\nc();\n"],
  ["a string that looks like a comment", "a.js", 'f("// a");\n', 'f("// b");\n'],
  ["a template that looks like a comment", "a.js", "f(`/* a */`);\n", "f(`/* b */`);\n"],
  ["white space in a template", "a.js", "f(`a ${b}  c`);\n", "f(`a ${b} c`);\n"],
  ["a regex that looks like a comment", "a.js", "f(/\\/\\* a/);\n", "f(/\\/\\* b/);\n"],
  ["JSX text that looks like a comment", "a.jsx", "x = <a>// b</a>;\n", "x = <a>// c</a>;\n"],
  ["JSX text that looks like a block comment", "a.tsx", "x = <a>/* b */</a>;\n", "x = <a></a>;\n"],
  ["JSX text in a fragment", "a.jsx", "x = <>{y}// b</>;\n", "x = <>{y}</>;\n"],
  ["white space in JSX text", "a.jsx", "x = <a>b &amp; c</a>;\n", "x = <a>b &amp;c</a>;\n"],
  ["a JSX comment that parts a text", "a.jsx", "x = <a>b c</a>;\n", "x = <a>b {/* d */}c</a>;\n"],
  ["a comment breaks the line after return", "a.js", "() => { return x; };\n", "() => { return /*\n*/ x; };\n"],
  ["a line break after return goes", "a.js", "() => { return\nx; };\n", "() => { return /* c */ x; };\n"],
  ["a line break between two statements goes", "a.js", "a\n++\nb\n", "a++\nb\n"],
  ["a comment parts a class field", "a.js", "class A { get x() {} }\n", "class A { get /*\n*/ x() {} }\n"],
  ["a directive is code", "a.js", "f();\n", '"use strict";\nf();\n'],
  ["an HTML comment", "a.js", "a();\n", "<!-- b\na();\n"],
  ["a hash line", "a.mjs", "#!/usr/bin/env node\na();\n", "#!/usr/bin/env deno\na();\n"],
  ["a string that is no docstring", "a.py", 'x = 1\n"""a"""\n', 'x = 1\n"""b"""\n'],
  ["an f-string in a docstring's place", "a.py", 'def f():\n    f"{a()}"\n    x\n', 'def f():\n    f"{b()}"\n    x\n'],
  ["bytes in a docstring's place", "a.py", 'def f():\n    b"a"\n    x\n', 'def f():\n    b"b"\n    x\n'],
  ["the only statement of a body goes", "a.py", 'class A:\n    """A."""\n', "class A:\n    # A.\n"],
  ["the only statement of a body is replaced", "a.py", 'def f():\n    """A."""\n', "def f():\n    pass\n"],
  ["a docstring is called", "a.py", 'def f():\n    """A."""\n    x\n', 'def f():\n    """A.""".f()\n    x\n'],
  ["an indent moves a statement", "a.py", "if a:\n    b()\n    c()\n", "if a:\n    b()\nc()\n"],
  [
    "an indent moves out of a loop below a comment",
    "a.py",
    "for a in b:\n    if a:\n        c()\n    d()\n",
    "for a in b:\n    if a:\n        c()\n        # x\n        d()\n",
  ],
  ["a docstring that is indented by itself", "a.py", "def f():\n    x\n", 'def f():\n      """A."""\n    x\n'],
  ["white space in an f-string", "a.py", 'a = f"{b = }"\n', 'a = f"{b =}"\n'],
  ["a comment mark in an f-string", "a.py", 'a = f"{b} # c"\n', 'a = f"{b} # d"\n'],
  ["a carriage return ends a Python comment", "a.py", "a()\n", "a() # c\rb()\n"],
  ["a line separator ends a JavaScript comment", "a.js", "a();\n", "a(); // c\u2028b();\n"],
  [
    "a Go semicolon comes by a comment",
    "a.go",
    "package a\n\nfunc f() int { return 1 }\n",
    "package a\n\nfunc f() int { return /*\n*/ 1 }\n",
  ],
  [
    "C code above an import in Go",
    "a.go",
    'package a\n\n// int a;\nimport "C"\n',
    'package a\n\n// int b;\nimport "C"\n',
  ],
  [
    "the output of an example in Go",
    "a.go",
    "package a\n\nfunc ExampleF() {\n\tF()\n\t// Output: 1\n}\n",
    "package a\n\nfunc ExampleF() {\n\tF()\n\t// Output: 2\n}\n",
  ],
  ["a comment in a Rust attribute's place", "a.rs", "fn f() {}\n", "#[inline]\nfn f() {}\n"],
  ["an inner attribute of Rust", "a.rs", "fn f() {}\n", "#![no_std]\nfn f() {}\n"],
  ["documentation that a Rust macro sees", "a.rs", "m! { a }\n", "m! { /// d\n a }\n"],
  ["marks that touch in a Rust macro", "a.rs", "m! { a + + b }\n", "m! { a ++ b }\n"],
  ["Java escapes that end a comment", "A.java", "class A { /* a */ }\n", "class A { /* \\u002a/ int a; /* */ }\n"],
  ["C# directives", "a.cs", "#if A\nclass A { }\n#endif\n", "#if B\nclass A { }\n#endif\n"],
  [
    "a C# directive hidden in a comment",
    "a.cs",
    "#if A\nclass A { }\n#endif\n",
    "#if A\n/*\n#endif\n*/\nclass A { }\n#endif\n",
  ],
  ["a comment before a C# directive", "a.cs", "#if A\nclass A { }\n#endif\n", "/* a */ #if A\nclass A { }\n#endif\n"],
];

test.each(changed)("it is not only documentation: %s (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).not.toMatch(/^proved/);
  expect(await judged(path, after, before)).not.toMatch(/^proved/);
});

const refusedByCompilers: readonly Edit[] = [
  ["a docstring with a broken escape", "a.py", "def f():\n    x\n", 'def f():\n    """C:\\Users"""\n    x\n'],
  ["documentation of nothing in Rust", "a.rs", "fn f() { g(); }\n", "fn f() { g(); \n/// d\n }\n"],
  ["documentation of a Rust file below its items", "a.rs", "fn f() {}\n", "fn f() {}\n//! d\n"],
];

test.each(refusedByCompilers)(
  "documentation that a compiler refuses is none: %s (%s)",
  async (_, path, before, after) => {
    expect(await judged(path, before, after)).toMatch(/^refuted/);
  },
);

const obeyed: readonly Edit[] = [
  ["a type check is silenced", "a.ts", "f();\n", "// @ts-ignore\nf();\n"],
  [
    "an expected error moves away from its line",
    "a.ts",
    "// @ts-expect-error\nf();\ng();\n",
    "f();\n// @ts-expect-error\ng();\n",
  ],
  [
    "a comment comes between a directive and its line",
    "a.js",
    "// eslint-disable-next-line no-x\nf();\n",
    "// eslint-disable-next-line no-x\n// f\nf();\n",
  ],
  ["a linter is silenced", "a.js", "f();\n", "/* eslint-disable */\nf();\n"],
  ["coverage is silenced", "a.js", "f();\n", "/* istanbul ignore next */\nf();\n"],
  ["a reference to types", "a.ts", "f();\n", '/// <reference types="node" />\nf();\n'],
  ["a JSX pragma", "a.jsx", "f();\n", "/** @jsx h */\nf();\n"],
  ["a test environment", "a.js", "/** @jest-environment node */\nf();\n", "/** @jest-environment jsdom */\nf();\n"],
  [
    "a test environment that is not first any more",
    "a.js",
    "/** @jest-environment node */\nf();\n",
    "// a\n/** @jest-environment node */\nf();\n",
  ],
  ["a source map", "a.js", "f();\n", "f();\n//# sourceMappingURL=a.map\n"],
  ["a mark for bundlers", "a.js", "const a = f();\n", "const a = /* @__PURE__ */ f();\n"],
  ["a chunk's name", "a.js", 'import("./b.js");\n', 'import(/* webpackChunkName: "b" */ "./b.js");\n'],
  ["Flow types", "a.js", "f(a);\n", "f(a /*: number */);\n"],
  ["a type comment", "a.py", "a = []\n", "a = []  # type: list[int]\n"],
  ["a linter in Python", "a.py", "import a\n", "import a  # noqa: F401\n"],
  ["coverage in Python", "a.py", "a()\n", "a()  # pragma: no cover\n"],
  ["an encoding", "a.py", "a()\n", "# -*- coding: utf-8 -*-\na()\n"],
  [
    "an encoding that slips below the second line",
    "a.py",
    "# a\n# coding: utf-8\na()\n",
    "# b\n# a\n# coding: utf-8\na()\n",
  ],
  ["an interpreter", "a.py", "#!/usr/bin/python\na()\n", "#!/usr/bin/python3\na()\n"],
  ["a line above the interpreter", "a.py", "#!/usr/bin/python\na()\n", "# a\n#!/usr/bin/python\na()\n"],
  [
    "a script's metadata",
    "a.py",
    "# /// script\n# dependencies = []\n# ///\na()\n",
    '# /// script\n# dependencies = ["a"]\n# ///\na()\n',
  ],
  ["a build constraint", "a.go", "package a\n", "//go:build linux\n\npackage a\n"],
  ["an old build constraint", "a.go", "// +build linux\n\npackage a\n", "package a\n"],
  [
    "an embedded file",
    "a.go",
    "package a\n\n//go:embed a.txt\nvar s string\n",
    "package a\n\n//go:embed b.txt\nvar s string\n",
  ],
  [
    "an embedded file's comment away from its variable",
    "a.go",
    "package a\n\n//go:embed a.txt\nvar s string\n",
    "package a\n\n//go:embed a.txt\n\n// s\nvar s string\n",
  ],
  ["a line number in Go", "a.go", "package a\n\nvar a = 1\n", "package a\n\n//line b.go:1\nvar a = 1\n"],
  ["a Java deprecation", "A.java", "class A { }\n", "/** @deprecated a */\nclass A { }\n"],
  ["an analyzer in C#", "a.cs", "class A { }\n", "// ReSharper disable All\nclass A { }\n"],
];

test.each(obeyed)("tools act on comments: %s (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^refuted: a\.\w+, line \d.* tools act on it\.$/i);
  expect(await judged(path, after, before)).toMatch(/^refuted: .* tools act on it\.$/);
});

const harmless: readonly Edit[] = [
  [
    "a trailing directive, far from the next comment",
    "a.py",
    "import a  # noqa\n\nb()\n",
    "import a  # noqa\n\n# B.\nb()\n",
  ],
  ["prose about tools", "a.js", "f();\n", "// eslint would not like this, and prettier neither.\nf();\n"],
  [
    "prose that begins like a list",
    "a.js",
    "f();\n",
    "/**\n * Note: on success, node: the current one.\n * TODO: types\n */\nf();\n",
  ],
];

test.each(harmless)("tools do not act on this: %s (%s)", async (_, path, before, after) => {
  expect(await judged(path, before, after)).toMatch(/^proved/);
});

test("the sentence says what changed, how much code is the same, and where code differs", async () => {
  const says = async (path: string, before: string, after: string) =>
    (await judge(commentsOnly, { [path]: before }, { [path]: after })).sentence;

  expect(await says("a.js", "f(1);\n", "// f\nf(1);\n")).toBe("Only comments changed; 5 code tokens are the same.");
  expect(await says("a.py", "x = 1\n", '"""X."""\nx = 1  # x\n')).toBe(
    "Only comments and docstrings changed; 3 code tokens are the same.",
  );
  expect(await says("a.js", "f( 1);\n", "f(1);\n")).toBe("Only white space changed; 5 code tokens are the same.");
  expect(await says("a.js", "f(1);\n\ng(2);\n", "// f\nf(1);\n\ng(3);\n")).toBe(
    "a.js, line 4: code changes: `2` became `3`.",
  );
  expect(await says("a.ts", "// @ts-ignore\nf();\n", "f();\n")).toBe(
    "a.ts, line 1 as it was: `@ts-ignore` is changed or gone, and tools act on it.",
  );
});

test("examples in documentation are said not to have run", async () => {
  const python = await judge(commentsOnly, { "a.py": "x = 1\n" }, { "a.py": '"""X.\n\n>>> x\n1\n"""\nx = 1\n' });
  const rust = await judge(
    commentsOnly,
    { "a.rs": "fn f() {}\n" },
    { "a.rs": "/// ```\n/// f();\n/// ```\nfn f() {}\n" },
  );

  expect(python).toMatchObject({ verdict: "proved", sentence: expect.stringContaining("were not run") });
  expect(rust).toMatchObject({ verdict: "proved", sentence: expect.stringContaining("were not run") });
});

test("a docstring that the file itself reads is not known to be documentation", async () => {
  const code = (docstring: string) => `"""${docstring}"""\nimport sys\nprint(__doc__, file=sys.stderr)\n`;

  const evidence = await judge(commentsOnly, { "a.py": code("a") }, { "a.py": code("b") });

  expect(evidence).toMatchObject({
    verdict: "unknown",
    sentence: expect.stringContaining("`__doc__` reads documentation"),
  });
});

test("documentation that a Rust program derives its help from is not known to be documentation alone", async () => {
  const code = (help: string) => `use clap::Parser;\n\n/// ${help}\n#[derive(Parser)]\nstruct Options {}\n`;

  const evidence = await judge(commentsOnly, { "a.rs": code("a") }, { "a.rs": code("b") });

  expect(evidence).toMatchObject({
    verdict: "unknown",
    sentence: expect.stringContaining("`clap` reads documentation"),
  });
});

test("a Markdown file may change as a whole, unless programs act on it", async () => {
  const readme = await judge(commentsOnly, { "README.md": "a" }, { "README.md": "b" });
  const agents = await judge(commentsOnly, { "AGENTS.md": "a" }, { "AGENTS.md": "b" });
  const fixture = await judge(commentsOnly, { "test/fixtures/a.md": "a" }, { "test/fixtures/a.md": "b" });

  expect(readme).toMatchObject({ verdict: "proved", sentence: "README.md may change as a whole." });
  expect([agents.verdict, fixture.verdict]).toEqual(["unknown", "unknown"]);
});

test("what cannot be compared is not proved", async () => {
  const judged = async (path: string, before: string | undefined, after: string | undefined) =>
    (await judge(commentsOnly, before === undefined ? {} : { [path]: before }, { [path]: after })).verdict;

  expect(await judged("a.rb", "a = 1", "a = 1 # one")).toBe("unknown");
  expect(await judged("a.js", "f(;\n", "f(; // a\n")).toBe("unknown");
  expect(await judged("a.js", "f();\n", "f(;\n")).toBe("refuted");
  expect(await judged("a.js", undefined, "// a\n")).toBe("refuted");
  expect(await judged("a.js", "// a\n", undefined)).toBe("refuted");
  expect(await judged("a.js", "f();\n", "f();\n")).toMatch(/^proved/);
});

test("a body that Python would refuse is none, though the grammar reads it", async () => {
  const empty = await judge(commentsOnly, { "a.py": "def f():\n    x\n" }, { "a.py": "def f():\n    # x\n" });
  const deep = await judge(commentsOnly, { "a.py": "x\ny\n" }, { "a.py": "x\n  y\n" });

  expect([empty, deep]).toMatchObject(
    Array(2).fill({ verdict: "refuted", sentence: expect.stringContaining("syntax error") }),
  );
});

test("it holds for a hunk alone only where each was looked at", async () => {
  const apart = await judge(commentsOnly, { "a.js": "a();\n\nb();\n" }, { "a.js": "// a\na();\n\n// b\nb();\n" });
  const together = await judge(commentsOnly, { "a.js": "/*\n\n*/\na();\n" }, { "a.js": "//\n\n//\na();\n" });

  expect(apart).toMatchObject({ verdict: "proved", scope: "hunk" });
  expect(together).toMatchObject({ verdict: "proved", scope: "changeSet" });
});

test("a large file is compared in the time it takes to parse it", async () => {
  const line = "export const value = [1, 2, 3].map((one) => one * 2); // doubled\n";
  const text = line.repeat(20_000);
  await trees.parse("a.js", text);

  const started = performance.now();
  const evidence = await judge(commentsOnly, { "a.js": text }, { "a.js": `// All.\n${text}` });

  expect(evidence.verdict).toBe("proved");
  expect(performance.now() - started).toBeLessThan(20_000);
});

test("a contract may name it, and a cancelled check ends as cancelled", async () => {
  const context = {
    subject: "a.js",
    base: memoryFiles({ "a.js": "f();\n" }),
    changes: new Map([["a.js", "// f\nf();\n"]]),
    trees,
  };

  const [evidence] = await verify(["comments-only"], context, new AbortController().signal);

  expect(evidence?.verdict).toBe("proved");
  await expect(commentsOnly.check(context, AbortSignal.abort())).rejects.toMatchObject({ code: "cancelled" });
});
