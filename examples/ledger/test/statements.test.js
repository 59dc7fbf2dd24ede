import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../src/accounts.js";
import { activity, balanceSheet, incomeStatement, savingsRate, trialBalance } from "../src/statements.js";

function firstQuarter() {
  const ledger = new Ledger();
  ledger.open("Bank", "asset");
  ledger.open("Card", "liability");
  ledger.open("Opening", "equity");
  ledger.open("Salary", "income");
  ledger.open("Rent", "expense");
  ledger.open("Food", "expense");
  ledger.transfer("2024-01-01", "Opening balance", "Opening", "Bank", 100000);
  ledger.transfer("2024-01-15", "Salary", "Salary", "Bank", 300000);
  ledger.transfer("2024-01-20", "Rent", "Bank", "Rent", 90000);
  ledger.transfer("2024-02-14", "Dinner", "Card", "Food", 7000);
  ledger.transfer("2024-02-29", "Salary", "Salary", "Bank", 310000);
  ledger.transfer("2024-03-01", "Rent", "Bank", "Rent", 95000);
  return ledger;
}

test("the columns of a trial balance are equal", () => {
  const { debit, credit } = trialBalance(firstQuarter(), "2024-03-31");
  assert.equal(debit, 717000);
  assert.equal(credit, 717000);
});

test("a trial balance puts each account on its side", () => {
  const { rows } = trialBalance(firstQuarter(), "2024-01-31");
  assert.deepEqual(rows[0], { account: "Bank", debit: 310000, credit: 0 });
  assert.deepEqual(rows.at(-1), { account: "Salary", debit: 0, credit: 300000 });
});

test("an income statement lists what was earned and spent", () => {
  assert.deepEqual(incomeStatement(firstQuarter(), "2024-01-01", "2024-01-31"), {
    income: [{ account: "Salary", amount: 300000 }],
    expenses: [{ account: "Rent", amount: 90000 }],
    net: 210000,
  });
});

test("an income statement covers the whole month and nothing else", () => {
  assert.deepEqual(incomeStatement(firstQuarter(), "2024-02-01", "2024-02-29"), {
    income: [{ account: "Salary", amount: 310000 }],
    expenses: [{ account: "Food", amount: 7000 }],
    net: 303000,
  });
});

test("a period may be a single day", () => {
  const totals = activity(firstQuarter(), "2024-01-20", "2024-01-20");
  assert.deepEqual([...totals], [["Rent", 90000], ["Bank", -90000]]);
});

test("assets equal liabilities, equity and earnings", () => {
  const sheet = balanceSheet(firstQuarter(), "2024-02-28");
  assert.deepEqual(sheet.assets, [{ account: "Bank", amount: 310000 }]);
  assert.deepEqual(sheet.liabilities, [{ account: "Card", amount: 7000 }]);
  assert.deepEqual(sheet.equity, [{ account: "Opening", amount: 100000 }]);
  assert.equal(sheet.earnings, 203000);
});

test("the savings rate is the unspent share of income", () => {
  assert.equal(savingsRate({ income: [{ account: "Salary", amount: 4000 }], expenses: [], net: 1000 }), 0.25);
});

test("the savings rate is never negative", () => {
  assert.equal(savingsRate({ income: [], expenses: [], net: 0 }), 0);
  assert.equal(savingsRate({ income: [{ account: "Salary", amount: 4000 }], expenses: [], net: -500 }), 0);
});
