import { expect, test } from "vitest";
import { newErrors } from "../../../src/core/evidence/diagnostics-delta.ts";
import type { Diagnostic } from "../../../src/core/ports/diagnostics.ts";
import { readPrintedDiagnostics } from "../../../src/core/testing/printed-diagnostics.ts";

const at = (path: string, line: number, code: string, message: string, severity: Diagnostic["severity"] = "error") => ({
  path,
  line,
  severity,
  code,
  message,
});

test.each<[checker: string, line: string, found: Diagnostic]>([
  ["tsc", "src/a.ts(3,5): error TS2322: Type 'a' is no b.", at("src/a.ts", 3, "TS2322", "Type 'a' is no b.")],
  ["tsc, of the project", "error TS18003: No inputs were found.", at("", 1, "TS18003", "No inputs were found.")],
  [
    "mypy",
    'pkg/a.py:3: error: Name "x" is not defined  [name-defined]',
    at("pkg/a.py", 3, "name-defined", 'Name "x" is not defined'),
  ],
  ["pyright", "  /root/p/a.py:3:5 - error: Bad. (reportGeneral)", at("a.py", 3, "reportGeneral", "Bad.")],
  ["rustc", "src/main.rs:3:5: error[E0308]: mismatched types", at("src/main.rs", 3, "E0308", "mismatched types")],
  [
    "eslint",
    "/root/p/a.js:3:5: 'x' is not defined. [Error/no-undef]",
    at("a.js", 3, "no-undef", "'x' is not defined."),
  ],
  ["eslint, a warning", "./a.js:3:5: Unused. [Warning/no-unused]", at("a.js", 3, "no-unused", "Unused.", "warning")],
  ["ruff", "a.py:3:5: F821 Undefined name `x`", at("a.py", 3, "F821", "Undefined name `x`")],
  ["go vet", "vet: ./a.go:3:5: undefined: x", at("a.go", 3, "", "undefined: x")],
  ["javac", "A.java:3: error: cannot find symbol", at("A.java", 3, "", "cannot find symbol")],
  ["dotnet", "A.cs(3,5): error CS1002: ; expected [/root/p/p.csproj]", at("A.cs", 3, "CS1002", "; expected")],
])("a line that %s prints is read", (_, line, found) => {
  expect(readPrintedDiagnostics(`Checking…\n${line}\n\nFound 1 error.\n`, "/root/p")).toEqual([found]);
});

test("what moved is no new error, what came twice is one", () => {
  const before = [at("a.ts", 3, "TS1", "Bad.")];

  expect(newErrors(before, [at("a.ts", 9, "TS1", "Bad.")])).toEqual([]);
  expect(newErrors(before, [at("a.ts", 3, "TS1", "Bad."), at("a.ts", 9, "TS1", "Bad.")])).toHaveLength(1);
  expect(newErrors(before, [at("b.ts", 3, "TS1", "Bad.")])).toHaveLength(1);
  expect(newErrors(before, [at("a.ts", 3, "W1", "Meh.", "warning")])).toEqual([]);
});
