import { expect, test } from "vitest";
import { answerTo } from "./offline-skill.ts";

const documented = (path: string, text: string) => answerTo("undocumented", path, text);

test("JSDoc says defaults, conditions of answers and errors, and leaves out what is said by the signature", async () => {
  const text = `export function applyDiscount(total, rate = 0.1) {
  if (total < 0) throw new RangeError("the total must not be negative");
  if (total === 0) return null;
  return total * (1 - rate);
}

export function double(n) {
  return 2 * n;
}
`;

  expect(await documented("a.js", text)).toBe(`/**
 * Applies the discount.
 *
 * @param {number} [rate=0.1]
 * @returns \`null\` when \`total === 0\`.
 * @throws {RangeError} When \`total < 0\`: "the total must not be negative"
 */
${text}`);
});

test("TypeScript names no types; what a tool is told stays right above the code", async () => {
  const text = `export class Store {
  // biome-ignore lint/suspicious/noExplicitAny: any key
  find(key: any, limit = 10): string | undefined {
    if (key === "") return undefined;
    return String(key).slice(0, limit);
  }
}
`;

  expect(await documented("a.ts", text)).toContain(`  /**
   * @param limit Defaults to \`10\`.
   * @returns \`undefined\` when \`key === ""\`.
   */
  // biome-ignore`);
});

test("Python gets a docstring with sections, below the head however many lines that has", async () => {
  const text = `def load_rows(
    path,
    limit=10,
):
    # Everything at once.
    if not path:
        raise ValueError("no path")
    rows = []
    return rows
`;

  expect(await documented("a.py", text)).toContain(`):
    """Load the rows.

    Args:
        limit: Defaults to \`10\`.

    Raises:
        ValueError: When \`not path\`: "no path"
    """
    # Everything`);
});

test.each([
  [
    "a.go",
    'package a\n\nfunc Parse(s string) (int, error) {\n\tif s == "" {\n\t\treturn 0, errors.New("empty")\n\t}\n\treturn 1, nil\n}\n',
    '// Parse returns an error when s == "": "empty"\nfunc Parse',
  ],
  [
    "a.rs",
    '#[must_use]\npub fn parse(s: &str) -> Result<u8, String> {\n    if s.is_empty() {\n        return Err("empty".into());\n    }\n    Ok(1)\n}\n',
    '/// # Errors\n///\n/// Returns an error when `s.is_empty()`: "empty"\n#[must_use]',
  ],
  [
    "A.java",
    'public class A {\n  public int take(int a) {\n    if (a < 0) throw new IllegalArgumentException("negative");\n    return a;\n  }\n}\n',
    '  /** @throws IllegalArgumentException when {@code a < 0}: "negative" */\n  public int',
  ],
  [
    "A.cs",
    'public class A {\n  public int Take(int a) {\n    if (a < 0) throw new ArgumentException("a < 0");\n    return a;\n  }\n}\n',
    '  /// <exception cref="ArgumentException">When <c>a &lt; 0</c>: "a &lt; 0"</exception>\n  public int',
  ],
])("%s gets its language's own form", async (path, text, expected) => {
  expect(await documented(path, text)).toContain(expected);
});

test.each([
  ["what has documentation", "/** Says it. */\nexport function a(n = 1) {\n  return n;\n}\n"],
  ["what has a comment of another kind", "// Says it.\nexport function a(n = 1) {\n  return n;\n}\n"],
  ["what is private", "function a(n = 1) {\n  return n;\n}\n"],
  ["what keeps an interface's promise", "export class A implements B {\n  a(n = 1) {\n    return n;\n  }\n}\n"],
  [
    "what asks about its own insides",
    "export function a(list) {\n  const i = list.indexOf(1);\n  if (i < 0) return null;\n  return list[i];\n}\n",
  ],
])("nothing is said of %s, in a sentence that says so", async (_, text) => {
  expect(await documented("a.ts", text)).toContain("choose a real model with --model");
});

test("an error that is caught inside is none that callers see", async () => {
  const text = `export function a(n) {
  try {
    if (n < 0) throw new RangeError("negative");
  } catch {
    n = 0;
  }
  return n;
}
`;

  expect(await documented("a.js", text)).toContain("choose a real model");
});

test("a text that would end the comment cannot", async () => {
  const text = 'export function a(n) {\n  if (n === "*/") return null;\n  return n;\n}\n';

  expect(await documented("a.js", text)).toMatch(/^(?:(?!\*\/)[\s\S])*\*\/\nexport function a/);
});
