import { expect, test } from "vitest";
import { propose } from "../../../src/core/models/scripted.ts";
import { answering } from "../../support/answering.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

type Honest = readonly [path: string, text: string, edits: Parameters<typeof propose>[0]];

const js = "export function total(items, rate = 0.2) {\n  return items.length * (1 + rate);\n}\n";
const py = "class Box:\n    def open(self, key):\n        return key\n\n\ndef close(box):\n    return box\n";

/** What people do to documentation every day. */
const honest: readonly Honest[] = [
  [
    "b01.js",
    js,
    {
      find: "export",
      replace: "/**\n * The total with tax.\n *\n * @param {number} [rate=0.2] a share of 1\n */\nexport",
    },
  ],
  ["b02.js", `// Old words.\n${js}`, { find: "// Old words.", replace: "// New words, which say more." }],
  ["b03.js", `// Old words.\n${js}`, { find: "// Old words.\n", replace: "" }],
  ["b04.js", js, { find: "  return", replace: "  // Tax comes on top.\n  return" }],
  ["b05.js", js, { find: "(1 + rate);", replace: "(1 + rate); // a share of 1" }],
  [
    "b06.js",
    `/* block */\n${js}`,
    { find: "/* block */", replace: "/**\n * @file Totals: see https://example.org/tax?a=1#b\n */" },
  ],
  [
    "b07.ts",
    "export interface Rate {\n  share: number;\n  until?: Date;\n}\n",
    [
      { find: "export interface", replace: "/** A rate of tax. */\nexport interface" },
      { find: "  share", replace: "  /** From 0 to 1. */\n  share" },
      { find: "  until", replace: "  /** Open when left out. */\n  until" },
    ],
  ],
  [
    "b08.ts",
    "export class Box<T> {\n  #inner?: T;\n  get(): T | undefined {\n    return this.#inner;\n  }\n}\n",
    {
      find: "  get()",
      replace:
        "  /**\n   * What is inside.\n   *\n   * @example\n   * ```ts\n   * new Box<number>().get();\n   * ```\n   */\n  get()",
    },
  ],
  [
    "b09.tsx",
    "export const Hi = ({ name }: { name: string }) => <b>{name}</b>;\n",
    { find: "export const", replace: "/** Greets by name. */\nexport const" },
  ],
  [
    "b10.tsx",
    "export const Hi = () => (\n  <b>\n    {/* old */}\n    hi\n  </b>\n);\n",
    { find: "{/* old */}", replace: "{/* new words */}" },
  ],
  ["b11.mjs", `#!/usr/bin/env node\n${js}`, { find: "export", replace: "/** The total. */\nexport" }],
  ["b12.py", py, { find: "def close(box):", replace: 'def close(box):\n    """Close a box and give it back."""' }],
  [
    "b13.py",
    py,
    { find: "class Box:", replace: 'class Box:\n    """A box with a lock.\n\n    It opens for any key.\n    """\n' },
  ],
  [
    "b14.py",
    py,
    { find: "    def open(self, key):", replace: '    def open(self, key):\n        r"""Open it; \\d keys fit."""' },
  ],
  [
    "b15.py",
    `"""Old module."""\n${py}`,
    { find: '"""Old module."""', replace: '"""Boxes.\n\nSee also: nothing.\n"""' },
  ],
  ["b16.py", py, { find: "        return key", replace: "        # Any key does.\n        return key" }],
  ["b17.py", 'def alone():\n    """Old."""\n', { find: "Old.", replace: "New, and longer." }],
  [
    "b18.go",
    'package box\n\nfunc Open(key string) bool { return key != "" }\n',
    { find: "func Open", replace: "// Open tells whether the key fits.\nfunc Open" },
  ],
  [
    "b19.go",
    "package box\n\ntype Box struct {\n\tKey string\n}\n",
    [
      { find: "type Box", replace: "// Box has a key.\ntype Box" },
      { find: "\tKey string", replace: "\tKey string // never empty" },
    ],
  ],
  [
    "b20.rs",
    "pub fn open(key: &str) -> bool {\n    !key.is_empty()\n}\n",
    { find: "pub fn", replace: "/// Tells whether the key fits.\n///\n/// # Panics\n///\n/// Never.\npub fn" },
  ],
  [
    "b21.rs",
    "pub struct Box1 {\n    pub key: u8,\n}\n",
    { find: "    pub key", replace: "    /// From 1.\n    pub key" },
  ],
  [
    "B22.java",
    "public class B22 {\n  public int open(int key) { return key; }\n}\n",
    {
      find: "  public int",
      replace: "  /**\n   * Opens.\n   *\n   * @param key any, see {@link Object}\n   */\n  public int",
    },
  ],
  [
    "B23.cs",
    "public class B23 {\n  public int Open(int key) => key;\n}\n",
    { find: "  public int", replace: "  /// <summary>Opens &amp; gives the key back.</summary>\n  public int" },
  ],
  ["b24.md", "# Box\n\nOpens.\n", { find: "Opens.", replace: "Opens for any key.\n\n```js\nopen(1);\n```" }],
  [
    "b25.js",
    `// eslint-disable-next-line no-unused-vars\n${js}`,
    { find: "// eslint", replace: "/** The total. */\n// eslint" },
  ],
];

test("of 25 honest changes to documentation at least 24 are proved", { timeout: 120_000 }, async () => {
  using folder = new TemporaryFolder();
  folder.write(Object.fromEntries(honest.map(([path, text]) => [path, text])));
  const edits = new Map(honest.map(([path, , edit]) => [path, edit]));
  const model = answering((target, turn) => {
    const edit = edits.get(target);
    return edit === undefined || turn > 1 ? "No more." : propose(edit, "Documents it.");
  });

  const request = { agent: "doc", files: honest.map(([path]) => path), instruction: "Document it.", concurrency: 4 };
  const { state } = await run(folder.path, model, request);

  const open = [...state.workers.values()].filter(({ report }) => report?.status !== "proved");
  const why = open.map(({ assignment, report }) => `${assignment.target}: ${report?.problem?.sentence}`);
  expect(honest).toHaveLength(25);
  expect(open.length, why.join("\n")).toBeLessThanOrEqual(1);
});
