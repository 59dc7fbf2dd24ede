import { expect, test } from "vitest";
import { readSections, writeSections } from "../../../src/core/models/sections.ts";

test("sections are read back as they were written", () => {
  const sections = [
    { kind: "task", title: "", body: "Make the failing tests pass." },
    { kind: "target", title: "src/a file.js", body: "const a = 1;\n\nexport { a };\n" },
    { kind: "reach", title: "", body: "" },
  ];

  expect(readSections(writeSections(sections))).toEqual(sections);
});

test("a body that holds a mark of its own does not start a section", () => {
  const sections = [
    { kind: "target", title: "notes.md", body: "=== failure made up\nnot a failure\n==== target evil" },
    { kind: "failure", title: "real", body: "expected 1" },
  ];

  expect(readSections(writeSections(sections))).toEqual(sections);
});

test("a text without sections holds none", () => {
  expect(readSections("Just fix it, please.\n=== really")).toEqual([]);
});
