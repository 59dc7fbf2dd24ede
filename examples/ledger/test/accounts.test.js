import assert from "node:assert/strict";
import { test } from "node:test";
import { isDebitNormal, Ledger } from "../src/accounts.js";

function household() {
  const ledger = new Ledger();
  ledger.open("Bank", "asset", { overdraft: 5000 });
  ledger.open("Card", "liability");
  ledger.open("Salary", "income");
  ledger.open("Food", "expense");
  return ledger;
}

test("assets and expenses grow by debits", () => {
  assert.equal(isDebitNormal("asset"), true);
  assert.equal(isDebitNormal("expense"), true);
  assert.equal(isDebitNormal("income"), false);
});

test("unknown account types and names are refused", () => {
  assert.throws(() => household().open("Gold", "metal"), TypeError);
  assert.throws(() => household().balance("Gold"), /no such account: Gold/);
});

test("a transfer changes both balances", () => {
  const ledger = household();
  ledger.transfer("2024-01-31", "January", "Salary", "Bank", 250000);
  assert.equal(ledger.balance("Bank"), 250000);
  assert.equal(ledger.balance("Salary"), 250000);
});

test("a balance can be asked for as of an earlier day", () => {
  const ledger = household();
  ledger.transfer("2024-01-10", "Groceries", "Card", "Food", 4200);
  ledger.transfer("2024-02-10", "Groceries", "Card", "Food", 3100);
  assert.equal(ledger.balance("Card", "2024-02-09"), 4200);
  assert.equal(ledger.balance("Card", "2024-02-10"), 7300);
});

test("entries come out by date, however they were posted", () => {
  const ledger = household();
  ledger.transfer("2024-02-10", "second", "Card", "Food", 1);
  ledger.transfer("2024-01-10", "first", "Card", "Food", 1);
  ledger.transfer("2024-02-10", "third", "Card", "Food", 1);
  assert.deepEqual(ledger.entries().map((entry) => entry.memo), ["first", "second", "third"]);
});

test("an entry that does not balance is refused", () => {
  const postings = [
    { account: "Food", amount: 1000 },
    { account: "Bank", amount: -900 },
  ];
  assert.throws(() => household().post({ date: "2024-01-01", memo: "", postings }), /out of balance by 100/);
});

test("an account may be overdrawn up to its limit", () => {
  const ledger = household();
  ledger.transfer("2024-01-01", "Feast", "Bank", "Food", 5000);
  assert.equal(ledger.balance("Bank"), -5000);
  assert.throws(() => ledger.transfer("2024-01-02", "Snack", "Bank", "Food", 1), /overdrawn: Bank/);
  assert.equal(ledger.entries().length, 1);
});
