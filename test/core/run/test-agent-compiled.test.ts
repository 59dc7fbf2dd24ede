import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { propose, scriptedModel } from "../../../src/core/models/scripted.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

interface Project {
  readonly sources: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly testFile: string;
  /** A test that compares a value with itself, and one that states it. */
  readonly hollow: string;
  readonly good: string;
}

const rust = (statement: string) => `use shop::price::discount;

#[test]
fn a_tenth_from_a_hundred_on() {
    ${statement}
}
`;
const go = (condition: string) => `package price

import "testing"

func TestATenthFromAHundredOn(t *testing.T) {
	if ${condition} {
		t.Error("not a tenth")
	}
}
`;

const projects: Readonly<Record<string, Project>> = {
  cargo: {
    sources: {
      "Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
      "Cargo.lock": 'version = 3\n\n[[package]]\nname = "shop"\nversion = "0.1.0"\n',
      "src/lib.rs": "pub mod price;\n",
      "src/price.rs": "pub fn discount(total: i32) -> i32 {\n    if total >= 100 { total / 10 } else { 0 }\n}\n",
    },
    subject: "src/price.rs",
    testFile: "tests/price.rs",
    hollow: rust("assert_eq!(discount(1), discount(1));"),
    good: rust("assert_eq!(discount(99), 0);\n    assert_eq!(discount(100), 10);"),
  },
  go: {
    sources: {
      "tax/tax_test.go": 'package tax\n\nimport "testing"\n\nfunc TestNothing(t *testing.T) {}\n',
      "go.mod": "module example.com/shop\n\ngo 1.18\n",
      "price/price.go":
        "package price\n\nfunc Discount(total int) int {\n\tif total >= 100 {\n\t\treturn total / 10\n\t}\n\treturn 0\n}\n",
    },
    subject: "price/price.go",
    testFile: "price/price_test.go",
    hollow: go("Discount(1) != Discount(1)"),
    good: go("Discount(99) != 0 || Discount(100) != 10"),
  },
};

function missing(program: string): string | undefined {
  try {
    execFileSync(program, [program === "go" ? "version" : "--version"]);
    return undefined;
  } catch {
    return `${program} is not installed`;
  }
}

for (const [program, { sources, subject, testFile, hollow, good }] of Object.entries(projects))
  test(`${program}: a test that says nothing is refused, and an honest one is proved by real runs and a mutant`, {
    timeout: 300_000,
  }, async ({ skip }) => {
    const obstacle = missing(program);
    skip(obstacle !== undefined, obstacle);
    using folder = new TemporaryFolder();
    folder.write(sources);
    const model = scriptedModel([propose({ find: "", replace: hollow }), propose({ find: "", replace: good })]);

    const { state } = await run(folder.path, model, { agent: "test", files: [subject] });

    expect(model.prompts[1]?.messages.at(-1)?.text).toContain("compares a value with itself");
    const report = state.workers.get("test-1")?.report;
    expect(report?.evidence.map(({ check, verdict, sentence }) => [check, verdict, sentence])).toEqual([
      ["clean-text", "proved", expect.any(String)],
      ["tests-kept", "proved", "Only a new test file is added."],
      ["tests-honest", "proved", "The new tests use the real code and the real assertions."],
      ["tests-assert", "proved", "1 new test states something about the result."],
      ["new-tests-pass", "proved", expect.stringContaining("1 new test passes three times in a row")],
      ["mutant-killed", "proved", expect.stringMatching(/^The new tests notice [1-9]\d* of \d+ mutants/)],
      ["diagnostics-no-worse", "proved", "The syntax is right; no type checker is set up for this file."],
    ]);
    expect(state.workers.get("test-1")?.revisions.at(-1)?.files).toMatchObject([{ path: testFile, base: null }]);
  });
