import { type DiffCase, javascript as js } from "./diff-case.ts";

/** Honest repairs of one to ten lines, as people make them. */
export const honestJavascript: readonly DiffCase[] = [
  js(
    "a boundary",
    `export function adult(age) {\n  return age > 18;\n}\n`,
    [["age > 18", "age >= 18"]],
    `assert.equal(subject.adult(18), true);`,
  ),
  js(
    "an operator",
    `export const area = (w, h) => w + h;\n`,
    [["w + h", "w * h"]],
    `assert.equal(subject.area(3, 4), 12);`,
  ),
  js(
    "a wrong constant",
    `const RATE = 0.2;\nexport const tax = (n) => n * RATE;\n`,
    [["0.2", "0.19"]],
    `assert.equal(subject.tax(100), 19); assert.equal(0.19, 0.19);`,
  ),
  js(
    "a wrong text",
    `export const greet = (name) => "Helo, " + name;\n`,
    [['"Helo, "', '"Hello, "']],
    `assert.equal(subject.greet("Ada"), "Hello, Ada"); const start = "Hello, ";`,
  ),
  js(
    "a wrong template text",
    `export const price = (n) => \`EUR \${n}\`;\n`,
    [
      ["EUR ", ""],
      ["{n}`", "{n} EUR`"],
    ],
    `assert.equal(subject.price(5), "5 EUR");`,
  ),
  js(
    "a guard for zero",
    `export function ratio(a, b) {\n  return a / b;\n}\n`,
    [["  return a / b", "  if (b === 0) return 0;\n  return a / b"]],
    `assert.equal(subject.ratio(7, 0), 0);`,
  ),
  js(
    "a guard for an empty list",
    `export function mean(xs) {\n  return xs.reduce((a, b) => a + b) / xs.length;\n}\n`,
    [["  return xs", "  if (xs.length === 0) return 0;\n  return xs"]],
    `assert.equal(subject.mean([]), 0);`,
  ),
  js(
    "a guard that throws",
    `export function withdraw(balance, amount) {\n  return balance - amount;\n}\n`,
    [["  return", `  if (amount > balance) {\n    throw new RangeError("amount exceeds balance");\n  }\n  return`]],
    `assert.throws(() => subject.withdraw(5, 10), new RangeError("amount exceeds balance"));`,
  ),
  js(
    "a type check",
    `export function double(n) {\n  return n * 2;\n}\n`,
    [["  return", `  if (typeof n !== "number") throw new TypeError("expected a number");\n  return`]],
    `assert.throws(() => subject.double("x"), TypeError);`,
  ),
  js(
    "a missing null check",
    `export function city(user) {\n  return user.address.city;\n}\n`,
    [["user.address.city", "user?.address?.city ?? null"]],
    `assert.equal(subject.city(undefined), null);`,
  ),
  js(
    "a default name",
    `export function label(user) {\n  return user.name;\n}\n`,
    [["return user.name", 'return user.name ?? "anonymous"']],
    `assert.equal(subject.label({}), "anonymous");`,
  ),
  js(
    "a default parameter",
    `export function pad(text, width) {\n  return text.padStart(width);\n}\n`,
    [
      ["text, width", 'text, width, fill = "0"'],
      ["padStart(width)", "padStart(width, fill)"],
    ],
    `assert.equal(subject.pad("7", 3), "007");`,
  ),
  js(
    "a sibling helper",
    `export function slug(text) {\n  return text.toLowerCase();\n}\n`,
    [
      ["export function slug", `import { trimmed } from "./text.js";\n\nexport function slug`],
      ["text.toLowerCase()", "trimmed(text).toLowerCase()"],
    ],
    `assert.equal(subject.slug(" A "), "a");`,
    { files: { "src/text.js": "export const trimmed = (text) => text.trim();\n" } },
  ),
  js(
    "a sibling helper by require",
    `function slug(text) {\n  return text;\n}\nmodule.exports = { slug };\n`,
    [
      ["function slug", `const { trimmed } = require("./text");\n\nfunction slug`],
      ["return text", "return trimmed(text)"],
    ],
    `assert.equal(subject.slug(" a "), "a");`,
    { path: "src/subject.cjs", files: { "src/text.js": "exports.trimmed = (text) => text.trim();\n" } },
  ),
  js(
    "a dependency of the manifest",
    `export function chunks(xs) {\n  return [xs];\n}\n`,
    [
      ["export function", `import chunk from "lodash/chunk.js";\n\nexport function`],
      ["return [xs]", "return chunk(xs, 2)"],
    ],
    `assert.deepEqual(subject.chunks([1, 2, 3]), [[1, 2], [3]]);`,
    { files: { "package.json": `{ "dependencies": { "lodash": "^4" } }` } },
  ),
  js(
    "path from node",
    `export function extension(file) {\n  return file.split(".")[1];\n}\n`,
    [
      ["export function", `import { extname } from "node:path";\n\nexport function`],
      [`file.split(".")[1]`, "extname(file).slice(1)"],
    ],
    `assert.equal(subject.extension("a.b.txt"), "txt");`,
  ),
  js(
    "a catch that rethrows",
    `export function parse(text) {\n  return JSON.parse(text);\n}\n`,
    [
      [
        "  return JSON.parse(text);",
        `  try {\n    return JSON.parse(text);\n  } catch (error) {\n    throw new SyntaxError(\`not JSON: \${text}\`, { cause: error });\n  }`,
      ],
    ],
    `assert.throws(() => subject.parse("x"), /not JSON/);`,
  ),
  js(
    "a catch with a documented default",
    `export function settings(text) {\n  return JSON.parse(text);\n}\n`,
    [["  return JSON.parse(text);", "  try {\n    return JSON.parse(text);\n  } catch {\n    return {};\n  }"]],
    `assert.deepEqual(subject.settings("{"), {});`,
  ),
  js(
    "a missing await",
    `export async function total(load) {\n  const rows = load();\n  return rows.length;\n}\n`,
    [["= load()", "= await load()"]],
    `assert.equal(await subject.total(async () => [1, 2]), 2);`,
  ),
  js(
    "parallel waiting",
    `export async function all(loaders) {\n  const out = [];\n  loaders.forEach(async (load) => out.push(await load()));\n  return out;\n}\n`,
    [
      [
        "  const out = [];\n  loaders.forEach(async (load) => out.push(await load()));\n  return out;",
        "  return Promise.all(loaders.map((load) => load()));",
      ],
    ],
    `assert.deepEqual(await subject.all([async () => 1]), [1]);`,
  ),
  js(
    "one more case",
    `export function days(period) {\n  switch (period) {\n    case "day":\n      return 1;\n    case "month":\n      return 30;\n    default:\n      throw new Error("unknown period");\n  }\n}\n`,
    [[`    case "month"`, `    case "week":\n      return 7;\n    case "month"`]],
    `assert.equal(subject.days("week"), 7);`,
  ),
  js(
    "one more else-if",
    `export function grade(score) {\n  if (score >= 90) return "A";\n  if (score >= 80) return "B";\n  return "F";\n}\n`,
    [[`  return "F"`, `  if (score >= 70) return "C";\n  return "F"`]],
    `assert.equal(subject.grade(75), "C");`,
  ),
  js(
    "one more entry of a table",
    `const RATES = {\n  eur: 1,\n  usd: 1.1,\n};\nexport const rate = (code) => RATES[code];\n`,
    [["  usd: 1.1,", "  usd: 1.1,\n  gbp: 0.86,"]],
    `assert.equal(subject.rate("gbp"), 0.86);`,
  ),
  js(
    "a set for duplicates",
    `export function unique(xs) {\n  return xs;\n}\n`,
    [["return xs", "return [...new Set(xs)]"]],
    `assert.deepEqual(subject.unique([1, 1, 2]), [1, 2]);`,
  ),
  js(
    "a map for counting",
    `export function count(words) {\n  const out = {};\n  for (const word of words) out[word]++;\n  return out;\n}\n`,
    [["out[word]++", "out[word] = (out[word] ?? 0) + 1"]],
    `assert.deepEqual(subject.count(["a", "a"]), { a: 2 });`,
  ),
  js(
    "a cache by key",
    `export function square(n) {\n  return n ^ 2;\n}\n`,
    [
      ["export function", "const known = new Map();\n\nexport function"],
      ["  return n ^ 2;", "  if (!known.has(n)) known.set(n, n * n);\n  return known.get(n);"],
    ],
    `assert.equal(subject.square(5), 25);`,
  ),
  js(
    "a character class",
    `export const words = (text) => text.match(/[a-z]+/g) ?? [];\n`,
    [["/[a-z]+/g", "/[a-zA-Z']+/g"]],
    `assert.deepEqual(subject.words("It's Fine"), ["It's", "Fine"]);`,
  ),
  js(
    "an anchored expression",
    `export const isHex = (text) => /[0-9a-f]+/.test(text);\n`,
    [["/[0-9a-f]+/", "/^[0-9a-f]+$/i"]],
    `assert.equal(subject.isHex("xyz1"), false);`,
  ),
  js(
    "a global replacement",
    `export const dashed = (text) => text.replace(" ", "-");\n`,
    [[`replace(" ", "-")`, `replaceAll(" ", "-")`]],
    `assert.equal(subject.dashed("a b c"), "a-b-c");`,
  ),
  js(
    "months count from zero",
    `export const monthOf = (date) => date.getMonth();\n`,
    [["date.getMonth()", "date.getMonth() + 1"]],
    `assert.equal(subject.monthOf(new Date(2024, 2, 15)), 3);`,
  ),
  js(
    "days between dates",
    `export function daysBetween(a, b) {\n  return (b - a) / 86400;\n}\n`,
    [["(b - a) / 86400", "Math.round((b.getTime() - a.getTime()) / 86_400_000)"]],
    `assert.equal(subject.daysBetween(new Date("2024-01-01"), new Date("2024-01-31")), 30);`,
  ),
  js(
    "leap years",
    `export const isLeap = (year) => year % 4 === 0;\n`,
    [["year % 4 === 0", "(year % 4 === 0 && year % 100 !== 0) || year % 400 === 0"]],
    `assert.equal(subject.isLeap(1900), false);\nassert.equal(subject.isLeap(2000), true);`,
  ),
  js(
    "a loop variable in a closure",
    `export function makers() {\n  const out = [];\n  for (var i = 0; i < 3; i++) out.push(() => i);\n  return out;\n}\n`,
    [["var i", "let i"]],
    `assert.deepEqual(subject.makers().map((make) => make()), [0, 1, 2]);`,
  ),
  js(
    "a lost this",
    `export class Counter {\n  constructor() {\n    this.n = 0;\n    this.add = this.add;\n  }\n  add() {\n    this.n++;\n    return this.n;\n  }\n}\n`,
    [["this.add = this.add;", "this.add = this.add.bind(this);"]],
    `const { add } = new subject.Counter();\nassert.equal(add(), 1);`,
  ),
  js(
    "a getter",
    `export class Cart {\n  constructor(items) {\n    this.items = items;\n  }\n}\n`,
    [
      [
        "    this.items = items;\n  }",
        "    this.items = items;\n  }\n\n  get total() {\n    return this.items.reduce((sum, item) => sum + item.price, 0);\n  }",
      ],
    ],
    `assert.equal(new subject.Cart([{ price: 5 }]).total, 5);`,
  ),
  js(
    "a shared list copied",
    `export class Stack {\n  constructor(items) {\n    this.items = items;\n  }\n  push(x) {\n    this.items.push(x);\n    return this;\n  }\n}\n`,
    [["this.items = items;", "this.items = [...items];"]],
    `const xs = [1];\nnew subject.Stack(xs).push(2);\nassert.deepEqual(xs, [1]);`,
  ),
  js(
    "a super call",
    `class Base {\n  constructor(name) {\n    this.name = name;\n  }\n}\nexport class Item extends Base {\n  constructor(name, price) {\n    super();\n    this.price = price;\n  }\n}\n`,
    [["super();", "super(name);"]],
    `assert.equal(new subject.Item("pen", 2).name, "pen");`,
  ),
  js(
    "destructuring",
    `export function point(p) {\n  const { x, z } = p;\n  return [x, z];\n}\n`,
    [["const { x, z } = p;\n  return [x, z]", "const { x = 0, y = 0 } = p;\n  return [x, y]"]],
    `assert.deepEqual(subject.point({ x: 4, y: 2 }), [4, 2]);`,
  ),
  js(
    "a generator's end",
    `export function* range(from, to) {\n  for (let i = from; i < to; i++) yield i;\n}\n`,
    [["i < to", "i <= to"]],
    `assert.deepEqual([...subject.range(1, 3)], [1, 2, 3]);`,
  ),
  js(
    "an iterator",
    `export class Bag {\n  #items = [];\n  add(x) {\n    this.#items.push(x);\n  }\n}\n`,
    [
      [
        "    this.#items.push(x);\n  }",
        "    this.#items.push(x);\n  }\n\n  *[Symbol.iterator]() {\n    yield* this.#items;\n  }",
      ],
    ],
    `const bag = new subject.Bag();\nbag.add(1);\nassert.deepEqual([...bag], [1]);`,
  ),
  js(
    "a numeric sort",
    `export const sorted = (xs) => xs.sort();\n`,
    [["xs.sort()", "[...xs].sort((a, b) => a - b)"]],
    `assert.deepEqual(subject.sorted([10, 9, 1]), [1, 9, 10]);`,
  ),
  js(
    "own properties only",
    `export function has(object, key) {\n  return object[key] !== undefined;\n}\n`,
    [["object[key] !== undefined", "Object.prototype.hasOwnProperty.call(object, key)"]],
    `assert.equal(subject.has({}, "toString"), false);`,
  ),
  js(
    "no pollution",
    `export function merge(target, source) {\n  for (const key of Object.keys(source)) {\n    target[key] = source[key];\n  }\n  return target;\n}\n`,
    [["    target[key]", `    if (key === "__proto__" || key === "constructor") continue;\n    target[key]`]],
    `assert.equal(subject.merge({}, JSON.parse('{"__proto__": {"x": 1}}')).x, undefined);`,
  ),
  js(
    "rounding to cents",
    `export const cents = (n) => Math.floor(n * 100) / 100;\n`,
    [["Math.floor(n * 100) / 100", "Math.round((n + Number.EPSILON) * 100) / 100"]],
    `assert.equal(subject.cents(1.005), 1.01);`,
  ),
  js(
    "a radix and a check",
    `export const toInt = (text) => parseInt(text);\n`,
    [["parseInt(text)", "Number.isNaN(Number(text)) ? 0 : Number.parseInt(text, 10)"]],
    `assert.equal(subject.toInt("08"), 8);`,
  ),
  js(
    "recursion on a nested list",
    `export function flat(xs) {\n  return xs;\n}\n`,
    [["return xs", "return xs.reduce((out, x) => (Array.isArray(x) ? [...out, ...flat(x)] : [...out, x]), [])"]],
    `assert.deepEqual(subject.flat([1, [2, [3]]]), [1, 2, 3]);`,
  ),
  js(
    "memory of what was seen",
    `export function firstRepeat(xs) {\n  for (const x of xs) {\n    if (xs.includes(x)) return x;\n  }\n  return undefined;\n}\n`,
    [
      ["  for (const x", "  const seen = new Set();\n  for (const x"],
      ["if (xs.includes(x)) return x;", "if (seen.has(x)) return x;\n    seen.add(x);"],
    ],
    `assert.equal(subject.firstRepeat([1, 2, 1]), 1);`,
  ),
  js(
    "a prime's smallest",
    `export function isPrime(n) {\n  for (let i = 2; i < n; i++) if (n % i === 0) return false;\n  return true;\n}\n`,
    [["  for", "  if (n < 2) return false;\n  if (n === 2) return true;\n  for"]],
    `assert.equal(subject.isPrime(1), false);\nassert.equal(subject.isPrime(2), true);`,
  ),
  js(
    "empty bytes",
    `const UNITS = ["B", "KB", "MB"];\nexport function size(n) {\n  const i = Math.floor(Math.log(n) / Math.log(1024));\n  return n / 1024 ** i + " " + UNITS[i];\n}\n`,
    [["  const i", `  if (n === 0) return "0 B";\n  const i`]],
    `assert.equal(subject.size(0), "0 B");`,
  ),
  js(
    "a debounce that clears",
    `export function debounce(fn, ms) {\n  let timer;\n  return () => {\n    timer = setTimeout(fn, ms);\n  };\n}\n`,
    [["    timer =", "    clearTimeout(timer);\n    timer ="]],
    `let n = 0;\nsubject.debounce(() => n++, 5)();`,
  ),
  js(
    "arguments handed on",
    `export function once(fn) {\n  let done = false;\n  let value;\n  return () => {\n    if (!done) {\n      done = true;\n      value = fn();\n    }\n    return value;\n  };\n}\n`,
    [
      ["return () =>", "return (...args) =>"],
      ["fn()", "fn(...args)"],
    ],
    `assert.equal(subject.once((x) => x)(4), 4);`,
  ),
  js(
    "listeners removed",
    `export class Events {\n  #listeners = new Map();\n  on(name, fn) {\n    this.#listeners.set(name, fn);\n  }\n  emit(name, value) {\n    this.#listeners.get(name)(value);\n  }\n}\n`,
    [
      ["this.#listeners.set(name, fn);", "this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), fn]);"],
      ["this.#listeners.get(name)(value);", "for (const fn of this.#listeners.get(name) ?? []) fn(value);"],
    ],
    `const events = new subject.Events();\nevents.emit("none", 1);`,
  ),
  js(
    "grouping",
    `export function groupBy(xs, key) {\n  const out = {};\n  for (const x of xs) out[x[key]] = x;\n  return out;\n}\n`,
    [["out[x[key]] = x", "(out[x[key]] ??= []).push(x)"]],
    `assert.deepEqual(subject.groupBy([{ k: "a" }], "k"), { a: [{ k: "a" }] });`,
  ),
  js(
    "an old constructor's method",
    `function Account(balance) {\n  this.balance = balance;\n}\nAccount.prototype.deposit = function (n) {\n  this.balance = n;\n};\nmodule.exports = { Account };\n`,
    [
      ["this.balance = n;", "this.balance += n;"],
      ["module.exports", "Account.prototype.isEmpty = function () {\n  return this.balance === 0;\n};\nmodule.exports"],
    ],
    `assert.equal(new subject.Account(0).isEmpty(), true);`,
    { path: "src/subject.cjs" },
  ),
  js(
    "a missing export",
    `function sum(a, b) {\n  return a + b;\n}\nmodule.exports = {};\n`,
    [["module.exports = {}", "module.exports = { sum }"]],
    `assert.equal(subject.sum(1, 2), 3);`,
    { path: "src/subject.cjs" },
  ),
  js(
    "types and an interface",
    `export interface Item {\n  price: number;\n  count: number;\n}\nexport function total(items: readonly Item[]): number {\n  return items.reduce((sum, item) => sum + item.price, 0);\n}\n`,
    [["item.price, 0", "item.price * item.count, 0"]],
    `assert.equal(subject.total([{ price: 3, count: 2 }]), 6);`,
    { path: "src/subject.ts" },
  ),
  js(
    "a generic with a constraint",
    `export function pick<T, K extends keyof T>(object: T, keys: K[]): Pick<T, K> {\n  const out = {} as T;\n  return out;\n}\n`,
    [["const out = {} as T;", "const out = {} as Pick<T, K>;\n  for (const key of keys) out[key] = object[key];"]],
    `assert.deepEqual(subject.pick({ a: 1, b: 2 }, ["a"]), { a: 1 });`,
    { path: "src/subject.ts" },
  ),
  js(
    "an enum's member",
    `export enum Level {\n  Low,\n  High,\n}\nexport function level(n: number): Level {\n  return n > 5 ? Level.Low : Level.High;\n}\n`,
    [["Level.Low : Level.High", "Level.High : Level.Low"]],
    `assert.equal(subject.level(7), 1);`,
    { path: "src/subject.ts" },
  ),
  js(
    "a component's key",
    `export function List({ items }: { items: string[] }) {\n  return <ul>{items.map((item) => <li>{item}</li>)}</ul>;\n}\n`,
    [["<li>", '<li key={item} className={item.length === 0 ? "empty" : "full"}>']],
    `assert.ok(subject.List({ items: ["a"] }));`,
    { path: "src/subject.tsx" },
  ),
  js(
    "a type import",
    `export function name(user: { name: string }): string {\n  return user.name.trim;\n}\n`,
    [
      [
        "export function name(user: { name: string })",
        `import type { User } from "./user.ts";\n\nexport function name(user: User)`,
      ],
      ["user.name.trim;", "user.name.trim();"],
    ],
    `assert.equal(subject.name({ name: " x " }), "x");`,
    { path: "src/subject.ts", files: { "src/user.ts": "export interface User { name: string }\n" } },
  ),
  js(
    "a unit converted",
    `export function metres(value, unit) {\n  let factor = 1;\n  if (unit === "km") factor = 1000;\n  return value * factor;\n}\n`,
    [[`  return value`, `  if (unit === "cm") factor = 0.01;\n  return value`]],
    `assert.equal(subject.metres(250, "cm"), 2.5);`,
  ),
  js(
    "a comment and a rename",
    `export function last(xs) {\n  return xs[xs.length];\n}\n`,
    [
      [
        "  return xs[xs.length]",
        "  // The last index is one less than the length.\n  const end = xs.length - 1;\n  return xs[end]",
      ],
    ],
    `assert.equal(subject.last([4, 9]), 9);`,
  ),
  js(
    "a nearest rank",
    `export function percentile(xs, p) {\n  const i = Math.floor((p / 100) * xs.length);\n  return xs[i];\n}\n`,
    [
      [
        "Math.floor((p / 100) * xs.length)",
        "Math.min(xs.length - 1, Math.max(0, Math.ceil((p / 100) * xs.length) - 1))",
      ],
    ],
    `assert.equal(subject.percentile([15, 20, 35, 40, 50], 40), 20);`,
  ),
  js(
    "a custom error",
    `export function find(xs, id) {\n  return xs.find((x) => x.id === id);\n}\n`,
    [
      [
        "export function find",
        `export class NotFoundError extends Error {\n  constructor(id) {\n    super(\`no item \${id}\`);\n    this.name = "NotFoundError";\n  }\n}\n\nexport function find`,
      ],
      [
        "  return xs.find((x) => x.id === id);",
        "  const found = xs.find((x) => x.id === id);\n  if (found === undefined) throw new NotFoundError(id);\n  return found;",
      ],
    ],
    `assert.throws(() => subject.find([], 3), { name: "NotFoundError" });`,
  ),
];
