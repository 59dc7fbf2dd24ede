/** How tests are written in a project, read off a test file's beginning. */
export interface Style {
  readonly isPython: boolean;
  /** Functions of pytest, or methods of a unittest class. */
  readonly python: "functions" | "unittest";
  readonly assertion: "assert" | "strict-names" | "expect" | "chai";
  readonly testCall: string;
  readonly quote: '"' | "'";
  readonly semicolon: ";" | "";
  readonly indent: string;
  /** How long a line may be: the least of the usual limits that the project's code keeps to. */
  readonly width: number;
  /** Lines that make tests and assertions known. */
  readonly imports: readonly string[];
  /** Written as `function ()`. */
  readonly usesFunctions: boolean;
}

/** `shown` is what the prompt shows of the test file, of a neighbour, or of how one begins; `source` is the code under test. */
export function readStyle(shown: string, isPython: boolean, source = ""): Style {
  const code = shown.replace(/^\s*(\/\/|#).*$/gm, "");
  const lines = code.split("\n");
  const imports = lines.filter((line) => (isPython ? /^(import|from)\s+(pytest|unittest)\b/ : TOOLS).test(line));
  const isChai = /["']chai["']/.test(code);
  const hasExpect = /\bexpect\b/.test(code);
  const usesStrict = /assert\/strict["']|\bassert\.strict\b|\{[^}]*strict[^}]*\}\s*=?\s*(from|require)/.test(code);
  const isTestNamed = /\btest\s*\(|\{[^}]*\btest\b[^}]*\}|\btest\b\s*(,|from|=)/.test(code);
  const isItNamed = /\bit\s*\(|\{[^}]*\bit\b[^}]*\}/.test(code);
  // What is shown of a test file may all lie deeper than its outermost code.
  const indented = [...`${code}\n${source}`.matchAll(/^([ \t]+)[^\s*]/gm)]
    .map(([, space = ""]) => space)
    .sort((one, other) => one.length - other.length)[0];
  return {
    isPython,
    python: /unittest\.TestCase|class \w+\(TestCase\)/.test(code) ? "unittest" : "functions",
    assertion: hasExpect
      ? isChai
        ? "chai"
        : "expect"
      : usesStrict || !/\bassert\b/.test(code)
        ? "assert"
        : "strict-names",
    testCall: isItNamed && !/\btest\s*\(/.test(code) ? "it" : isTestNamed || !isItNamed ? "test" : "it",
    quote: count(code, "'") > count(code, '"') ? "'" : '"',
    semicolon: /;\s*$/m.test(code) || lines.length < 2 ? ";" : "",
    indent: indented ?? (isPython ? "    " : "  "),
    width: widthOf(`${shown}\n${source}`),
    imports,
    usesFunctions: /\(\s*["'`][^\n]*["'`]\s*,\s*(async\s+)?function\s*\(/.test(code),
  };
}

const TOOLS =
  /^(import\s.*|const\s.*=\s*)(from\s+|require\()?["'](node:assert(\/strict)?|assert(\/strict)?|node:test|vitest|@jest\/globals|chai|mocha)["']/;

/** A formatter joins what fits its limit, which is seldom the length of the longest line there happens to be. */
function widthOf(code: string): number {
  const longest = Math.max(...code.split("\n").map((line) => line.length));
  return [80, 100].find((usual) => longest <= usual) ?? 120;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
