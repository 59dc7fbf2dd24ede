import type { Reason } from "./reasons.ts";

/** What a fix may newly use of a global. `members` "all": any property may be read. `handOn`: may be passed as it is. */
export interface Harmless {
  readonly members: "all" | ReadonlySet<string>;
  readonly handOn: boolean;
}

const only = (members: string, handOn = false): Harmless => ({ members: new Set(members.split(" ")), handOn });
const plain: Harmless = { members: new Set(), handOn: false };
const errors = "Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError";
const typedArrays =
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array";

export const HARMLESS_JAVASCRIPT: ReadonlyMap<string, Harmless> = new Map<string, Harmless>([
  [
    "Math",
    only(
      "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 log1p log2 max min pow round sign sin sinh sqrt tan tanh trunc E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2",
    ),
  ],
  ["JSON", only("parse stringify")],
  [
    "Number",
    only(
      "isInteger isFinite isNaN isSafeInteger parseFloat parseInt EPSILON MAX_SAFE_INTEGER MIN_SAFE_INTEGER MAX_VALUE MIN_VALUE POSITIVE_INFINITY NEGATIVE_INFINITY NaN",
      true,
    ),
  ],
  ["String", only("raw", true)],
  ["Boolean", { members: new Set(), handOn: true }],
  ["BigInt", only("asIntN asUintN", true)],
  ["Symbol", only("iterator asyncIterator")],
  ["Object", only("keys values entries fromEntries assign freeze isFrozen seal is hasOwn create groupBy", true)],
  ["Array", only("isArray from of fromAsync")],
  ["Map", only("groupBy")],
  ["Promise", only("all allSettled any race resolve reject withResolvers try")],
  ["Date", only("UTC parse")],
  ["Intl", { members: "all", handOn: false }],
  ["RegExp", only("escape")],
  ["URL", only("canParse parse")],
  ["Buffer", only("from alloc concat byteLength isBuffer compare")],
  ["AbortSignal", only("any abort timeout")],
  ...[
    "Set",
    "WeakMap",
    "WeakSet",
    "DataView",
    "ArrayBuffer",
    "URLSearchParams",
    "TextEncoder",
    "TextDecoder",
    "AbortController",
  ].map((name) => [name, plain] as const),
  ...typedArrays.split(" ").map((name) => [name, only("from of BYTES_PER_ELEMENT")] as const),
  ...errors.split(" ").map((name) => [name, plain] as const),
  ...[
    "clearTimeout",
    "clearInterval",
    "parseInt",
    "parseFloat",
    "isNaN",
    "isFinite",
    "undefined",
    "NaN",
    "Infinity",
    "structuredClone",
  ].map((name) => [name, { members: new Set<string>(), handOn: true }] as const),
  ...["encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI"].map(
    (name) => [name, { members: new Set<string>(), handOn: true }] as const,
  ),
  ["exports", { members: "all", handOn: false }],
  ["module", only("exports")],
]);

/** Timers and the like: fine where the file used them before, else a person has to look. */
export const SOFT_JAVASCRIPT: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ...[
    "setTimeout",
    "setInterval",
    "setImmediate",

    "queueMicrotask",
    "performance",
  ].map((name) => [name, "time"] as const),
  ...["atob", "btoa", "escape", "unescape"].map((name) => [name, "disguise"] as const),
  ...["console"].map((name) => [name, "output"] as const),
]);

const forbidden: Readonly<Record<string, Reason>> = {
  "process Deno Bun quit": "process",
  "require createRequire __non_webpack_require__ importScripts define": "loading",
  "globalThis global self window top parent frames eval Function GeneratorFunction AsyncFunction WebAssembly SharedArrayBuffer Atomics ShadowRealm":
    "global",
  "Reflect Proxy WeakRef FinalizationRegistry": "reflection",
  "__filename __dirname navigator document location": "environment",
  "assert expect chai should sinon jest vi vitest jasmine mocha Mocha cy describe it test suite specify context before after beforeEach afterEach beforeAll afterAll setup teardown xit fit xdescribe fdescribe bench QUnit tap t __coverage__ __vitest_worker__ __jest__":
    "testTool",
  arguments: "reflection",
};

export const FORBIDDEN_JAVASCRIPT: ReadonlyMap<string, Reason> = new Map(
  Object.entries(forbidden).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

/** Properties that lead behind an object, whoever owns it. */
const properties: Readonly<Record<string, Reason>> = {
  "constructor __proto__ prototype __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ getPrototypeOf setPrototypeOf defineProperty defineProperties getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols preventExtensions caller callee":
    "reflection",
  "prepareStackTrace captureStackTrace stackTraceLimit stack callSite getCallSites": "environment",
  "mainModule getBuiltinModule _linkedBinding _load _resolveFilename _extensions _cache _compile binding createRequire":
    "loading",
  "exitCode reallyExit _exiting setUncaughtExceptionCaptureCallback": "process",
  "asymmetricMatch $$typeof toPrimitive toStringTag hasInstance species isConcatSpreadable": "equality",
};

export const FORBIDDEN_PROPERTIES: ReadonlyMap<string, Reason> = new Map(
  Object.entries(properties).flatMap(([names, reason]) => names.split(" ").map((name) => [name, reason] as const)),
);

/** Methods that decide how a value compares or prints: newly defined ones are looked at. */
export const COMPARING_METHODS: ReadonlySet<string> = new Set([
  "valueOf",
  "toString",
  "toJSON",
  "inspect",
  "equals",
  "then",
  "[Symbol.toPrimitive]",
]);
