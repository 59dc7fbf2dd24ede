import type { TestDiff } from "./judged.ts";

/** What new tests of `price.js` and `price.py` begin with, and the files that come of what stands below it. */
export const head = `import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Cart, discount, LIMIT, load } from "../src/price.js";
`;
export const pyHead = `import pytest\n\nfrom shop.price import Cart, LIMIT, discount\n`;

export const script = (body: string): TestDiff => ({ after: `${head}\n${body}` });

/** One test with these statements. */
export const one = (statements: string, title = "works"): TestDiff =>
  script(`test("${title}", () => {\n  ${statements}\n});\n`);

/** One that waits. */
export const later = (statements: string): TestDiff => script(`test("works", async () => {\n  ${statements}\n});\n`);

export const vitest = (body: string, imports = "expect, test"): TestDiff => ({
  testFile: "src/price.test.ts",
  after: `import { ${imports} } from "vitest";\nimport { Cart, discount, load } from "./price";\n\n${body}`,
});

/** One of vitest with these statements, and what stands above it. */
export const oneOfVitest = (statements: string, more = ""): TestDiff => ({
  after: `import { expect, test, vi } from "vitest";\nimport { discount, load } from "../src/price.js";\n${more}\ntest("works", () => {\n  ${statements}\n});\n`,
});

export const py = (body: string): TestDiff => ({ subject: "shop/price.py", after: `${pyHead}\n\n${body}` });

export const pyOne = (statements: string): TestDiff =>
  py(`def test_works():\n    ${statements.replaceAll("\n", "\n    ")}\n`);
