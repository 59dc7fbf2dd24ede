/** The first card in sight, by its key, and how far its top is from the top of the view, in pixels. */
export interface Anchor {
  readonly key: string;
  readonly offset: number;
}

/** What outlives the page. */
export interface Kept {
  readonly draft: string;
  /** Answers in the user's own words that were not given yet, by their questions. */
  readonly answers: Readonly<Record<string, string>>;
  /** What was asked, oldest first. */
  readonly asked: readonly string[];
  readonly open: Readonly<Record<string, boolean>>;
  /** Absent while the panel follows the newest run. */
  readonly anchor: Anchor | undefined;
}

/** Reads what an earlier page kept, whatever its version: a part that does not fit is forgotten, the rest holds. */
export function readKept(data: unknown): Kept {
  const parts = new Map(Object.entries(typeof data === "object" && data !== null ? data : {}));
  const draft: unknown = parts.get("draft");
  const asked: unknown = parts.get("asked");
  return {
    draft: typeof draft === "string" ? draft : "",
    asked: Array.isArray(asked) ? asked.filter((text) => typeof text === "string") : [],
    answers: entriesOf(parts.get("answers"), (answer) => typeof answer === "string"),
    open: entriesOf(parts.get("open"), (open) => typeof open === "boolean"),
    anchor: readAnchor(parts.get("anchor")),
  };
}

function entriesOf<Value>(data: unknown, fits: (value: unknown) => value is Value): Readonly<Record<string, Value>> {
  if (typeof data !== "object" || data === null) return {};
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (fits(value) ? [[key, value]] : [])));
}

function readAnchor(data: unknown): Anchor | undefined {
  if (typeof data !== "object" || data === null || !("key" in data) || !("offset" in data)) return undefined;
  const { key, offset } = data;
  return typeof key === "string" && typeof offset === "number" ? { key, offset } : undefined;
}

/** What was asked with one text more; the same text is kept once, at its last place. */
export function withAsked(asked: readonly string[], text: string): readonly string[] {
  return [...asked.filter((one) => one !== text), text].slice(-50);
}
