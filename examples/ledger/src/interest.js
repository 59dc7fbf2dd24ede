import { roundHalfEven } from "./money.js";

/**
 * How often a year interest is added to the balance.
 *
 * @param {"yearly" | "quarterly" | "monthly"} frequency
 */
export function periodsPerYear(frequency) {
  switch (frequency) {
    case "yearly":
      return 1;
    case "quarterly":
      return 3;
    case "monthly":
      return 12;
    default:
      throw new TypeError(`unknown frequency: ${frequency}`);
  }
}

/**
 * Interest for some days without compounding, on a year of 365 days.
 *
 * @param {number} principal cents
 * @param {number} rate yearly, 0.05 for five percent
 * @param {number} days
 * @returns {number} cents
 */
export function simpleInterest(principal, rate, days) {
  if (days < 0) throw new RangeError("days must not be negative");
  return roundHalfEven((principal * rate * days) / 365);
}

/**
 * What a deposit grows to. Interest is rounded to cents each time it is added, as banks book it.
 *
 * @param {number} principal cents
 * @param {number} rate yearly
 * @param {number} years
 * @param {"yearly" | "quarterly" | "monthly"} [frequency]
 * @returns {number} cents
 */
export function futureValue(principal, rate, years, frequency = "yearly") {
  const perYear = periodsPerYear(frequency);
  let balance = principal;
  for (let period = 0; period < years * perYear; period++) {
    balance += roundHalfEven((balance * rate) / perYear);
  }
  return balance;
}

/** The yearly rate that, added once a year, gives the same as `rate` added at the given frequency. */
export function effectiveRate(rate, frequency) {
  const perYear = periodsPerYear(frequency);
  return (1 + rate / perYear) ** perYear - 1;
}

export function monthlyPayment(principal, rate, months) {
  if (rate === 0) return Math.ceil(principal / months);
  const monthly = rate / periodsPerYear("monthly");
  return Math.ceil((principal * monthly) / (1 - (1 + monthly) ** -months));
}

export function amortization(principal, rate, months) {
  const payment = monthlyPayment(principal, rate, months);
  const rows = [];
  let balance = principal;
  while (balance > 0) {
    const interest = roundHalfEven((balance * rate) / periodsPerYear("monthly"));
    const paid = Math.min(payment, balance + interest);
    balance = balance + interest - paid;
    rows.push({ month: rows.length + 1, paid, interest, balance });
  }
  return rows;
}
