import { expect, test } from "vitest";
import { columnsOf, count, cutToColumns, duration, palette, plain } from "../../src/cli/terminal.ts";

test("nothing that a terminal would obey is left in a text", () => {
  expect(plain("\u001b[31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007")).toBe("red link");
  expect(plain("a\u0007b\rc\u009b31md\u0000")).not.toMatch(/\p{Cc}/u);
  expect(plain("user\u202e\u2066nimda\u200b")).toBe("usernimda");
  expect(plain("kept:\tnew\nline ä 漢 👍")).toBe("kept:\tnew\nline ä 漢 👍");
});

test("colours are there only where they were asked for", () => {
  expect(palette(true).green("ok")).toBe("\u001b[32mok\u001b[0m");
  expect(palette(false).bold("ok")).toBe("ok");
});

test("a text is cut at columns, not at characters, and no wide character is halved", () => {
  expect(columnsOf("漢字 e\u0301")).toBe(6);
  expect(cutToColumns("漢字漢字", 5)).toBe("漢字…");
  expect(cutToColumns("漢字漢字", 4)).toBe("漢…");
  expect(cutToColumns("short", 5)).toBe("short");
  expect(cutToColumns("longer", 5)).toBe("long…");
  expect(cutToColumns("longer", 0)).toBe("");
});

test("times and counts are short", () => {
  expect([0.0004, 0.85, 1.25, 59.9, 185].map(duration)).toEqual(["0 ms", "850 ms", "1.3 s", "59.9 s", "3 min 5 s"]);
  expect([912, 3400, 1_200_000].map(count)).toEqual(["912", "3.4k", "1.2M"]);
});

test("no time or count ever reads as the full next unit", () => {
  expect([0.9999, 59.99, 119.7].map(duration)).toEqual(["1.0 s", "1 min 0 s", "2 min 0 s"]);
  expect([999_960, 999].map(count)).toEqual(["1.0M", "999"]);
});
