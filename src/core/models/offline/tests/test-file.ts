import type { Section } from "../../sections.ts";
import type { Edit } from "../edits.ts";
import type { Target } from "../target.ts";
import { imported, importOf } from "./imports.ts";
import { isProbe } from "./probe.ts";
import type { Style } from "./style.ts";

/** The test file there is, all of it where it can be read; or what of it has to be read first. */
export function wholeTestFile(
  { sections, pages }: Target,
  place: Section,
): { readonly sections: readonly Section[] } | { readonly path: string; readonly from: number } {
  const own = sections.filter(({ kind }) => kind === "testfile");
  const path = /^(.*):\d+-\d+$/.exec(place.title)?.[1];
  if (path === undefined) return { sections: own };
  const { text, nextLine, isRefused } = pages(path);
  if (text === undefined && !isRefused) return { path, from: nextLine };
  return { sections: text === undefined ? own : [{ kind: "testfile", title: path, body: text.replace(/\n$/, "") }] };
}

/** Where tests are put, and how they are written there. */
export interface TestFile {
  readonly place: Section;
  readonly shown: readonly Section[];
  readonly importLine: string;
  readonly style: Style;
}

/** The tests in the file: a new one, or at its end. */
export function editsFor(file: TestFile, tests: readonly string[]): readonly Edit[] {
  return file.place.title.endsWith(" (new)") ? [created(file, tests)] : extended(file, tests);
}

function created({ importLine, style }: TestFile, tests: readonly string[]): Edit {
  const { isPython, imports, python } = style;
  const own = importOf(importLine, tests.join("\n"), style);
  if (isPython) {
    const usesPytest = tests.some((test) => test.includes("pytest."));
    const tools = python === "unittest" ? ["import unittest"] : usesPytest ? ["import pytest"] : [];
    const head = [...tools, ...(tools.length > 0 ? [""] : []), own].join("\n");
    const isProbing = isProbe(tests.join("\n"));
    const body =
      python === "unittest" && !isProbing
        ? `class TestResults(unittest.TestCase):\n${tests.join("\n")}`
        : tests.join("\n\n");
    return { find: "", replace: `${head}\n\n\n${body}` };
  }
  const used = imports.filter((line) => line !== importLine);
  const head = [...(used.length > 0 ? used : defaultImports(style, importLine)), own];
  return { find: "", replace: `${head.join("\n")}\n\n${tests.join("\n")}` };
}

function defaultImports({ assertion }: Style, importLine: string): readonly string[] {
  const isCommonJs = importLine.includes("require(");
  if (assertion === "expect" || assertion === "chai") return [];
  return [isCommonJs ? 'const assert = require("node:assert/strict");' : 'import assert from "node:assert/strict";'];
}

/** Added at the end, with the names that are not imported yet. */
function extended({ shown, importLine, style }: TestFile, tests: readonly string[]): readonly Edit[] {
  const own = shown.filter(({ kind }) => kind === "testfile");
  const tail = own.at(-1)?.body ?? "";
  const lines = tail.split("\n");
  const end = lines.slice(-Math.min(lines.length, 8)).join("\n");
  const isInClass = style.isPython && style.python === "unittest" && !isProbe(tests.join("\n"));
  const gap = style.isPython && !isInClass ? "\n\n\n" : "\n\n";
  const added: Edit = {
    find: end,
    replace: `${end}${gap}${tests.join(style.isPython && !isInClass ? "\n\n" : "\n").replace(/\n$/, "")}`,
  };
  return [...imported(own.map(({ body }) => body).join("\n"), importLine, tests.join("\n"), style), added];
}
