import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { reportRows } from "../../../src/core/run/report-rows.ts";
import type { Report } from "../../../src/core/worker/report.ts";
import { assignment, planned, report, reported, stateAfter } from "../../support/run-parts.ts";

const wordy =
  "Rechnungsbeträge in Schweizer Franken würden hier zweimal gerundet, weswegen die Quersumme der Umsatzsteuervoranmeldung nicht aufgeht.";

function rows(count: number, status: (index: number) => Report["status"], folder = "packages/billing/src/internal") {
  const ids = Array.from({ length: count }, (_, index) => `refactor-${index + 1}`);
  const all = ids.map((id, index) => assignment(id, { target: `${folder}/invoice-total-calculator-${index}.ts` }));
  const reports = ids.map((id, index) =>
    reported(report(id, status(index), { summary: wordy, problem: { sentence: wordy } })),
  );
  return reportRows(stateAfter(planned(all), ...reports));
}

test("a row is id, verdict, path and at most ten words", () => {
  const summary = "One two three four five six seven eight nine ten eleven twelve.";
  const state = stateAfter(planned([assignment("a")]), reported(report("a", "proved", { summary })));

  expect(reportRows(state)).toBe("a proved src/a.js One two three four five six seven eight nine ten");
});

test.each(["proved", "failed"] as const)(
  "twenty workers that are %s cost at most 40 tokens each, whatever they say",
  (status) => {
    const text = rows(20, () => status);

    expect(text.split("\n")).toHaveLength(20);
    expect(countTokens(text)).toBeLessThanOrEqual(20 * 40);
  },
);

test("above twenty, successes are a count and their paths, and what failed is still told one by one", () => {
  const text = rows(30, (index) => (index === 7 ? "failed" : "proved"), "src");

  expect(text).toContain("refactor-8 failed");
  expect(text).toContain("29 proved: fix src/invoice-total-calculator-0.ts invoice-total-calculator-1.ts");
});

test.each([100, 1000])("%i workers stay within 2,000 tokens, however many failed", (count) => {
  expect(countTokens(rows(count, () => "failed"))).toBeLessThan(2000);
  expect(countTokens(rows(count, () => "proved"))).toBeLessThan(2000);
  expect(countTokens(rows(count, (index) => (index % 2 === 0 ? "proved" : "unproved")))).toBeLessThan(2000);
  expect(rows(count, () => "failed")).toMatch(/and \d+ more that are not proved/);
});
