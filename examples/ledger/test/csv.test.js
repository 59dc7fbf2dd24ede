import assert from "node:assert/strict";
import { test } from "node:test";
import { detectSeparator, exportTransactions, importTransactions, parseCsv } from "../src/csv.js";

test("the most frequent separator wins", () => {
  assert.equal(detectSeparator("a;b;c,d"), ";");
  assert.equal(detectSeparator('a,"x;y;z",b'), ",");
  assert.equal(detectSeparator("single"), ",");
});

test("rows and fields are split", () => {
  assert.deepEqual(parseCsv("a,b\n1,2\n"), [["a", "b"], ["1", "2"]]);
});

test("empty lines and a missing last line end do not matter", () => {
  assert.deepEqual(parseCsv("a,b\r\n\r\n1,"), [["a", "b"], ["1", ""]]);
});

test("quoted fields hold separators, line ends and quotes", () => {
  assert.deepEqual(parseCsv('"a,b","c\nd","say ""hi"""'), [["a,b", "c\nd", 'say "hi"']]);
});

test("columns are found by name", () => {
  assert.deepEqual(importTransactions('Amount;Note;Date;Description\n"-1,204.99";x;2024-03-01; Rent \n'), [
    { date: "2024-03-01", description: "Rent", amount: -120499 },
  ]);
});

test("a missing column is named", () => {
  assert.throws(() => importTransactions("date,amount\n"), /column missing: description/);
});

test("an unreadable amount is reported with its line", () => {
  assert.throws(() => importTransactions("date,description,amount\n2024-03-01,Rent,much\n"), /line 2: not an amount/);
});

test("what is exported can be imported again", () => {
  const transactions = [
    { date: "2024-03-01", description: 'Miller, "The Baker"', amount: -350 },
    { date: "2024-03-02", description: "Salary", amount: 320000 },
  ];
  assert.deepEqual(importTransactions(exportTransactions(transactions)), transactions);
});
