import { expect, test } from "vitest";
import { commentsOnly } from "../../../../src/core/evidence/checks/comments-only.ts";
import { type Edit, judge, judging } from "../../../support/pure-check.ts";

const fn = "export function one() {\n  return 1;\n}\n";
const py = "def one(a):\n    return a\n";

/** Documentation in name, and something else to an interpreter, a compiler or a tool. */
const hostile: readonly Edit[] = [
  ["the strict mode", "a.js", `"use strict";\n${fn}`, `/** One. */\n${fn}`],
  ["the strict mode made a comment", "a.js", `"use strict";\n${fn}`, `// "use strict";\n${fn}`],
  ["what runs a script", "a.mjs", `#!/usr/bin/env node\n${fn}`, `#!/usr/bin/env -S node --import ./x.mjs\n${fn}`],
  ["the pragma of JSX", "a.jsx", `/** @jsx h */\n${fn}`, `/** @jsx other */\n${fn}`],
  ["the source of JSX", "a.tsx", fn, `/** @jsxImportSource evil */\n${fn}`],
  ["what istanbul leaves out", "a.js", fn, `/* istanbul ignore next */\n${fn}`],
  ["what c8 leaves out", "a.js", fn, `/* c8 ignore start */\n${fn}`],
  ["what Stryker leaves out", "a.js", fn, `// Stryker disable all\n${fn}`],
  ["what webpack names", "a.js", "import('./a.js');\n", "import(/* webpackIgnore: true */ './a.js');\n"],
  ["what a bundler drops", "a.js", "const a = f();\n", "const a = /* @__PURE__ */ f();\n"],
  ["what a bundler drops, the old way", "a.js", "const a = f();\n", "const a = /*#__PURE__*/ f();\n"],
  ["where tests run", "a.test.ts", fn, `// @${"vitest"}-environment jsdom\n${fn}`],
  ["a reference to types", "a.ts", fn, `/// <reference types="evil" />\n${fn}`],
  ["an unchecked line", "a.ts", fn, "export function one() {\n  // @ts-ignore\n  return 1;\n}\n"],
  ["a checked file", "a.js", `// @ts-check\n${fn}`, `// Checked.\n${fn}`],
  [
    "the types of a checked file",
    "a.js",
    `// @ts-check\n/** @type {number} */\nexport let one = 1;\n`,
    `// @ts-check\n/** @type {any} */\nexport let one = 1;\n`,
  ],
  [
    "the parameters of a checked file",
    "a.js",
    `// @ts-check\n/** @param {string} a */\nexport function f(a) {}\n`,
    `// @ts-check\n/** @param {*} a */\nexport function f(a) {}\n`,
  ],
  [
    "a type of a checked file that goes",
    "a.js",
    `// @ts-check\n/** @returns {string} the name */\nexport function f() {}\n`,
    `// @ts-check\n/** @returns the name */\nexport function f() {}\n`,
  ],
  [
    "a cast of a checked file",
    "a.js",
    "// @ts-check\nconst a = /** @type {string} */ (b);\n",
    "// @ts-check\nconst a = /** a text */ (b);\n",
  ],
  [
    "a type that is defined",
    "a.js",
    "// @ts-check\n/** @typedef {{ a: string }} A */\n",
    "// @ts-check\n/** @typedef {{ a: any }} A */\n",
  ],
  ["the flow of types", "a.js", `// @flow\n${fn}`, `// Flows.\n${fn}`],
  ["a rule of a linter", "a.ts", fn, `// biome-ignore lint/suspicious/noExplicitAny: never\n${fn}`],
  ["a rule of oxlint", "a.ts", fn, `// oxlint-disable-next-line no-eval\n${fn}`],
  ["the formatter", "a.js", fn, `// prettier-ignore\n${fn}`],
  ["an HTML comment", "a.js", "a = 1\nb\n", "a = 1 <!--\nb\n"],
  ["a line separator", "a.js", "// a\nf();\n", "// a\u2028g();\nf();\n"],
  ["a regular expression closed", "a.js", "const r = /a*/;\nf();\n", "const r = /a/*/;\nf();\n"],
  ["an end of a line moved", "a.js", "let a = b\n(c).d()\n", "let a = b; // b\n(c).d()\n"],
  ["a return alone", "a.js", "function f() {\n  return a;\n}\n", "function f() {\n  return // a\n  a;\n}\n"],
  ["text of a page", "a.tsx", "x = <p>a</p>;\n", "x = <p>a{/* b */} </p>;\n"],
  ["text of a template", "a.ts", "x = `a`;\n", "x = `a /* b */`;\n"],
  ["Python: an encoding", "a.py", py, `# -*- coding: latin-1 -*-\n${py}`],
  ["Python: an encoding that changes", "a.py", `# -*- coding: utf-8 -*-\n${py}`, `# -*- coding: rot13 -*-\n${py}`],
  ["Python: what runs a script", "a.py", `#!/usr/bin/env python3\n${py}`, `#!/usr/bin/env python2\n${py}`],
  ["Python: a type that is ignored", "a.py", py, "def one(a):\n    return a  # type: ignore[no-any-return]\n"],
  ["Python: a warning that is ignored", "a.py", py, "def one(a):\n    return a  # noqa: E501\n"],
  ["Python: coverage", "a.py", py, "def one(a):  # pragma: no cover\n    return a\n"],
  ["Python: a type in a comment", "a.py", "x = []\n", "x = []  # type: list[int]\n"],
  ["Python: the formatter", "a.py", py, `# fmt: off\n${py}`],
  ["Python: a docstring made a value", "a.py", 'def one():\n    """One."""\n', 'def one():\n    return """One."""\n'],
  [
    "Python: a docstring that goes from an empty body",
    "a.py",
    'class A:\n    """A."""\n\n\nx = 1\n',
    "class A:\n    # A.\n\n\nx = 1\n",
  ],
  ["Python: a docstring of bytes", "a.py", py, 'def one(a):\n    b"""One."""\n    return a\n'],
  ["Python: a docstring that is formatted", "a.py", py, 'def one(a):\n    f"""One {a}."""\n    return a\n'],
  [
    "Python: a docstring before the future",
    "a.py",
    "from __future__ import annotations\n",
    'import os\n"""All."""\nfrom __future__ import annotations\n',
  ],
  ["Python: a script's metadata", "a.py", py, `# /// script\n# dependencies = ["evil"]\n# ///\n${py}`],
  ["Go: a build constraint of old", "a.go", "package a\n", "// +build ignore\n\npackage a\n"],
  [
    "Go: what is embedded",
    "a.go",
    'package a\n\nimport _ "embed"\n\nvar s string\n',
    'package a\n\nimport _ "embed"\n\n//go:embed secret.txt\nvar s string\n',
  ],
  ["Go: what is generated", "a.go", "package a\n", "package a\n\n//go:generate sh -c evil\n"],
  ["Go: what is linked", "a.go", "package a\n\nfunc f()\n", "package a\n\n//go:linkname f runtime.f\nfunc f()\n"],
  ["Go: C", "a.go", 'package a\n\nimport "C"\n', 'package a\n\n// int f() { return 1; }\nimport "C"\n'],
  [
    "Go: an example's output",
    "a_test.go",
    "package a\n\nfunc ExampleF() {\n\tF()\n\t// Output: 1\n}\n",
    "package a\n\nfunc ExampleF() {\n\tF()\n\t// Output: 2\n}\n",
  ],
  [
    "Rust: an attribute by a documentation comment",
    "a.rs",
    "pub fn f() {}\n",
    '#[doc = include_str!("x")]\npub fn f() {}\n',
  ],
  ["Rust: a documentation comment of a statement", "a.rs", "fn f() { }\n", "fn f() { /// f\n }\n"],
  ["Java: an escape that ends a line", "A.java", "class A { int a; }\n", "class A { // \\u000a int b;\n int a; }\n"],
  ["Java: deprecated", "A.java", "class A { void f() {} }\n", "class A { /** @deprecated no */ void f() {} }\n"],
  ["C#: a pragma", "A.cs", "class A { }\n", "#pragma warning disable\nclass A { }\n"],
  ["C#: a null context", "A.cs", "class A { }\n", "#nullable disable\nclass A { }\n"],
];

test.each(hostile)("not proved: %s (%s)", async (_, path, before, after) => {
  expect(await judging(commentsOnly)(path, before, after)).not.toMatch(/^proved/);
});

test.each([
  ["checkJs", '{ "compilerOptions": { "checkJs": true, } }', "refuted"],
  ["none", '{ "compilerOptions": { "allowJs": true } }', "proved"],
])("types in comments are code where the project has them checked: %s", async (_, settings, verdict) => {
  const typed = (type: string) => `/** @type {${type}} */\nexport let one = 1;\n`;
  const base = { "tsconfig.json": settings, "src/a.js": typed("number") };

  expect((await judge(commentsOnly, base, { "src/a.js": typed("any") })).verdict).toBe(verdict);
  expect((await judge(commentsOnly, base, { "src/a.js": `// One.\n${typed("number")}` })).verdict).toBe("proved");
});
