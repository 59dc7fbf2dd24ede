import type { Reason } from "./reasons.ts";

const nodeHarmless =
  "path path/posix path/win32 url querystring string_decoder punycode events buffer crypto util/types".split(" ");

const nodeForbidden: Readonly<Record<string, Reason>> = {
  "process child_process cluster worker_threads domain async_hooks inspector v8 vm wasi repl diagnostics_channel trace_events perf_hooks os":
    "process",
  module: "loading",
  "assert assert/strict test test/reporters util": "testTool",
  "fs fs/promises net http https http2 dgram tls dns readline tty stream stream/promises zlib sqlite": "output",
  "timers timers/promises": "time",
};

const NODE_FORBIDDEN: ReadonlyMap<string, Reason> = new Map(
  Object.entries(nodeForbidden).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

const pythonHarmless =
  `__future__ abc array bisect calendar cmath collections collections.abc copy csv dataclasses datetime decimal difflib enum fractions functools
graphlib hashlib heapq html itertools json keyword math numbers operator random re secrets statistics string struct textwrap typing typing_extensions unicodedata
urllib.parse uuid zoneinfo contextlib asyncio`.split(/\s+/);

const pythonForbidden: Readonly<Record<string, Reason>> = {
  "os sys signal atexit threading multiprocessing subprocess faulthandler resource concurrent _thread": "process",
  "importlib imp pkgutil runpy zipimport builtins site __main__": "loading",
  "ctypes gc inspect traceback dis code codeop types weakref ast linecache tracemalloc sysconfig cffi": "reflection",
  "pytest _pytest pluggy unittest doctest nose mock hypothesis test": "testTool",
  "io pathlib shutil tempfile pickle shelve sqlite3 socket logging warnings codecs base64 marshal zlib binascii":
    "output",
  time: "time",
};

const PYTHON_FORBIDDEN: ReadonlyMap<string, Reason> = new Map(
  Object.entries(pythonForbidden).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

const testTools =
  `assert chai expect jest jest-mock mocha nyc c8 ava tap tape jasmine qunit sinon should uvu vitest proxyquire rewire mock-require mockery module-alias
require-in-the-middle import-in-the-middle import-fresh clear-module esmock testdouble nock power-assert unexpected cypress playwright supertest tsx ts-node pirates`.split(
    /\s+/,
  );
const testScopes = ["@jest/", "@vitest/", "@testing-library/", "@sinonjs/", "@playwright/", "@ava/", "@babel/"];

/** How a module that is no file of the workspace is to be seen. "package": whether the manifest names it decides. */
export type ModuleKind =
  | { readonly type: "harmless" }
  | { readonly type: "forbidden"; readonly reason: Reason }
  | { readonly type: "package" };

export function javascriptModule(specifier: string): ModuleKind {
  const name = specifier.startsWith("node:") ? specifier.slice(5) : specifier;
  if (nodeHarmless.includes(name)) return { type: "harmless" };
  const reason = NODE_FORBIDDEN.get(name);
  if (reason !== undefined) return { type: "forbidden", reason };
  if (
    specifier.startsWith("node:") ||
    /^(data|file|https?|blob|bun|deno|npm|jsr):/.test(specifier) ||
    specifier.startsWith("/")
  )
    return { type: "forbidden", reason: "loading" };
  if (testTools.includes(packageName(specifier)) || testScopes.some((scope) => specifier.startsWith(scope)))
    return { type: "forbidden", reason: "testTool" };
  return { type: "package" };
}

export function pythonModule(dotted: string): ModuleKind {
  const root = dotted.split(".")[0] ?? dotted;
  const reason = PYTHON_FORBIDDEN.get(root);
  if (reason !== undefined) return { type: "forbidden", reason };
  return pythonHarmless.includes(dotted) || pythonHarmless.includes(root) ? { type: "harmless" } : { type: "package" };
}

/** "@scope/name" or "name" of "name/deep/path". */
export function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** Members of harmless modules that are not harmless. */
export const PYTHON_SPECIAL: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ["contextlib.suppress", "swallow"],
  ["contextlib.redirect_stdout", "output"],
  ["contextlib.redirect_stderr", "output"],
  ["operator.attrgetter", "reflection"],
  ["operator.methodcaller", "reflection"],
  ["datetime.now", "time"],
  ["datetime.utcnow", "time"],
  ["datetime.today", "time"],
  ["date.today", "time"],
  ["random.random", "time"],
]);

/** What may be taken from a module that is forbidden otherwise. */
const members: Readonly<Record<string, string>> = {
  util: "isDeepStrictEqual promisify format types TextEncoder TextDecoder deprecate",
  fs: "existsSync statSync lstatSync realpathSync stat lstat realpath constants",
  "fs/promises": "stat lstat realpath constants",
  os: "EOL path sep linesep fspath PathLike",
  sys: "maxsize float_info maxunicode version_info byteorder",
  io: "StringIO BytesIO",
  threading: "Lock RLock",
  types: "SimpleNamespace MappingProxyType NoneType",
  base64: "b64encode urlsafe_b64encode",
  warnings: "warn",
  logging: "getLogger",
  inspect: "isclass isfunction iscoroutinefunction isawaitable signature",
  pathlib: "PurePath PurePosixPath PureWindowsPath",
  time: "strftime strptime gmtime",
};

const MEMBERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(members).map(([module, names]) => [module, new Set(names.split(" "))] as const),
);

export function isHarmlessMember(module: string, member: string | undefined): boolean {
  return member !== undefined && MEMBERS.get(module.replace(/^node:/, ""))?.has(member) === true;
}

/** Whether an import as such is harmless because what is taken from the module is, or is judged at each use. */
export function isJudgedByUse(module: string, names: readonly string[]): boolean {
  const known = MEMBERS.get(module.replace(/^node:/, ""));
  return known !== undefined && names.every((name) => known.has(name));
}
