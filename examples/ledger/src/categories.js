/**
 * @typedef {object} Rule
 * @property {string} category
 * @property {string[]} [any] one of these words is enough
 * @property {string[]} [all] each of these words must occur
 * @property {number} [atLeast] smallest amount in cents, whatever its sign
 */

export const UNCATEGORIZED = "Uncategorized";

function wordsOf(description) {
  return description
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

function matches(rule, transaction) {
  if (rule.atLeast !== undefined && Math.abs(transaction.amount) < rule.atLeast) return false;
  const words = wordsOf(transaction.description);
  if (rule.all !== undefined) return rule.all.some((word) => words.includes(word));
  return (rule.any ?? []).some((word) => words.includes(word));
}

/**
 * The category of a transaction: that of the first rule that matches.
 *
 * @param {{ description: string, amount: number }} transaction
 * @param {Rule[]} rules
 * @returns {string}
 */
export function categorize(transaction, rules) {
  const rule = rules.find((candidate) => matches(candidate, transaction));
  return rule === undefined ? UNCATEGORIZED : rule.category;
}

export function totalsByCategory(transactions, rules) {
  const totals = new Map();
  for (const transaction of transactions) {
    const category = categorize(transaction, rules);
    totals.set(category, (totals.get(category) ?? 0) + transaction.amount);
  }
  return new Map([...totals].sort(([a], [b]) => a.localeCompare(b)));
}

/**
 * Words of transactions that no rule matches, most frequent first: candidates for new rules.
 *
 * @param {{ description: string, amount: number }[]} transactions
 * @param {Rule[]} rules
 * @param {number} [limit]
 * @returns {string[]}
 */
export function unknownWords(transactions, rules, limit = 5) {
  const counts = new Map();
  for (const transaction of transactions) {
    if (categorize(transaction, rules) !== UNCATEGORIZED) continue;
    for (const word of new Set(wordsOf(transaction.description))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([wordA, countA], [wordB, countB]) => countB - countA || wordA.localeCompare(wordB))
    .slice(0, limit)
    .map(([word]) => word);
}
