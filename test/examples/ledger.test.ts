import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const ledger = fileURLToPath(new URL("../../examples/ledger", import.meta.url));

const repairs = [
  { file: "src/categories.js", find: "rule.all.some(", replace: "rule.all.every(" },
  { file: "src/interest.js", find: "return 3;", replace: "return 4;" },
  { file: "src/statements.js", find: "entry.date < to", replace: "entry.date <= to" },
] as const;

const failures = {
  "categories.test.js": ["a rule may ask for several words together", "totals are added up by category and sorted"],
  "interest.test.js": ["quarterly interest compounds within the year", "the effective rate grows with the frequency"],
  "statements.test.js": ["a period may be a single day", "an income statement covers the whole month and nothing else"],
};

test("the ledger's suite fails in three of its modules, by plain assertions", () => {
  const run = runSuite(copyOfLedger());

  expect(run.failed).toEqual(Object.values(failures).flat().sort());
  expect(run.passed).toHaveLength(38);
  expect(run.errors).toEqual(new Set(["ERR_ASSERTION"]));
});

test("each repair makes the failing tests of its own module pass and no others", () => {
  for (const repair of repairs) {
    const folder = copyOfLedger();
    apply(repair, folder);
    const own = repair.file.replace(/^src\/(.*)\.js$/, "$1.test.js");

    const others = Object.entries(failures).filter(([file]) => file !== own);
    expect(runSuite(folder).failed).toEqual(others.flatMap(([, names]) => names).sort());
  }
});

test("with the three repairs the ledger's suite passes", () => {
  const folder = copyOfLedger();
  for (const repair of repairs) apply(repair, folder);

  const run = runSuite(folder);

  expect(run.failed).toEqual([]);
  expect(run.passed).toHaveLength(44);
});

function copyOfLedger(): string {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(ledger, folder, { recursive: true });
  return folder;
}

function apply({ file, find, replace }: (typeof repairs)[number], folder: string): void {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text.split(find)).toHaveLength(2);
  writeFileSync(join(folder, file), text.replace(find, replace));
}

/** Runs `node --test` with the machine's own node rather than the one npm scripts put first on the PATH. */
function runSuite(folder: string) {
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.includes("node_modules"));
  const env = { PATH: [...path, dirname(process.execPath)].join(delimiter) };
  const { stdout, error } = spawnSync("node", ["--test", "--test-reporter=tap"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  const names = (line: RegExp) => [...stdout.matchAll(line)].map(([, name]) => name).sort();
  return {
    passed: names(/^ok \d+ - (.+)$/gm),
    failed: names(/^not ok \d+ - (.+)$/gm),
    errors: new Set(names(/^ +code: '?(\w+)'?$/gm)),
  };
}
