import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileTexts } from "../../src/core/changes/unified-diff.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { ProposalCase } from "../support/proposal-case.ts";

/** What happens to a folder between a proposal and its apply or undo, through the door that the program uses. */
const edit = (path: string, base = "one\ntwo\n", proposed = "one\nTWO\n") => ({ path, base, proposed });
const two = [edit("a.js"), edit("d/b.js", "one\ntwo\nthree\nfour\n", "one\nTWO\nthree\nfour\n")];

type Disturb = (root: string) => void;

const refused: readonly (readonly [name: string, said: string, files: readonly FileTexts[], disturb: Disturb])[] = [
  [
    "F17 UTF-16",
    "a.js is no text",
    two,
    (root) => writeFileSync(join(root, "a.js"), Buffer.from("\uFEFFone\n", "utf16le")),
  ],
  [
    "F17 Latin-1",
    "a.js is not UTF-8",
    two,
    (root) => writeFileSync(join(root, "a.js"), Buffer.from("caf\u00e9\n", "latin1")),
  ],
  [
    "F17 lone surrogates",
    "a.js is not UTF-8",
    two,
    (root) => writeFileSync(join(root, "a.js"), Buffer.from([0xed, 0xa0, 0x80])),
  ],
  ["T12 a link", "a.js is a link", two, (root) => swapFor(root, "a.js", (path) => symlinkSync("d/b.js", path))],
  [
    "T03 a link above it",
    "d/b.js leads through a link",
    two,
    (root) => {
      renameSync(join(root, "d"), join(root, "e"));
      symlinkSync("e", join(root, "d"));
    },
  ],
  [
    "T07 a pipe",
    "a.js is no regular file",
    two,
    (root) => swapFor(root, "a.js", (path) => execFileSync("mkfifo", [path])),
  ],
  ["T12 a folder", "a.js is no regular file", two, (root) => swapFor(root, "a.js", (path) => mkdirSync(path))],
  ["F14 nothing any more", "is gone", two, (root) => rmSync(join(root, "d"), { recursive: true })],
  ["F14 a file above it", "is gone", two, (root) => swapFor(root, "d", (path) => writeFileSync(path, "mine"))],
  ["F11 a file that nobody may read or write", "read-only", two, (root) => chmodSync(join(root, "a.js"), 0)],
  [
    "F13 another file that came meanwhile",
    "n.js",
    [{ path: "n.js", base: null, proposed: "x\n" }, edit("a.js")],
    (root) => writeFileSync(join(root, "n.js"), "mine\n"),
  ],
  [
    "T03 a link out of the folder above a new file",
    "no folder",
    [{ path: "n/x/c.js", base: null, proposed: "x\n" }, edit("a.js")],
    (root) => {
      mkdirSync(join(dirname(root), "outside"));
      symlinkSync("../outside", join(root, "n"));
    },
  ],
  [
    "T03 a dangling link in place of a new file",
    "n.js is a link",
    [{ path: "n.js", base: null, proposed: "x\n" }, edit("a.js")],
    (root) => symlinkSync("../outside", join(root, "n.js")),
  ],
];

function swapFor(root: string, path: string, make: (path: string) => void): void {
  rmSync(join(root, path), { recursive: true });
  make(join(root, path));
}

test.each(refused)("%s keeps everything from being applied, and is named", async (_, said, files, disturb) => {
  using one = await ProposalCase.of(files);
  disturb(one.root);
  const before = snapshot(one.root);

  expect(await one.accept()).toContain(said);

  expect(existsSync(join(dirname(one.root), "outside/x"))).toBe(false);
  expect(await brokenPromises({ ...one.watched, before })).toEqual([]);
});

test.each([
  ["../outside.js"],
  ["/tmp/tessera-outside.js"],
  ["./a.js"],
  ["d/../a.js"],
  ["n.js/"],
  ["a\\b.js"],
  ["C:x.js"],
  ["aux.js"],
  ["x. "],
  ["\u202e.js/\u0000"],
])("T01, T02, T10: a journal that names %j has nothing written", async (path) => {
  using one = await ProposalCase.of([{ path, base: null, proposed: "x\n" }, edit("a.js")]);
  expect(await one.accept()).toContain("path");
  expect(await brokenPromises(one.watched)).toEqual([]);
});

const names = ["my pro ject", `it's "q" $(x) \`y\``, "new\nline", "-rf", "cafe\u0301", "x (deleted)", "%2e%2e", "a\\b"];
test.each(names)("T23: in a folder called %j it is applied and taken back to the byte", async (name) => {
  using one = await ProposalCase.of(
    [
      edit("a (deleted).js", "\uFEFFone\r\ntwo", "\uFEFFone\r\nTWO"),
      edit("caf\u00e9.js"),
      edit("cafe\u0301.js"),
      edit(`${"x".repeat(252)}.js`, "", "x"),
      { path: "new/deep/n.js", base: null, proposed: "x\n" },
      { path: "Old.js", base: "x\n", proposed: null },
      { path: "old.js", base: null, proposed: "x\n" },
    ],
    name,
  );
  expect(await one.accept("Old.js")).toBe("done");
  const applied = snapshot(one.root);
  expect([...applied.keys()].filter((path) => applied.get(path) === one.before.get(path))).toEqual(["untouched.txt"]);
  expect(await one.undo()).toBe("done");
  expect(await brokenPromises(one.watched)).toEqual([]);
});

describe("F12", () => {
  test("rights that the user has changed meanwhile stay, also through an undo", async () => {
    using one = await ProposalCase.of([edit("a.js")]);
    chmodSync(join(one.root, "a.js"), 0o4750);
    expect(await one.accept()).toBe("done");
    expect(statSync(join(one.root, "a.js")).mode & 0o7777).toBe(0o4750);
    chmodSync(join(one.root, "a.js"), 0o640);
    expect(await one.undo()).toBe("done");
    expect(statSync(join(one.root, "a.js")).mode & 0o7777).toBe(0o640);
  });

  test("another name of the same file keeps its text", async () => {
    using one = await ProposalCase.of([edit("a.js")]);
    linkSync(join(one.root, "a.js"), join(one.root, "other.js"));
    expect(await one.accept()).toBe("done");
    expect(readFileSync(join(one.root, "other.js"), "utf8")).toBe("one\ntwo\n");
  });

  const later: readonly (readonly [string, string, Disturb])[] = [
    ["edited on other lines", "done", (root) => appendFileSync(join(root, "d/b.js"), "mine\n")],
    ["given other line ends", "done", (root) => writeFileSync(join(root, "d/b.js"), "one\r\nTWO\r\nthree\r\nfour\r\n")],
    [
      "edited on the same lines",
      "same lines",
      (root) => writeFileSync(join(root, "d/b.js"), "one\nmine\nthree\nfour\n"),
    ],
    ["gone", "is gone", (root) => rmSync(join(root, "d"), { recursive: true })],
    ["a link", "is a link", (root) => swapFor(root, "d/b.js", (path) => symlinkSync("../a.js", path))],
    ["binary", "is no text", (root) => writeFileSync(join(root, "d/b.js"), Buffer.from([0, 1]))],
    ["read-only", "read-only", (root) => chmodSync(join(root, "d/b.js"), 0o444)],
  ];
  test.each(later)(
    "an undo of a file that is %s since takes back all or nothing, and says why",
    async (_, said, disturb) => {
      using one = await ProposalCase.of(two);
      expect(await one.accept()).toBe("done");
      disturb(one.root);
      const before = snapshot(one.root);

      expect(await one.undo()).toContain(said);

      const isBack = readFileSync(join(one.root, "a.js"), "utf8") === "one\ntwo\n";
      expect(isBack).toBe(said === "done");
      const promised = said === "done" ? snapshot(one.root) : before;
      expect(await brokenPromises({ ...one.watched, before: promised })).toEqual([]);
    },
  );
});
