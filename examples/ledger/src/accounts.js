const TYPES = ["asset", "liability", "equity", "income", "expense"];

/** Whether debits increase accounts of this type. */
export function isDebitNormal(type) {
  return type === "asset" || type === "expense";
}

/**
 * @typedef {{ account: string, amount: number }} Posting a positive amount is a debit, a negative one a credit
 * @typedef {{ date: string, memo: string, postings: Posting[] }} Entry
 */

/** Accounts and the entries posted to them. Entries are kept in the order of their dates. */
export class Ledger {
  #accounts = new Map();
  #entries = [];

  /**
   * @param {string} name
   * @param {"asset" | "liability" | "equity" | "income" | "expense"} type
   * @param {{ overdraft?: number }} [options] how far below zero an asset may go, in cents; unlimited when left out
   */
  open(name, type, options = {}) {
    if (!TYPES.includes(type)) throw new TypeError(`unknown account type: ${type}`);
    if (this.#accounts.has(name)) throw new Error(`account exists already: ${name}`);
    this.#accounts.set(name, { name, type, overdraft: options.overdraft ?? Infinity });
  }

  /** @returns {{ name: string, type: string }[]} sorted by name */
  accounts() {
    return [...this.#accounts.values()]
      .map(({ name, type }) => ({ name, type }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  typeOf(name) {
    return this.#account(name).type;
  }

  /**
   * Adds an entry.
   *
   * @param {Entry} entry
   * @throws {Error} when it does not balance, names an unknown account or overdraws one; nothing is posted then
   */
  post({ date, memo, postings }) {
    if (postings.length < 2) throw new Error("an entry needs at least two postings");
    const sum = postings.reduce((total, posting) => total + posting.amount, 0);
    if (sum !== 0) throw new Error(`entry is out of balance by ${sum}`);
    for (const { account, amount } of postings) {
      const { type, overdraft } = this.#account(account);
      if (type === "asset" && amount < 0 && this.balance(account) + amount < -overdraft) {
        throw new Error(`overdrawn: ${account}`);
      }
    }
    const entry = { date, memo, postings: postings.map((posting) => ({ ...posting })) };
    const after = this.#entries.findIndex((other) => other.date > date);
    this.#entries.splice(after === -1 ? this.#entries.length : after, 0, entry);
  }

  transfer(date, memo, from, to, amount) {
    this.post({
      date,
      memo,
      postings: [
        { account: to, amount },
        { account: from, amount: -amount },
      ],
    });
  }

  /** @returns {Entry[]} oldest first */
  entries() {
    return [...this.#entries];
  }

  /**
   * @param {string} name
   * @param {string} [asOf] the last day that counts; everything when left out
   * @returns {number} cents, positive in the direction the account normally grows
   */
  balance(name, asOf = "9999-12-31") {
    const { type } = this.#account(name);
    let debit = 0;
    for (const entry of this.#entries) {
      if (entry.date > asOf) break;
      for (const posting of entry.postings) {
        if (posting.account === name) debit += posting.amount;
      }
    }
    return isDebitNormal(type) ? debit : 0 - debit;
  }

  #account(name) {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new Error(`no such account: ${name}`);
    return account;
  }
}
