import type { Evidence } from "../../../../src/core/evidence/evidence.ts";
import { verify } from "../../../../src/core/evidence/verify.ts";
import { syntaxTrees } from "../../../../src/node/syntax-trees.ts";
import { memoryFiles } from "../../../support/memory-files.ts";

const trees = syntaxTrees();

/** What a test file was and what it becomes. */
export interface TestDiff {
  readonly subject?: string;
  /** The subject's text. */
  readonly source?: string;
  readonly testFile?: string;
  /** Undefined for a new file. */
  readonly before?: string;
  readonly after: string;
}

const priceSource = `export const LIMIT = 100;
export function discount(total) {
  if (total >= LIMIT) return total / 10;
  return 0;
}
export async function load(id) {
  return { id, price: 3 };
}
export class Cart {
  items = [];
  add(price) {
    if (price < 0) throw new RangeError("negative");
    this.items.push(price);
    return this;
  }
  total() {
    return this.items.reduce((sum, price) => sum + price, 0);
  }
}
`;

const pricePython = `LIMIT = 100


def discount(total):
    if total >= LIMIT:
        return total / 10
    return 0


class Cart:
    def __init__(self):
        self.items = []

    def add(self, price):
        if price < 0:
            raise ValueError("negative")
        self.items.append(price)
        return self

    def total(self):
        return sum(self.items)
`;

/** What the pure checks of tests say together: the first that is not proved, else the last. */
export async function judgedTests(diff: TestDiff): Promise<Evidence> {
  const isPython = diff.after.includes("def test") || (diff.subject ?? "").endsWith(".py");
  const { subject = isPython ? "shop/price.py" : "src/price.js", source = isPython ? pricePython : priceSource } = diff;
  const { testFile = isPython ? "tests/test_price.py" : "test/price.test.js", before, after } = diff;
  const texts = { [subject]: source, ...(before === undefined ? {} : { [testFile]: before }) };
  const context = { subject, base: memoryFiles(texts), changes: new Map([[testFile, after]]), trees, testFile };
  const evidence = await verify(["tests-kept", "tests-honest", "tests-assert"], context, new AbortController().signal);
  const open =
    evidence.find(({ verdict }) => verdict === "refuted") ?? evidence.find(({ verdict }) => verdict !== "proved");
  const last = open ?? evidence.at(-1);
  if (last === undefined) throw new Error("nothing was judged");
  return last;
}
