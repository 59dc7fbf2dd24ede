import { expect, test } from "vitest";
import { merge } from "../../../src/core/changes/merge.ts";

const merged = (text: string) => ({ status: "merged", text });

test("changes of both sides in different places come together", () => {
  expect(merge("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n")).toEqual(merged("A\nb\nc\nD\n"));
});

test("lines put in and taken out by the user move the proposal with them", () => {
  expect(merge("a\nb\nc\nd\ne\n", "new\na\nb\nc\nd\n", "a\nb\nX\nd\ne\n")).toEqual(merged("new\na\nb\nX\nd\n"));
  expect(merge("a\nb\nc\nd\ne\n", "c\nd\ne\n", "a\nb\nc\nd\ne\nf\n")).toEqual({
    status: "merged",
    text: "c\nd\ne\nf\n",
  });
});

test("the same change on both sides is no conflict", () => {
  expect(merge("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\n")).toEqual(merged("a\nX\nc\n"));
  expect(merge("a\nb\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\nE\n")).toEqual(merged("a\nX\nc\nd\nE\n"));
});

test("different changes of the same line are a conflict that names the line", () => {
  expect(merge("a\nb\nc\n", "new\na\nmine\nc\n", "a\ntheirs\nc\n")).toEqual({
    status: "conflict",
    conflicts: [{ line: 3, base: "b\n", current: "mine\n", proposed: "theirs\n" }],
  });
});

test("different texts put in at the same place are a conflict", () => {
  expect(merge("a\nb\n", "a\nmine\nb\n", "a\ntheirs\nb\n").status).toBe("conflict");
  expect(merge("", "mine\n", "theirs\n").status).toBe("conflict");
});

test("an untouched side takes the other as it is", () => {
  expect(merge("a\n", "a\n", "b")).toEqual(merged("b"));
  expect(merge("a\n", "b", "a\n")).toEqual(merged("b"));
});

test("the user's new line ends are kept", () => {
  expect(merge("a\nb\nc\n", "a\r\nb\r\nc\r\n", "a\nB\nnew\nc\n")).toEqual(merged("a\r\nB\r\nnew\r\nc\r\n"));
  expect(merge("a\r\nb\r\nc", "a\nb\nc", "a\r\nB\r\nc")).toEqual(merged("a\nB\nc"));
});

test("line ends that never changed stay mixed", () => {
  expect(merge("a\r\nb\nc\nd\r\n", "A\r\nb\nc\nd\r\n", "a\r\nb\nc\nD\r\n")).toEqual(merged("A\r\nb\nc\nD\r\n"));
});

test("a byte order mark the user has added or removed stays so", () => {
  expect(merge("a\nb\nc\n", "\uFEFFa\nb\nc\n", "a\nb\nC\n")).toEqual(merged("\uFEFFa\nb\nC\n"));
  expect(merge("\uFEFFa\nb\nc\n", "a\nb\nc\n", "\uFEFFA\nb\nc\n")).toEqual(merged("A\nb\nc\n"));
});

test("a large file with many changes of both sides is merged", () => {
  const lines = Array.from({ length: 200_000 }, (_, index) => `line number ${index}\n`);
  const change = (every: number, at: number, mark: string) =>
    lines.map((line, index) => (index % every === at ? mark + line : line));
  const expected = lines.map((line, index) =>
    index % 4 === 0 ? `mine ${line}` : index % 4 === 2 ? `theirs ${line}` : line,
  );
  const result = merge(lines.join(""), change(4, 0, "mine ").join(""), change(4, 2, "theirs ").join(""));
  expect(result).toEqual(merged(expected.join("")));
});
