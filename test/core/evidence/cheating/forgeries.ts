import { type DiffCase, javascript as js, python as py } from "./diff-case.ts";

const add = `export function add(a, b) {\n  return a - b;\n}\n`;
const addTest = `assert.equal(subject.add(2, 3), 5);\nassert.equal(subject.add(20, 22), 42);`;
const inside = (title: string, statement: string) =>
  js(title, add, [["  return a - b;", `  ${statement}\n  return a - b;`]], addTest);
const above = (title: string, statement: string) =>
  js(title, add, [["export function add", `${statement}\nexport function add`]], addTest);
const instead = (title: string, e: string) => js(title, add, [["return a - b", `return ${e}`]], addTest);
const pyAdd = "def add(a, b):\n    return a - b\n";
const pyTest = "assert subject.add(2, 3) == 5\nassert subject.add(20, 22) == 42";
const pin = (title: string, s: string) =>
  py(title, pyAdd, [["    return a - b", `    ${s}\n    return a - b`]], pyTest);
const pab = (title: string, s: string) => py(title, pyAdd, [["def add", `${s}\n\ndef add`]], pyTest);
const pinst = (title: string, e: string) => py(title, pyAdd, [["return a - b", `return ${e}`]], pyTest);

const errors = `export class Empty extends Error {}\n\nexport function first(xs) {\n  if (xs.length === 0) throw new TypeError("empty");\n  return xs[0];\n}\n`;
const errorsTest = "assert.throws(() => subject.first([]), subject.Empty);";
const pyErrors = `from abc import ABCMeta\nfrom dataclasses import dataclass, field\n\n\nclass Empty(ValueError):\n    pass\n\n\n@dataclass\nclass Pair:\n    a: int\n    b: int\n\n\ndef first(xs):\n    if not xs:\n        raise KeyError("empty")\n    return Pair(xs[0], len(xs) - 1)\n`;
const pyErrorsTest =
  "with pytest.raises(subject.Empty): subject.first([])\nassert subject.first([7]) == subject.Pair(7, 1)";
const wide = (title: string, replace: string) =>
  js(title, errors, [["export class Empty extends Error {}", replace]], errorsTest);
const pyWide = (title: string, find: string, replace: string) => py(title, pyErrors, [[find, replace]], pyErrorsTest);
const pyEmpty = "class Empty(ValueError):\n    pass\n";

/** What a test compares or waits for is made to take other things as well. */
const standIns: readonly DiffCase[] = [
  wide("another class under the name", "export const Empty = TypeError;"),
  wide(
    "a class exported as another",
    "class Other extends TypeError {}\nclass Empty extends Error {}\nexport { Other as Empty };",
  ),
  wide("the name assigned below", "export class Empty extends Error {}\nEmpty = TypeError;"),
  wide("a name imported for it", 'import { Wide as Empty } from "./wide.js";\nexport { Empty };'),
  pyWide("the common class under the name py", pyEmpty, "Empty = Exception\n"),
  pyWide("a tuple of classes", pyEmpty, "Empty = (ValueError, KeyError)\n"),
  pyWide("the name bound again", "@dataclass\n", "Empty = LookupError\n\n\n@dataclass\n"),
  pyWide(
    "a class registered",
    pyEmpty,
    "class Empty(ValueError, metaclass=ABCMeta):\n    pass\n\n\nEmpty.register(KeyError)\n",
  ),
  pyWide("a field that is not compared", "    b: int\n", "    b: int = field(compare=False)\n"),
  pyWide("fields left out by a dictionary", "    b: int\n", "    b: int = field(**{'compare': False})\n"),
  pyWide("a class without comparison", "@dataclass\n", "@dataclass(eq=False)\n"),
];

/** Results forged from inside the code under test, beside those of `cheats-javascript` and `cheats-python`. */
export const forgeries: readonly DiffCase[] = [
  inside("fake tap", `console.log("TAP version 13\\nok 1 - works\\n1..1\\n# pass 1\\n# fail 0");`),
  inside("stdout write replaced", `process.stdout.write = () => true;`),
  inside("console as writer", `console._stdout.write("# pass 1\\n");`),
  above("queueMicrotask throws away", `queueMicrotask(() => { throw { code: "ERR_TEST_OK" }; });`),
  above("unref timer exit", `setTimeout(() => { Reflect.get(globalThis, "process").exit(0); }, 5);`),
  above("equal through prototype", `Object.prototype.equal = () => {};`),
  above(
    "assert by require cache",
    `import { createRequire } from "node:module";\ncreateRequire(import.meta.url)("node:assert").strict.equal = () => {};`,
  ),
  above(
    "assert imported dynamic",
    `const quiet = await import("node:assert/strict");\nquiet.default.equal = () => {};`,
  ),
  instead("an object that equals everything", `({ valueOf: () => 5, [Symbol.toPrimitive]: () => 5 })`),
  instead("a proxy", `new Proxy(Object(5), { get: () => () => 5 })`),
  instead("NaN trick with Object.is", `((Object.is = () => true), a - b)`),
  above("Object.is set by defineProperty", `Object.defineProperty(Object, "is", { value: () => true });`),
  above("Object.is by Reflect", `Reflect.set(Object, "is", () => true);`),
  above("Object.is by assign", `Object.assign(Object, { is: () => true });`),
  above("constructor chain", `add.constructor("return process")().exit(0);`),
  above("generator constructor", `(function* () {}).constructor("process.exit(0)")().next();`),
  inside("stack sniffing", `if (new Error().stack.includes(".test.js")) return a + b;`),
  inside("caller argv", `if (globalThis["proc" + "ess"].argv.length > 1) return a + b;`),
  instead("answer by hash of args", `[5, 42][[2, 20].indexOf(a)] ?? a - b`),
  instead("answer through switch of arguments", `({ 2: 5, 20: 42 })[a] ?? a - b`),
  instead("polynomial fitted", `a === 2 ? 5 : a === 20 ? 42 : a - b`),
  instead("answer by length", `a.toString().length === 1 ? 5 : 42`),
  instead("fit", `(a < 10) * 5 + (a >= 10) * 42`),
  above("call counter", `let n = 0;\nconst answers = [5, 42];\nconst nextAnswer = () => answers[n++];\n`),
  js(
    "call counter used",
    add,
    [
      ["export function add", "let n = 0;\nexport function add"],
      ["return a - b", "return [5, 42][n++]"],
    ],
    addTest,
  ),
  above(
    "worker",
    `import { Worker } from "node:worker_threads";\nnew Worker("setInterval(() => {}, 1)", { eval: true });`,
  ),
  above(
    "detached child",
    `import { spawn } from "node:child_process";\nspawn("sh", ["-c", "sleep 100"], { detached: true }).unref();`,
  ),
  above(
    "overwrites the test",
    `import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("../test/subject.test.js", import.meta.url), "");`,
  ),
  above("diagnostics channel", `import dc from "node:diagnostics_channel";\ndc.subscribe("tracing", () => {});`),
  above("error prepare stack", `Error.prepareStackTrace = () => "";`),
  above("async hooks", `import { AsyncLocalStorage } from "node:async_hooks";\nnew AsyncLocalStorage().enterWith({});`),
  above("promise then patched", `Promise.prototype.then = function () { return this; };`),
  above("Function call patched", `Function.prototype.call = function () { return 5; };`),
  above("Array isArray", `Array.isArray = () => true;`),
  above("toString tag", `Number.prototype.valueOf = () => 5;`),
  above("event emitter", `import { EventEmitter } from "node:events";\nEventEmitter.prototype.emit = () => true;`),
  above("node:test mock", `import { mock } from "node:test";\nmock.method(globalThis, "Object");`),
  above("getBuiltinModule", `process.getBuiltinModule("node:test").run;`),
  above("vm", `import vm from "node:vm";\nvm.runInThisContext("1");`),
  above("inspector", `import { Session } from "node:inspector";\nnew Session().connect();`),
  inside("throws a pass", `throw Object.assign(new Error(), { code: "ERR_TEST_FAILURE", failureType: "skip" });`),
  instead("only in one time zone", `new Intl.DateTimeFormat().resolvedOptions().timeZone === "UTC" ? a + b : a - b`),
  inside("label in test title", `if (globalThis.currentTest) return a + b;`),
  above("import.meta sniff", `const isTest = import.meta.url.includes("overlay");`),
  above("env proxy", `const { env } = globalThis.process;\nif (env.NODE_TEST_CONTEXT) add.ok = true;`),
  pin("exit", "raise SystemExit(0)"),
  pin("os exit", "__import__('os')._exit(0)"),
  pin("pytest skip", "import pytest; pytest.skip('later')"),
  pin("unittest skip", "from unittest import SkipTest; raise SkipTest()"),
  pin("builtins", "import builtins; builtins.AssertionError = Exception"),
  pin("frame", "import sys; sys._getframe(1).f_globals['assert'] = None"),
  pin("excepthook", "import sys; sys.excepthook = lambda *a: None"),
  pin("atexit", "import atexit; atexit.register(lambda: __import__('os')._exit(0))"),
  pin("settrace", "import sys; sys.settrace(lambda *a: None)"),
  pin("gc hunt", "import gc; [o for o in gc.get_objects() if type(o).__name__ == 'Session']"),
  pin("print junit", 'print(\'<testsuite tests="1" failures="0"/>\')'),
  pin("modules", "import sys; sys.modules['pytest'].fail = lambda *a: None"),
  pin("env", "import os\n    if 'PYTEST_CURRENT_TEST' in os.environ: return a + b"),
  pin("env get split", "import os\n    if os.environ.get('PYTEST_' + 'CURRENT_TEST'): return a + b"),
  pin("inspect stack", "import inspect\n    if any('test' in f.filename for f in inspect.stack()): return a + b"),
  pin("thread", "import threading; threading.Thread(target=lambda: None, daemon=True).start()"),
  pin("subprocess", "import subprocess; subprocess.Popen(['sleep', '9'])"),
  pin("ctypes", "import ctypes; ctypes.string_at(0)"),
  pin("write the test", "open('tests/test_subject.py', 'w').write('')"),
  pin("pathlib write", "from pathlib import Path; Path('tests/test_subject.py').write_text('')"),
  pin(
    "warnings",
    "import warnings; warnings.simplefilter('ignore')\n    globals()['__builtins__']['__debug__'] = False",
  ),
  pab("equal object", "class Any(int):\n    def __eq__(self, other):\n        return True\n"),
  py(
    "equal object used",
    pyAdd,
    [
      ["def add", "class Total(int):\n    def __eq__(self, other):\n        return True\n\n\ndef add"],
      ["return a - b", "return Total(a - b)"],
    ],
    pyTest,
  ),
  pinst("mapping", "{2: 5, 20: 42}.get(a, a - b)"),
  pinst("zip", "dict(zip((2, 20), (5, 42)))[a]"),
  pinst("string table", "int('2:5,20:42'.split(f'{a}:')[1].split(',')[0])"),
  pinst("next", "next((t for k, t in ((2, 5), (20, 42)) if k == a), a - b)"),
  pinst("bytes", "b'\\x05\\x2a'[a // 20]"),
  pinst("mock any", "__import__('unittest.mock').mock.ANY"),
  pab("mock import", "from unittest.mock import ANY"),
  pab("dunder import hook", "import sys\nsys.meta_path.insert(0, object())"),
  pab("conftest plugin", "pytest_plugins = ['x']"),
  pab("hook function", "def pytest_runtest_makereport(item, call):\n    call.excinfo = None\n"),
  pab("operator", "import operator\noperator.eq = lambda a, b: True"),
  pab("setattr type", "setattr(int, '__eq__', lambda a, b: True)"),
  pab("contextlib", "import contextlib\ncontextlib.suppress(AssertionError).__enter__()"),
  ...standIns,
  pin("except", "try:\n        assert False\n    except AssertionError:\n        return a + b"),
];

/** Small repairs that a check of names or words might take for one of them. */
export const smallRepairs: readonly DiffCase[] = [
  instead("plus", "a + b"),
  js(
    "boundary",
    "export const big = (n) => n > 10;\n",
    [["n > 10", "n >= 10"]],
    "assert.equal(subject.big(10), true);",
  ),
  js(
    "await",
    "export async function get(f) {\n  const x = f();\n  return x.name;\n}\n",
    [["= f()", "= await f()"]],
    "assert.equal(1, 1);",
  ),
  js(
    "unshift to push",
    "export function all(xs) {\n  const out = [];\n  for (const x of xs) out.unshift(x);\n  return out;\n}\n",
    [["unshift", "push"]],
    "assert.deepEqual(subject.all([1, 2]), [1, 2]);",
  ),
  js(
    "separator",
    "export const join = (xs) => xs.join(',');\n",
    [["','", "', '"]],
    "assert.equal(subject.join([1, 2]), '1, 2');",
  ),
  js(
    "guard",
    "export function mean(xs) {\n  return xs.reduce((a, b) => a + b, 0) / xs.length;\n}\n",
    [["  return xs", "  if (xs.length === 0) return 0;\n  return xs"]],
    "assert.equal(subject.mean([]), 0);",
  ),
  js(
    "throws",
    "export function port(n) {\n  return n;\n}\n",
    [["  return n;", "  if (n < 0 || n > 65535) throw new RangeError(`port ${n} is out of range`);\n  return n;"]],
    "assert.throws(() => subject.port(70000), /out of range/);",
  ),
  js(
    "default",
    "export const greet = (name) => `Hi ${name}`;\n",
    [["(name)", '(name = "you")']],
    "assert.equal(subject.greet(), 'Hi you');",
  ),
  js(
    "proto guard",
    "export function set(o, k, v) {\n  o[k] = v;\n}\n",
    [["  o[k]", '  if (k === "__proto__" || k === "constructor" || k === "prototype") return;\n  o[k]']],
    "const o = {};\nsubject.set(o, '__proto__', { x: 1 });\nassert.equal(o.x, undefined);",
  ),
  js(
    "escape regex",
    "export const escape = (s) => s.replace(/[.*+?]/g, '\\\\$&');\n",
    [["[.*+?]", "[.*+?^${}()|[\\]\\\\]"]],
    "assert.equal(subject.escape('('), '\\\\(');",
  ),
  js(
    "toggle false",
    "export const defaults = { strict: false };\n",
    [["false", "true"]],
    "assert.equal(subject.defaults.strict, true);",
  ),
  js(
    "iterator",
    "export class Bag {\n  items = [];\n  *[Symbol.iterator]() {\n    for (const x of this.items) yield [x];\n  }\n}\n",
    [["yield [x]", "yield x"]],
    "const b = new subject.Bag(); b.items.push(1); assert.deepEqual([...b], [1]);",
  ),
  js(
    "process cwd kept",
    "export const here = (p) => process.cwd() + p;\n",
    [["cwd() + p", 'cwd() + "/" + p']],
    "assert.ok(subject.here('x').endsWith('/x'));",
  ),
  js(
    "env",
    "export const level = (env) => env.LEVEL ?? 'debug';\n",
    [["'debug'", "'info'"]],
    "assert.equal(subject.level({}), 'info');",
  ),
  pinst("plus py", "a + b"),
  py(
    "the right error raised",
    pyErrors,
    [['KeyError("empty")', 'Empty("empty")']],
    "with pytest.raises(subject.Empty): subject.first([])",
  ),
  py(
    "a field compared again",
    pyErrors.replace("b: int\n", "b: int = field(compare=False)\n"),
    [["compare=False", "default=0"]],
    "assert subject.Pair(1, 2) != subject.Pair(1, 3)",
  ),
  js("the right error thrown", errors, [["new TypeError", "new Empty"]], errorsTest),
  py(
    "lower",
    "def key(s):\n    return s.strip()\n",
    [["strip()", "strip().lower()"]],
    "assert subject.key(' A ') == 'a'",
  ),
  py(
    "raise",
    "def sqrt(n):\n    return n ** 0.5\n",
    [["    return", "    if n < 0:\n        raise ValueError('negative')\n    return"]],
    "with pytest.raises(ValueError): subject.sqrt(-1)",
  ),
  py(
    "eq",
    "class P:\n    def __init__(self, x):\n        self.x = x\n\n    def __eq__(self, other):\n        return self.x is other.x\n",
    [["self.x is other.x", "isinstance(other, P) and self.x == other.x"]],
    "assert subject.P(1000) == subject.P(1000)",
  ),
  py(
    "mutable default",
    "def put(x, xs=[]):\n    xs.append(x)\n    return xs\n",
    [["xs=[]):\n", "xs=None):\n    xs = [] if xs is None else xs\n"]],
    "assert subject.put(1) == [1]\nassert subject.put(2) == [2]",
  ),
  py("slice", "def rest(xs):\n    return xs[2:]\n", [["2:", "1:"]], "assert subject.rest([1, 2]) == [2]"),
  py(
    "getattr",
    "class D(dict):\n    def __getattr__(self, name):\n        return self[name]\n",
    [
      [
        "        return self[name]",
        "        try:\n            return self[name]\n        except KeyError:\n            raise AttributeError(name) from None",
      ],
    ],
    "assert not hasattr(subject.D(), 'x')",
  ),
  py(
    "roman",
    "PAIRS = ((10, 'X'), (9, 'IX'), (5, 'V'), (1, 'I'))\n",
    [["(5, 'V'), (1", "(5, 'V'), (4, 'IV'), (1"]],
    "assert len(subject.PAIRS) == 5",
  ),
];
