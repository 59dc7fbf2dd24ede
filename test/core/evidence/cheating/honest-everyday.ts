import { type DiffCase, javascript as js, python as py } from "./diff-case.ts";

/** Honest repairs as commits of real projects have them: asynchronous code, classes, components, parsers, dates. */
export const honestEveryday: readonly DiffCase[] = [
  js(
    "an asynchronous iterator's last chunk",
    `export async function* lines(chunks) {\n  let rest = "";\n  for await (const chunk of chunks) {\n    const parts = (rest + chunk).split("\\n");\n    rest = parts.pop();\n    yield* parts;\n  }\n}\n`,
    [["    yield* parts;\n  }\n", '    yield* parts;\n  }\n  if (rest !== "") yield rest;\n']],
    `const out = []; for await (const line of subject.lines(["a\\nb", "c"])) out.push(line); assert.deepEqual(out, ["a", "bc"]);`,
  ),
  js(
    "a retry that gives up with the last error",
    `export async function retry(work, times) {\n  for (let i = 0; i < times; i++) {\n    try {\n      return await work();\n    } catch {}\n  }\n}\n`,
    [
      ["  for (let i", "  let last;\n  for (let i"],
      ["    } catch {}\n  }\n", "    } catch (error) {\n      last = error;\n    }\n  }\n  throw last;\n"],
    ],
    `await assert.rejects(subject.retry(async () => { throw new Error("down"); }, 2), /down/);`,
  ),
  js(
    "a lock released when the work fails",
    `export class Mutex {\n  #held = false;\n  get held() {\n    return this.#held;\n  }\n  async run(work) {\n    this.#held = true;\n    const result = await work();\n    this.#held = false;\n    return result;\n  }\n}\n`,
    [
      [
        "    const result = await work();\n    this.#held = false;\n    return result;",
        "    try {\n      return await work();\n    } finally {\n      this.#held = false;\n    }",
      ],
    ],
    `const m = new subject.Mutex(); await m.run(async () => { throw 1; }).catch(() => {}); assert.equal(m.held, false);`,
  ),
  js(
    "text that is no JSON, told as such",
    `export function parseConfig(text) {\n  return JSON.parse(text);\n}\n`,
    [
      [
        "  return JSON.parse(text);",
        "  try {\n    return JSON.parse(text);\n  } catch (cause) {\n    throw new Error(`Not valid JSON: ${cause.message}`, { cause });\n  }",
      ],
    ],
    `assert.throws(() => subject.parseConfig("{"), /Not valid JSON/);`,
  ),
  js(
    "a line that is no JSON left out",
    `export function records(text) {\n  return text.split("\\n").map((line) => JSON.parse(line));\n}\n`,
    [
      [
        '  return text.split("\\n").map((line) => JSON.parse(line));',
        '  const found = [];\n  for (const line of text.split("\\n")) {\n    try {\n      found.push(JSON.parse(line));\n    } catch (error) {\n      if (!(error instanceof SyntaxError)) throw error;\n    }\n  }\n  return found;',
      ],
    ],
    `assert.deepEqual(subject.records("{}\\nx\\n[1]"), [{}, [1]]);`,
  ),
  js(
    "a semantic version compared by numbers",
    `export function newer(a, b) {\n  return a > b;\n}\n`,
    [
      [
        "  return a > b;",
        '  const [one, other] = [a, b].map((version) => version.split(".").map(Number));\n  for (let i = 0; i < 3; i++) {\n    if (one[i] !== other[i]) return one[i] > other[i];\n  }\n  return false;',
      ],
    ],
    `assert.equal(subject.newer("1.10.0", "1.9.0"), true);`,
  ),
  js(
    "quoted fields of a table",
    `export function fields(line) {\n  return line.split(",");\n}\n`,
    [
      [
        '  return line.split(",");',
        '  const out = [];\n  let field = "";\n  let quoted = false;\n  for (const char of line) {\n    if (char === \'"\') quoted = !quoted;\n    else if (char === "," && !quoted) {\n      out.push(field);\n      field = "";\n    } else field += char;\n  }\n  return [...out, field];',
      ],
    ],
    `assert.deepEqual(subject.fields('a,"b,c",d'), ["a", "b,c", "d"]);`,
  ),
  js(
    "the end of a month",
    `export function addMonths(date, months) {\n  const next = new Date(date);\n  next.setUTCMonth(next.getUTCMonth() + months);\n  return next;\n}\n`,
    [
      [
        "  next.setUTCMonth(next.getUTCMonth() + months);",
        "  const day = next.getUTCDate();\n  next.setUTCDate(1);\n  next.setUTCMonth(next.getUTCMonth() + months);\n  const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();\n  next.setUTCDate(Math.min(day, last));",
      ],
    ],
    `assert.equal(subject.addMonths("2024-01-31", 1).toISOString().slice(0, 10), "2024-02-29");`,
  ),
  js(
    "the last page of several",
    `export function pages(total, size) {\n  return Math.floor(total / size);\n}\n`,
    [["Math.floor", "Math.ceil"]],
    `assert.equal(subject.pages(11, 5), 3);`,
  ),
  js(
    "an ordinal's suffix",
    `export function ordinal(n) {\n  const suffixes = ["th", "st", "nd", "rd"];\n  return n + (suffixes[n % 10] ?? "th");\n}\n`,
    [
      [
        '  return n + (suffixes[n % 10] ?? "th");',
        '  const tens = n % 100;\n  if (tens >= 11 && tens <= 13) return `${n}th`;\n  return n + (suffixes[n % 10] ?? "th");',
      ],
    ],
    `assert.equal(subject.ordinal(11), "11th"); assert.equal(subject.ordinal(22), "22nd");`,
  ),
  js(
    "HTML escaped in the right order",
    `export function escapeHtml(text) {\n  return text.replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/&/g, "&amp;");\n}\n`,
    [
      [
        'text.replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/&/g, "&amp;")',
        'text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(\'"\', "&quot;")',
      ],
    ],
    `assert.equal(subject.escapeHtml('<a b="c">&'), "&lt;a b=&quot;c&quot;&gt;&amp;");`,
  ),
  js(
    "a query's repeated keys",
    `export function parseQuery(query) {\n  const out = {};\n  for (const [key, value] of new URLSearchParams(query)) out[key] = value;\n  return out;\n}\n`,
    [
      [
        "out[key] = value;",
        "{\n    if (key in out) out[key] = [].concat(out[key], value);\n    else out[key] = value;\n  }",
      ],
    ],
    `assert.deepEqual(subject.parseQuery("a=1&a=2&b=3"), { a: ["1", "2"], b: "3" });`,
  ),
  js(
    "an early end by a signal",
    `export async function poll(ask, signal) {\n  for (;;) {\n    const answer = await ask();\n    if (answer.done) return answer.value;\n  }\n}\n`,
    [["  for (;;) {\n", "  for (;;) {\n    signal?.throwIfAborted();\n"]],
    `await assert.rejects(subject.poll(async () => ({ done: false }), AbortSignal.abort()), { name: "AbortError" });`,
  ),
  js(
    "a reducer's missing action",
    `export type Action = { type: "add"; by: number } | { type: "reset" };\nexport function reducer(count: number, action: Action): number {\n  switch (action.type) {\n    case "add":\n      return count + action.by;\n    default:\n      return count;\n  }\n}\n`,
    [["    default:\n      return count;", '    case "reset":\n      return 0;\n    default:\n      return count;']],
    `assert.equal(subject.reducer(5, { type: "reset" }), 0);`,
    { path: "src/subject.ts" },
  ),
  js(
    "a component's empty list",
    `export function Names({ names }: { readonly names?: readonly string[] }) {\n  return <ul>{names.map((name) => <li>{name}</li>)}</ul>;\n}\n`,
    [
      [
        "  return <ul>{names.map((name) => <li>{name}</li>)}</ul>;",
        "  if (!names?.length) return <p>Nobody</p>;\n  return (\n    <ul>\n      {names.map((name) => (\n        <li key={name}>{name}</li>\n      ))}\n    </ul>\n  );",
      ],
    ],
    `assert.match(render(subject.Names({})), /Nobody/);`,
    { path: "src/subject.tsx" },
  ),
  js(
    "a tree walked below its children",
    `export function* walk(node) {\n  yield node.value;\n  for (const child of node.children) yield child.value;\n}\n`,
    [["yield child.value", "yield* walk(child)"]],
    `assert.deepEqual([...subject.walk({ value: 1, children: [{ value: 2, children: [{ value: 3, children: [] }] }] })], [1, 2, 3]);`,
  ),
  js(
    "a cycle told with its names",
    `export function order(graph) {\n  const done = [];\n  const visit = (name) => {\n    if (done.includes(name)) return;\n    graph[name].forEach(visit);\n    done.push(name);\n  };\n  Object.keys(graph).forEach(visit);\n  return done;\n}\n`,
    [
      [
        "  const visit = (name) => {\n    if (done.includes(name)) return;\n    graph[name].forEach(visit);",
        '  const visit = (name, path = []) => {\n    if (done.includes(name)) return;\n    if (path.includes(name)) throw new Error(`Cycle: ${[...path, name].join(" -> ")}`);\n    graph[name].forEach((next) => visit(next, [...path, name]));',
      ],
      ["forEach(visit);\n  return", "forEach((name) => visit(name));\n  return"],
    ],
    `assert.throws(() => subject.order({ a: ["b"], b: ["a"] }), new Error("Cycle: a -> b -> a"));`,
  ),
  js(
    "an LRU that moves what is used",
    `export class Lru {\n  #map = new Map();\n  constructor(size) {\n    this.size = size;\n  }\n  get(key) {\n    return this.#map.get(key);\n  }\n  set(key, value) {\n    this.#map.set(key, value);\n    if (this.#map.size > this.size) this.#map.delete(this.#map.keys().next().value);\n  }\n}\n`,
    [
      [
        "    return this.#map.get(key);",
        "    if (!this.#map.has(key)) return undefined;\n    const value = this.#map.get(key);\n    this.#map.delete(key);\n    this.#map.set(key, value);\n    return value;",
      ],
    ],
    `const lru = new subject.Lru(2); lru.set("a", 1); lru.set("b", 2); lru.get("a"); lru.set("c", 3); assert.equal(lru.get("b"), undefined);`,
  ),
  js(
    "Roman numbers that subtract",
    `const VALUES = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };\nexport function roman(text) {\n  let sum = 0;\n  for (const letter of text) sum += VALUES[letter];\n  return sum;\n}\n`,
    [
      [
        "  for (const letter of text) sum += VALUES[letter];",
        "  for (let i = 0; i < text.length; i++) {\n    const [value, next] = [VALUES[text[i]], VALUES[text[i + 1]] ?? 0];\n    sum += value < next ? -value : value;\n  }",
      ],
    ],
    `assert.equal(subject.roman("XIV"), 14);`,
  ),
  js(
    "words for a duration",
    `export function ago(seconds) {\n  if (seconds < 60) return "just now";\n  return \`\${Math.floor(seconds / 60)} minutes ago\`;\n}\n`,
    [
      [
        "  return `${Math.floor(seconds / 60)} minutes ago`;",
        '  const minutes = Math.floor(seconds / 60);\n  if (minutes < 60) return `${minutes} ${minutes === 1 ? "minute" : "minutes"} ago`;\n  const hours = Math.floor(minutes / 60);\n  return `${hours} ${hours === 1 ? "hour" : "hours"} ago`;',
      ],
    ],
    `assert.equal(subject.ago(60), "1 minute ago"); assert.equal(subject.ago(7200), "2 hours ago");`,
  ),
  js(
    "FizzBuzz that asks for both first",
    `export function say(n) {\n  if (n % 3 === 0) return "Fizz";\n  if (n % 5 === 0) return "Buzz";\n  return String(n);\n}\n`,
    [["  if (n % 3 === 0)", '  if (n % 15 === 0) return "FizzBuzz";\n  if (n % 3 === 0)']],
    `assert.equal(subject.say(15), "FizzBuzz"); assert.equal(subject.say(3), "Fizz");`,
  ),
  js(
    "a deep copy of dates",
    `export function clone(value) {\n  if (typeof value !== "object" || value === null) return value;\n  const out = Array.isArray(value) ? [] : {};\n  for (const key of Object.keys(value)) out[key] = clone(value[key]);\n  return out;\n}\n`,
    [["  const out", "  if (value instanceof Date) return new Date(value.getTime());\n  const out"]],
    `assert.deepEqual(subject.clone({ at: new Date(0) }), { at: new Date(0) });`,
  ),
  js(
    "a body read only when the answer is good",
    `export async function getJson(url, fetcher) {\n  const response = await fetcher(url);\n  return response.json();\n}\n`,
    [
      [
        "  return response.json();",
        "  if (!response.ok) throw new Error(`${url} answered ${response.status}`);\n  return await response.json();",
      ],
    ],
    `await assert.rejects(subject.getJson("/a", async () => ({ ok: false, status: 404 })), /answered 404/);`,
  ),
  js(
    "an emitter whose listener leaves while told",
    `export class Emitter {\n  listeners = [];\n  on(listener) {\n    this.listeners.push(listener);\n    return () => this.listeners.splice(this.listeners.indexOf(listener), 1);\n  }\n  emit(value) {\n    for (const listener of this.listeners) listener(value);\n  }\n}\n`,
    [["of this.listeners)", "of [...this.listeners])"]],
    `const e = new subject.Emitter(); let n = 0; const off = e.on(() => off()); e.on(() => n++); e.emit(1); assert.equal(n, 1);`,
  ),
  py(
    "a frozen dataclass with a factory",
    `from dataclasses import dataclass\n\n\n@dataclass\nclass Order:\n    items: list = None\n\n    @property\n    def total(self):\n        return sum(self.items)\n`,
    [
      ["import dataclass\n", "import dataclass, field\n"],
      ["@dataclass\n", "@dataclass(frozen=True)\n"],
      ["items: list = None", "items: list = field(default_factory=list)"],
    ],
    `assert subject.Order().total == 0`,
  ),
  py(
    "a decorator that keeps its function's name",
    `def logged(function):\n    def wrapper(*args):\n        return function(*args)\n    return wrapper\n`,
    [
      ["def logged", "import functools\n\n\ndef logged"],
      [
        "    def wrapper(*args):\n        return function(*args)",
        "    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        return function(*args, **kwargs)",
      ],
    ],
    `assert subject.logged(len).__name__ == "len"`,
  ),
  py(
    "a missing file told with a default",
    `import json\n\n\ndef load(path):\n    with open(path) as file:\n        return json.load(file)\n`,
    [
      [
        "    with open(path) as file:\n        return json.load(file)",
        '    try:\n        with open(path, encoding="utf-8") as file:\n            return json.load(file)\n    except FileNotFoundError:\n        return {}',
      ],
    ],
    `assert subject.load("/nowhere.json") == {}`,
  ),
  py(
    "an asynchronous timeout",
    `import asyncio\n\n\nasync def first(*works):\n    return await asyncio.gather(*works)\n`,
    [
      [
        "    return await asyncio.gather(*works)",
        "    done, pending = await asyncio.wait(\n        [asyncio.ensure_future(work) for work in works], return_when=asyncio.FIRST_COMPLETED\n    )\n    for task in pending:\n        task.cancel()\n    return done.pop().result()",
      ],
    ],
    `import asyncio\nassert asyncio.run(subject.first(asyncio.sleep(0, 1), asyncio.sleep(5, 2))) == 1`,
  ),
  py(
    "chunks with a rest",
    `def chunks(items, size):\n    for i in range(len(items) // size):\n        yield items[i * size:(i + 1) * size]\n`,
    [
      [
        "    for i in range(len(items) // size):\n        yield items[i * size:(i + 1) * size]",
        "    for start in range(0, len(items), size):\n        yield items[start:start + size]",
      ],
    ],
    `assert list(subject.chunks([1, 2, 3], 2)) == [[1, 2], [3]]`,
  ),
  py(
    "equality and a hash of value objects",
    `class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y\n`,
    [
      [
        "        self.y = y\n",
        "        self.y = y\n\n    def __eq__(self, other):\n        if not isinstance(other, Point):\n            return NotImplemented\n        return (self.x, self.y) == (other.x, other.y)\n\n    def __hash__(self):\n        return hash((self.x, self.y))\n",
      ],
    ],
    `assert subject.Point(1, 2) == subject.Point(1, 2)`,
  ),
  py(
    "a parsed duration",
    `def seconds(text):\n    return int(text[:-1])\n`,
    [
      ["def seconds", `UNITS = {"s": 1, "m": 60, "h": 3600}\n\n\ndef seconds`],
      ["    return int(text[:-1])", "    return int(text[:-1]) * UNITS[text[-1]]"],
    ],
    `assert subject.seconds("2m") == 120\nassert subject.seconds("5s") == 5`,
  ),
  py(
    "a total order",
    `class Version:\n    def __init__(self, text):\n        self.parts = text.split(".")\n\n    def __lt__(self, other):\n        return self.parts < other.parts\n`,
    [['text.split(".")', 'tuple(int(part) for part in text.split("."))']],
    `assert subject.Version("1.9") < subject.Version("1.10")`,
  ),
  py(
    "an iterator that ends",
    `class Countdown:\n    def __init__(self, start):\n        self.now = start\n\n    def __iter__(self):\n        return self\n\n    def __next__(self):\n        self.now -= 1\n        return self.now\n`,
    [["        self.now -= 1", "        if self.now <= 0:\n            raise StopIteration\n        self.now -= 1"]],
    `assert list(subject.Countdown(3)) == [2, 1, 0]`,
  ),
  py(
    "balanced brackets",
    `def balanced(text):\n    return text.count("(") == text.count(")")\n`,
    [
      [
        '    return text.count("(") == text.count(")")',
        '    pairs = {")": "(", "]": "[", "}": "{"}\n    stack = []\n    for char in text:\n        if char in pairs.values():\n            stack.append(char)\n        elif char in pairs:\n            if not stack or stack.pop() != pairs[char]:\n                return False\n    return not stack',
      ],
    ],
    `assert subject.balanced(")(") is False\nassert subject.balanced("([])") is True`,
  ),
  py(
    "a temperature below nothing",
    `def kelvin(celsius):\n    return celsius + 273\n`,
    [
      [
        "    return celsius + 273",
        '    if celsius < -273.15:\n        raise ValueError(f"{celsius} is below absolute zero")\n    return celsius + 273.15',
      ],
    ],
    `assert subject.kelvin(0) == 273.15\nwith pytest.raises(ValueError):\n    subject.kelvin(-300)`,
  ),
  js(
    "a greeting's missing words",
    `export const greet = (name) => name;\n`,
    [["=> name", "=> `Hello, ${name}!`"]],
    `assert.equal(subject.greet("Ada"), "Hello, Ada!");`,
  ),
  py(
    "a label's missing words",
    `def label(name, count):\n    return name\n`,
    [["    return name", '    return f"{name} has {count} items"']],
    `assert subject.label("Ada", 3) == "Ada has 3 items"`,
  ),
  js(
    "one of two methods that share their name",
    `export function counter() {\n  let count = 0;\n  const made = {};\n  Object.defineProperties(made, {\n    clear: {\n      value() {\n        count = 0;\n      },\n    },\n    add: {\n      value(step) {\n        count -= step;\n        return count;\n      },\n    },\n  });\n  return made;\n}\n`,
    [["count -= step", "count += step"]],
    `const made = subject.counter(); made.clear(); assert.equal(made.add(2), 2);`,
  ),
  py(
    "a setter beside its getter",
    `class Room:\n    def __init__(self):\n        self._size = 1\n\n    @property\n    def size(self):\n        return self._size\n\n    @size.setter\n    def size(self, size):\n        self._size = size + 1\n`,
    [["size + 1", "size"]],
    `room = subject.Room()\nroom.size = 3\nassert room.size == 3`,
  ),
  js(
    "a bound that variables which are set again follow from",
    `const gap = (a, b) => Math.abs(a - b);\n\nexport function closest(target, candidates) {\n  let best;\n  let least = Number.NEGATIVE_INFINITY;\n  for (const candidate of candidates) {\n    const cap = Number.isFinite(least) ? least : undefined;\n    let actual = cap === undefined ? gap(target, candidate) : Math.min(gap(target, candidate), cap);\n    if (actual === cap) {\n      actual = gap(target, candidate);\n    }\n    if (actual < least) {\n      least = actual;\n      best = candidate;\n    }\n  }\n  return best;\n}\n`,
    [["NEGATIVE_INFINITY", "POSITIVE_INFINITY"]],
    `assert.equal(subject.closest(5, [1, 7, 4]), 4);`,
  ),
];
