import type { Style } from "./style.ts";

/** What one call came to, as it would be written, or the error it ended in. */
export type Outcome =
  | { readonly type: "value"; readonly source: string }
  | { readonly type: "error"; readonly name: string; readonly message: string }
  | { readonly type: "unknown" };

const TITLE = "what comes out";
/** Characters of one result. What does not fit any more into the failure that tells them is asked for again. */
const LONGEST = 400;

/** A test that fails and in failing tells what each call comes to. */
export function probeTest(calls: readonly string[], style: Style): string {
  return style.isPython ? pythonProbe(calls, style) : scriptProbe(calls, style);
}

function scriptProbe(calls: readonly string[], style: Style): string {
  const list = calls.map((call) => `    () => ${call},`).join("\n");
  const compare =
    style.assertion === "expect"
      ? 'expect(told).toBe("")'
      : style.assertion === "chai"
        ? 'expect(told).to.equal("")'
        : 'assert.equal(told, "")';
  return `${style.testCall}("${TITLE}", async () => {
  const show = (value, depth) => {
    if (value === undefined || value === null || typeof value === "boolean") return String(value);
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value === "bigint") return value + "n";
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value !== "object" || depth > 4) return "?";
    const all = (values) => values.map((one) => show(one, depth + 1)).join(", ");
    if (value instanceof RegExp) return / {2}/.test(value.source) ? "?" : String(value);
    if (Array.isArray(value)) return "[" + all(value) + "]";
    if (value instanceof Map) return value.size === 0 ? "new Map()" : "new Map([" + all([...value]) + "])";
    if (value instanceof Set) return value.size === 0 ? "new Set()" : "new Set([" + all([...value]) + "])";
    if (value instanceof Date) return "new Date(" + JSON.stringify(value.toISOString()) + ")";
    if (Object.prototype.toString.call(value) !== "[object Object]" || (value.constructor !== undefined && value.constructor.name !== "Object")) return "?";
    const key = (name) => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name));
    const pairs = Object.entries(value).map(([name, one]) => key(name) + ": " + show(one, depth + 1));
    return pairs.length === 0 ? "{}" : "{ " + pairs.join(", ") + " }";
  };
  const calls = [
${list}
  ];
  const seen = [];
  for (const [index, call] of calls.entries()) {
    try {
      seen.push(index + "=" + show(await call(), 0).slice(0, ${LONGEST + 1}));
    } catch (error) {
      seen.push(index + "!" + error.name + ": " + String(error.message).split("\\n")[0].slice(0, ${LONGEST}));
    }
  }
  const told = "\\n" + seen.join("\\n") + "\\n";
  ${compare};
});
`;
}

function pythonProbe(calls: readonly string[], { python }: Style): string {
  const list = calls.map((call) => `        lambda: ${call},`).join("\n");
  const body = `    plain = (type(None), bool, int, float, str, list, tuple, dict, set, frozenset)

    def is_plain(value):
        if not type(value) in plain:
            return False
        if isinstance(value, dict):
            return all(is_plain(one) for pair in value.items() for one in pair)
        return all(is_plain(one) for one in value) if isinstance(value, (list, tuple, set, frozenset)) else True

    calls = [
${list}
    ]
    seen = []
    for index, call in enumerate(calls):
        try:
            value = call()
            seen.append("%d=%s" % (index, (repr(value) if is_plain(value) else "?")[:${LONGEST + 1}]))
        except Exception as error:
            seen.append("%d!%s: %s" % (index, type(error).__name__, str(error).split("\\n")[0][:${LONGEST}]))
    told = "\\n" + "\\n".join(seen) + "\\n"
    assert told == ""
`;
  const name = `test_${TITLE.replaceAll(" ", "_")}`;
  if (python === "functions") return `def ${name}():\n${body}`;
  return `class TestWhatComesOut(unittest.TestCase):\n    def ${name}(self):\n${body.replace(/^(?=.)/gm, "    ")}`;
}

/** Whether an answer is about a probe. */
export function isProbe(text: string): boolean {
  return text.includes(TITLE) || text.includes(TITLE.replaceAll(" ", "_"));
}

/** What each call of a probe came to, by its place; undefined for those of which nothing was told. */
export function outcomesIn(answer: string, count: number): readonly (Outcome | undefined)[] {
  const outcomes: (Outcome | undefined)[] = Array.from({ length: count }, () => undefined);
  for (const [, place = "", sign, text = ""] of answer.matchAll(/^(\d+)([=!])(.*)$/gm))
    if (!CUT.test(text)) outcomes[Number(place)] = outcomeOf(sign, text);
  return outcomes.slice(0, count);
}

/** Where the failure that tells them was full. */
const CUT = /…\.$/;

function outcomeOf(sign: string | undefined, text: string): Outcome {
  if (sign === "!") {
    const [, name = "Error", message = ""] = /^(\w+): ?(.*)$/.exec(text) ?? [];
    return { type: "error", name, message };
  }
  const isCut = text.length > LONGEST;
  return isCut || /(^|[[ {(,])\?([\]}),]|$)/.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""'))
    ? { type: "unknown" }
    : { type: "value", source: text };
}
