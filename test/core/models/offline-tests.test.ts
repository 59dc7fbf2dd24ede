import { expect, test } from "vitest";
import * as z from "zod";
import { offlineModel } from "../../../src/core/models/offline/offline.ts";
import { sampleOf } from "../../../src/core/models/offline/tests/regex-sample.ts";
import { syntaxTrees } from "../../../src/node/syntax-trees.ts";
import { run } from "../../support/open-run.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";

const model = () => offlineModel({ trees: syntaxTrees() });

function folderOf(files: Readonly<Record<string, string>>): TemporaryFolder {
  const folder = new TemporaryFolder();
  folder.write(files);
  return folder;
}

const manifest = JSON.stringify({ name: "shop", type: "module", scripts: { test: "node --test" } });

const lastCall = z.object({
  toolCalls: z.array(z.object({ arguments: z.object({ edits: z.array(z.object({ replace: z.string() })) }) })),
});

/** What the last proposal puts in. */
function proposed(transcript: readonly unknown[] | undefined): string {
  const [call] = lastCall.parse(transcript?.at(-1)).toolCalls;
  return call?.arguments.edits.map(({ replace }) => replace).join("\n") ?? "";
}

test("an untested module gets tests whose values an execution supplied, and they are proved", async () => {
  using folder = folderOf({
    "package.json": manifest,
    "src/ticket.js": `const PATTERN = /^[A-Z]{2}-\\d{3}$/;

export function fare(age, zone = "inner") {
  if (age < 6) return 0;
  const base = zone === "outer" ? 450 : 300;
  return age >= 65 ? base / 2 : base;
}

export function check(code) {
  if (!PATTERN.test(code)) throw new TypeError("no ticket");
  return code.slice(3);
}
`,
  });

  const { state, transcripts } = await run(folder.path, model(), { agent: "test", files: ["src/ticket.js"] });

  const text = proposed(transcripts["test-1"]);
  expect(state.status).toBe("proved");
  expect(text).toContain("assert.equal(fare(6), 300);");
  expect(text).toContain("assert.equal(fare(65), 150);");
  expect(text).toContain('assert.equal(fare(65, "outer"), 225);');
  expect(text).toContain('assert.equal(check("AA-111"), "111");');
  expect(text).toContain('{\n    name: "TypeError",\n    message: "no ticket",\n  }');
  expect(state.workers.get("test-1")?.report?.summary).toBe("Pins what fare and check give today.");
});

test("Python is written as the project's tests are", { timeout: 120_000 }, async () => {
  using folder = folderOf({
    "shop/__init__.py": "",
    "shop/price.py": "def off(total):\n    if total >= 100:\n        return total // 10\n    return 0\n",
    "shop/tax.py": "def tax(amount: int) -> int:\n    return amount * 2\n",
    "tests/test_tax.py": "from shop.tax import tax\n\n\ndef test_tax():\n    assert tax(1) == 2\n",
  });

  const { state, transcripts } = await run(folder.path, model(), { agent: "test", files: ["shop/price.py"] });

  expect(state.status).toBe("proved");
  expect(state.workers.get("test-1")?.revisions[0]?.files[0]?.path).toBe("tests/test_price.py");
  expect(proposed(transcripts["test-1"])).toContain(
    "from shop.price import off\n\n\ndef test_off_keeps_its_results():\n    assert off(",
  );
});

test("what needs the world, or gives another result each time, is said to be out of reach", async () => {
  using folder = folderOf({
    "package.json": manifest,
    "src/store.js": `import { readFileSync } from "node:fs";

export function load(path) {
  return readFileSync(path, "utf8");
}

export function stamp() {
  return Date.now();
}
`,
  });

  const { state } = await run(folder.path, model(), { agent: "test", files: ["src/store.js"] });

  expect(state.status).toBe("failed");
  expect(state.sentence).toContain(
    "load uses node:fs, and would do something to this machine. stamp depends on time or chance",
  );
  expect(state.sentence).toContain("choose a real model with --model");
});

test("a call that never ends costs only its own function", async () => {
  using folder = folderOf({
    "package.json": manifest,
    "src/steps.js": `export function double(n) {
  return n * 2;
}

export function halvings(n) {
  let count = 0;
  while (n !== 1) {
    n = n / 2;
    count = n === 0 ? 0 : count + 1;
  }
  return count;
}
`,
  });

  const { state, transcripts } = await run(folder.path, model(), { agent: "test", files: ["src/steps.js"] });

  expect(state.status).toBe("proved");
  expect(proposed(transcripts["test-1"])).toContain("double keeps its results");
});

test.each([
  ["^([-+]?)(\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.(\\d{1,2}))?$"],
  ["^[A-Z]{2}-\\d{3}$"],
  ["(?:jpe?g|png)$"],
  ["^\\s*#(\\w+)\\s*=\\s*([^;]+);$"],
])("a sample of %s matches it", (source) => {
  const sample = sampleOf(source);

  expect(sample).toMatch(new RegExp(source));
});

test("a pattern that is too clever has no sample", () => {
  expect(sampleOf("(?<=a)b\\1")).toBeUndefined();
});
