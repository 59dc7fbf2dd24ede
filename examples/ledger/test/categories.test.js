import assert from "node:assert/strict";
import { test } from "node:test";
import { categorize, totalsByCategory, UNCATEGORIZED, unknownWords } from "../src/categories.js";

const rules = [
  { category: "Insurance", all: ["car", "insurance"] },
  { category: "Car", any: ["car", "fuel"] },
  { category: "Large purchases", any: ["electronics"], atLeast: 50000 },
  { category: "Shopping", any: ["electronics", "books"] },
];

test("one word of a rule is enough", () => {
  assert.equal(categorize({ description: "FUEL station 12", amount: -4000 }, rules), "Car");
});

test("parts of words do not count", () => {
  assert.equal(categorize({ description: "Carpet shop", amount: -4000 }, rules), UNCATEGORIZED);
});

test("a rule may ask for several words together", () => {
  assert.equal(categorize({ description: "Insurance for car AB-123", amount: -30000 }, rules), "Insurance");
  assert.equal(categorize({ description: "Car wash", amount: -1500 }, rules), "Car");
});

test("a rule may ask for a smallest amount", () => {
  assert.equal(categorize({ description: "Electronics Ltd", amount: -50000 }, rules), "Large purchases");
  assert.equal(categorize({ description: "Electronics Ltd", amount: -49999 }, rules), "Shopping");
});

test("totals are added up by category and sorted", () => {
  const transactions = [
    { description: "Books & more", amount: -2000 },
    { description: "Car wash", amount: -1500 },
    { description: "Books & more", amount: 500 },
  ];
  assert.deepEqual(
    [...totalsByCategory(transactions, rules)],
    [
      ["Car", -1500],
      ["Shopping", -1500],
    ],
  );
});

test("frequent words of unmatched transactions are suggested", () => {
  const transactions = [
    { description: "Bakery Miller", amount: -300 },
    { description: "Bakery Olson", amount: -300 },
    { description: "Fuel", amount: -300 },
  ];
  assert.deepEqual(unknownWords(transactions, rules, 2), ["bakery", "miller"]);
});
