import { type DiffCase, python as py } from "./diff-case.ts";

/** Honest repairs of one to ten lines, as people make them. */
export const honestPython: readonly DiffCase[] = [
  py("a boundary", `def adult(age):\n    return age > 18\n`, [["> 18", ">= 18"]], `assert subject.adult(18)`),
  py(
    "an empty list",
    `def mean(items):\n    return sum(items) / len(items)\n`,
    [["    return", "    if not items:\n        return 0.0\n    return"]],
    `assert subject.mean([]) == 0.0`,
  ),
  py(
    "a raised error",
    `def withdraw(balance, amount):\n    return balance - amount\n`,
    [["    return", `    if amount > balance:\n        raise ValueError("insufficient funds")\n    return`]],
    `with pytest.raises(ValueError, match="insufficient funds"):\n    subject.withdraw(5, 10)`,
  ),
  py(
    "Decimal for money",
    `def total(prices):\n    return sum(prices)\n`,
    [
      ["def total", "from decimal import ROUND_HALF_UP, Decimal\n\n\ndef total"],
      ["sum(prices)", `sum(Decimal(str(price)) for price in prices).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)`],
    ],
    `assert str(subject.total([0.1, 0.2])) == "0.30"`,
  ),
  py(
    "functools",
    `def product(items):\n    return sum(items)\n`,
    [
      ["def product", "import functools\nimport operator\n\n\ndef product"],
      ["sum(items)", "functools.reduce(operator.mul, items, 1)"],
    ],
    `assert subject.product([2, 3, 4]) == 24`,
  ),
  py(
    "a cache decorator",
    `def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 3)\n`,
    [
      ["def fib", "from functools import lru_cache\n\n\n@lru_cache(maxsize=None)\ndef fib"],
      ["n - 3", "n - 2"],
    ],
    `assert subject.fib(10) == 55`,
  ),
  py(
    "itertools",
    `def pairs(items):\n    return list(zip(items, items))\n`,
    [
      ["def pairs", "from itertools import combinations\n\n\ndef pairs"],
      ["list(zip(items, items))", "list(combinations(items, 2))"],
    ],
    `assert subject.pairs([1, 2, 3]) == [(1, 2), (1, 3), (2, 3)]`,
  ),
  py(
    "a counter",
    `def count(words):\n    out = {}\n    for word in words:\n        out[word] += 1\n    return out\n`,
    [
      ["def count", "from collections import Counter\n\n\ndef count"],
      [
        "    out = {}\n    for word in words:\n        out[word] += 1\n    return out",
        "    return dict(Counter(words))",
      ],
    ],
    `assert subject.count(["a", "a"]) == {"a": 2}`,
  ),
  py(
    "a default dictionary",
    `def group(rows):\n    out = {}\n    for key, value in rows:\n        out[key].append(value)\n    return out\n`,
    [
      ["def group", "from collections import defaultdict\n\n\ndef group"],
      ["out = {}", "out = defaultdict(list)"],
    ],
    `assert subject.group([("a", 1)]) == {"a": [1]}`,
  ),
  py(
    "a regular expression",
    `import re\n\n\ndef words(text):\n    return re.findall(r"[a-z]+", text)\n`,
    [[`r"[a-z]+"`, `r"[A-Za-z']+"`]],
    `assert subject.words("It's Fine") == ["It's", "Fine"]`,
  ),
  py(
    "a full match",
    `import re\n\n\ndef is_hex(text):\n    return re.match(r"[0-9a-f]+", text) is not None\n`,
    [["re.match(", "re.fullmatch("]],
    `assert not subject.is_hex("12xyz")`,
  ),
  py(
    "a date difference",
    `def days(a, b):\n    return b.day - a.day\n`,
    [["b.day - a.day", "(b - a).days"]],
    `from datetime import date\nassert subject.days(date(2024, 1, 30), date(2024, 2, 2)) == 3`,
  ),
  py(
    "a time delta",
    `def tomorrow(day):\n    return day.replace(day=day.day + 1)\n`,
    [
      ["def tomorrow", "from datetime import timedelta\n\n\ndef tomorrow"],
      ["day.replace(day=day.day + 1)", "day + timedelta(days=1)"],
    ],
    `from datetime import date\nassert subject.tomorrow(date(2024, 1, 31)) == date(2024, 2, 1)`,
  ),
  py(
    "math",
    `def hypotenuse(a, b):\n    return (a * a + b * b) / 2\n`,
    [
      ["def hypotenuse", "import math\n\n\ndef hypotenuse"],
      ["(a * a + b * b) / 2", "math.hypot(a, b)"],
    ],
    `assert subject.hypotenuse(3, 4) == 5`,
  ),
  py(
    "a dataclass field",
    `from dataclasses import dataclass\n\n\n@dataclass\nclass Cart:\n    items: list = None\n\n    def add(self, item):\n        self.items.append(item)\n`,
    [
      ["import dataclass\n", "import dataclass, field\n"],
      ["items: list = None", "items: list = field(default_factory=list)"],
    ],
    `cart = subject.Cart()\ncart.add("pen")\nassert cart.items == ["pen"]`,
  ),
  py(
    "a mutable default",
    `def add(item, items=[]):\n    items.append(item)\n    return items\n`,
    [
      ["items=[]", "items=None"],
      ["    items.append", "    if items is None:\n        items = []\n    items.append"],
    ],
    `assert subject.add(1) == [1]\nassert subject.add(2) == [2]`,
  ),
  py(
    "a context manager",
    `class Ledger:\n    def __init__(self):\n        self.open = False\n\n    def __enter__(self):\n        self.open = True\n\n    def __exit__(self, *error):\n        self.open = False\n`,
    [["        self.open = True\n", "        self.open = True\n        return self\n"]],
    `with subject.Ledger() as ledger:\n    assert ledger.open`,
  ),
  py(
    "a comprehension's condition",
    `def evens(items):\n    return [item for item in items if item % 2]\n`,
    [["item % 2]", "item % 2 == 0]"]],
    `assert subject.evens([1, 2, 4]) == [2, 4]`,
  ),
  py(
    "an f-string",
    `def greet(name):\n    return "Hello, {name}"\n`,
    [[`"Hello, {name}"`, `f"Hello, {name}!"`]],
    `assert subject.greet("Ada") == "Hello, Ada!"`,
  ),
  py(
    "a width",
    `def row(name, price):\n    return f"{name:10}{price:.1f}"\n`,
    [["{price:.1f}", "{price:>8.2f}"]],
    `assert subject.row("pen", 2) == "pen           2.00"`,
  ),
  py(
    "a property",
    `class Cart:\n    def __init__(self, items):\n        self.items = items\n`,
    [
      [
        "        self.items = items\n",
        "        self.items = items\n\n    @property\n    def total(self):\n        return sum(item.price for item in self.items)\n",
      ],
    ],
    `assert subject.Cart([]).total == 0`,
  ),
  py(
    "a narrow except",
    `def number(text):\n    return int(text)\n`,
    [["    return int(text)", "    try:\n        return int(text)\n    except ValueError:\n        return None"]],
    `assert subject.number("x") is None`,
  ),
  py(
    "a chained error",
    `def load(row):\n    return row["id"]\n`,
    [
      [
        `    return row["id"]`,
        `    try:\n        return row["id"]\n    except KeyError as error:\n        raise ValueError("row without id") from error`,
      ],
    ],
    `with pytest.raises(ValueError):\n    subject.load({})`,
  ),
  py(
    "a sibling helper",
    `def slug(text):\n    return text.lower()\n`,
    [
      ["def slug", "from app.text import trimmed\n\n\ndef slug"],
      ["text.lower()", "trimmed(text).lower()"],
    ],
    `assert subject.slug(" A ") == "a"`,
    { files: { "app/text.py": "def trimmed(text):\n    return text.strip()\n", "app/__init__.py": "" } },
  ),
  py(
    "a relative sibling",
    `def slug(text):\n    return text.lower()\n`,
    [
      ["def slug", "from .text import trimmed\n\n\ndef slug"],
      ["text.lower()", "trimmed(text).lower()"],
    ],
    `assert subject.slug(" A ") == "a"`,
    { files: { "app/text.py": "def trimmed(text):\n    return text.strip()\n" } },
  ),
  py(
    "one more elif",
    `def days(period):\n    if period == "day":\n        return 1\n    elif period == "month":\n        return 30\n    raise ValueError(period)\n`,
    [[`    raise`, `    elif period == "week":\n        return 7\n    raise`]],
    `assert subject.days("week") == 7`,
  ),
  py(
    "one more entry",
    `RATES = {\n    "eur": 1.0,\n    "usd": 1.1,\n}\n\n\ndef rate(code):\n    return RATES[code]\n`,
    [[`    "usd": 1.1,\n`, `    "usd": 1.1,\n    "gbp": 0.86,\n`]],
    `assert subject.rate("gbp") == 0.86`,
  ),
  py(
    "missing keys",
    `def port(config):\n    return config["port"]\n`,
    [[`config["port"]`, `config.get("port", 8080)`]],
    `assert subject.port({"port": 1}) == 1`,
  ),
  py(
    "a stable sort",
    `def ranked(rows):\n    return sorted(rows)\n`,
    [["sorted(rows)", "sorted(rows, key=lambda row: (-row[1], row[0]))"]],
    `assert subject.ranked([("b", 1), ("a", 1)]) == [("a", 1), ("b", 1)]`,
  ),
  py("floor division", `def half(n):\n    return n / 2\n`, [["n / 2", "n // 2"]], `assert subject.half(5) == 2`),
  py(
    "a type check",
    `def double(n):\n    return n * 2\n`,
    [
      [
        "    return",
        `    if not isinstance(n, (int, float)):\n        raise TypeError(f"not a number: {type(n).__name__}")\n    return`,
      ],
    ],
    `with pytest.raises(TypeError):\n    subject.double("x")`,
  ),
  py(
    "a generator",
    `def chunks(items, size):\n    for i in range(0, len(items)):\n        yield items[i : i + size]\n`,
    [["range(0, len(items))", "range(0, len(items), size)"]],
    `assert list(subject.chunks([1, 2, 3], 2)) == [[1, 2], [3]]`,
  ),
  py(
    "async",
    `async def total(load):\n    rows = load()\n    return len(rows)\n`,
    [["= load()", "= await load()"]],
    `import asyncio\nassert asyncio.run(subject.total(rows)) == 2`,
  ),
  py(
    "gathering",
    `import asyncio\n\n\nasync def all_of(loaders):\n    return [load() for load in loaders]\n`,
    [["[load() for load in loaders]", "list(await asyncio.gather(*(load() for load in loaders)))"]],
    `assert asyncio.run(subject.all_of([])) == []`,
  ),
  py(
    "an id given out",
    `class Store:\n    def __init__(self):\n        self.rows = []\n        self.next_id = 1\n\n    def add(self, row):\n        self.rows.append((self.next_id, row))\n`,
    [
      [
        "        self.rows.append((self.next_id, row))\n",
        "        self.rows.append((self.next_id, row))\n        self.next_id += 1\n",
      ],
    ],
    `store = subject.Store()\nstore.add("a")\nstore.add("b")\nassert store.rows[1][0] == 2`,
  ),
  py(
    "a class method",
    `class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y\n\n    @classmethod\n    def parse(cls, text):\n        return cls(text, text)\n`,
    [["return cls(text, text)", `x, y = text.split(",")\n        return cls(int(x), int(y))`]],
    `assert subject.Point.parse("3,4").y == 4`,
  ),
  py(
    "a set operation",
    `def common(a, b):\n    return a + b\n`,
    [["a + b", "sorted(set(a) & set(b))"]],
    `assert subject.common([1, 2], [2, 3]) == [2]`,
  ),
  py(
    "a match case",
    `def area(shape):\n    match shape:\n        case ("square", side):\n            return side * side\n        case _:\n            raise ValueError(shape)\n`,
    [
      [
        "        case _:",
        `        case ("rectangle", width, height):\n            return width * height\n        case _:`,
      ],
    ],
    `assert subject.area(("rectangle", 2, 3)) == 6`,
  ),
  py(
    "a representation",
    `class Money:\n    def __init__(self, cents):\n        self.cents = cents\n\n    def __repr__(self):\n        return f"Money({self})"\n`,
    [["Money({self})", "Money({self.cents})"]],
    `assert repr(subject.Money(5)) == "Money(5)"`,
  ),
  py(
    "an inclusive range",
    `def total(n):\n    return sum(range(n))\n`,
    [["range(n)", "range(1, n + 1)"]],
    `assert subject.total(4) == 10`,
  ),
  py(
    "bisect",
    `def place(items, x):\n    return items.index(x)\n`,
    [
      ["def place", "import bisect\n\n\ndef place"],
      ["items.index(x)", "bisect.bisect_left(items, x)"],
    ],
    `assert subject.place([1, 3], 2) == 1`,
  ),
  py(
    "a method of a package",
    `def frame(rows):\n    return rows\n`,
    [
      ["def frame", "import requests_toolbelt\n\n\ndef frame"],
      ["return rows", "return requests_toolbelt.chunk(rows)"],
    ],
    `assert subject.frame([]) == []`,
    { files: { "requirements.txt": "requests-toolbelt>=1\n" } },
  ),
  py(
    "a variable of the environment that may not be set",
    `import os\n\n\ndef home():\n    return os.environ['HOME'].rstrip('/')\n`,
    [["os.environ['HOME']", "os.environ.get('HOME', '/')"]],
    `assert subject.home() == ""`,
  ),
  py(
    "the same by getenv",
    `import os\n\n\ndef level():\n    return int(os.environ["LEVEL"])\n`,
    [['os.environ["LEVEL"]', 'os.getenv("LEVEL", "3")']],
    `assert subject.level() == 3`,
  ),
];
