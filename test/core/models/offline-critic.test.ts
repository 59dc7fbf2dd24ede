import { expect, test } from "vitest";
import { unifiedDiff } from "../../../src/core/changes/unified-diff.ts";
import { criticise } from "../../../src/core/models/offline/criticise.ts";

function read(path: string, base: string | null, proposed: string) {
  return criticise([{ kind: "diff", title: "", body: unifiedDiff([{ path, base, proposed }]) }]);
}

test("the offline critic names what was left in by mistake, with its line", () => {
  const { findings, verdict } = read(
    "src/a.ts",
    "one();\ntwo();\n",
    "one();\ndebugger;\n  console.log(two);\ntwo(); // TODO: three\n",
  );

  expect(findings.map(({ line, severity }) => [line, severity])).toEqual([
    [2, "major"],
    [3, "minor"],
    [4, "note"],
  ]);
  expect(verdict).toBe("revise");
});

test("it says nothing of lines that were there before, of other languages or of words in strings, and praises nothing", () => {
  const silent = { findings: [], verdict: "unsure" };

  expect(read("src/a.ts", "debugger;\nf();\n", "f();\n  debugger;\n")).toEqual(silent);
  expect(read("src/a.py", null, "debugger\nconsole.log(1)\n")).toEqual(silent);
  expect(read("src/a.ts", null, 'const text = "debugger; TODO later";\nconst total = x - y;\n')).toEqual(silent);
});
