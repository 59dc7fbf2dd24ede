import { isDebitNormal } from "./accounts.js";

/**
 * What happened on each account in a period, both days included.
 *
 * @param {import("./accounts.js").Ledger} ledger
 * @param {string} from
 * @param {string} to
 * @returns {Map<string, number>} debits less credits, by account
 */
export function activity(ledger, from, to) {
  const totals = new Map();
  for (const entry of ledger.entries()) {
    if (entry.date >= from && entry.date < to) {
      for (const { account, amount } of entry.postings) {
        totals.set(account, (totals.get(account) ?? 0) + amount);
      }
    }
  }
  return totals;
}

/**
 * Every account with its balance in the debit or the credit column. The columns add up to the same sum.
 */
export function trialBalance(ledger, asOf) {
  const rows = ledger.accounts().map(({ name, type }) => {
    const balance = ledger.balance(name, asOf);
    const onDebitSide = isDebitNormal(type) === balance >= 0;
    const size = Math.abs(balance);
    return { account: name, debit: onDebitSide ? size : 0, credit: onDebitSide ? 0 : size };
  });
  return {
    rows,
    debit: rows.reduce((sum, row) => sum + row.debit, 0),
    credit: rows.reduce((sum, row) => sum + row.credit, 0),
  };
}

/**
 * Income, expenses and what remains of a period.
 */
export function incomeStatement(ledger, from, to) {
  const totals = activity(ledger, from, to);
  const income = [];
  const expenses = [];
  for (const { name, type } of ledger.accounts()) {
    const amount = totals.get(name) ?? 0;
    if (amount === 0) continue;
    if (type === "income") income.push({ account: name, amount: -amount });
    if (type === "expense") expenses.push({ account: name, amount });
  }
  return { income, expenses, net: sumOf(income) - sumOf(expenses) };
}

/**
 * What is owned and owed at the end of a day. Earnings are what income exceeded expenses by up to then, so that assets equal
 * liabilities, equity and earnings together.
 */
export function balanceSheet(ledger, asOf) {
  const of = (wanted) =>
    ledger
      .accounts()
      .filter(({ type }) => type === wanted)
      .map(({ name }) => ({ account: name, amount: ledger.balance(name, asOf) }));
  return {
    assets: of("asset"),
    liabilities: of("liability"),
    equity: of("equity"),
    earnings: sumOf(of("income")) - sumOf(of("expense")),
  };
}

/** The share of income that was not spent, from 0 to 1; 0 when nothing was earned or more was spent. */
export function savingsRate(statement) {
  const earned = sumOf(statement.income);
  if (earned <= 0) return 0;
  return Math.max(0, statement.net / earned);
}

function sumOf(lines) {
  return lines.reduce((sum, line) => sum + line.amount, 0);
}
