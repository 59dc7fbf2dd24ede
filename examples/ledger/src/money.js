// Amounts are whole cents: 12.50 is 1250.

const AMOUNT = /^([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;

/**
 * Rounds to a whole number; an exact half goes to the even neighbour, as banks do.
 *
 * @param {number} value
 * @returns {number}
 */
export function roundHalfEven(value) {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest < 0.5) return below;
  if (rest > 0.5) return below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Reads an amount as people write it: "12", "12.5", "-1,204.99".
 *
 * @param {string} text
 * @returns {number} cents
 * @throws {TypeError} when the text is no amount
 */
export function parseAmount(text) {
  const match = AMOUNT.exec(text.trim());
  if (match === null) throw new TypeError(`not an amount: "${text}"`);
  const [, sign, whole, fraction = ""] = match;
  const cents = Number(whole.replaceAll(",", "")) * 100 + Number(fraction.padEnd(2, "0"));
  return sign === "-" ? 0 - cents : cents;
}

export function formatAmount(cents, symbol = "") {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = cents < 0 ? "-" : "";
  return `${sign}${symbol}${whole}.${digits.slice(-2)}`;
}

/**
 * Splits an amount by weights without losing a cent: what rounding leaves over goes to the first shares.
 *
 * @param {number} cents
 * @param {number[]} weights none negative, at least one positive
 * @returns {number[]} one share per weight, together exactly `cents`
 */
export function allocate(cents, weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw new RangeError("weights must add up to more than zero");
  const shares = weights.map((weight) => Math.trunc((cents * weight) / total));
  let left = cents - shares.reduce((sum, share) => sum + share, 0);
  const step = Math.sign(left);
  for (let i = 0; left !== 0; i++) {
    if (weights[i] === 0) continue;
    shares[i] += step;
    left -= step;
  }
  return shares;
}
