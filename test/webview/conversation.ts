import type { ToPanel } from "../../src/protocol/messages.ts";
import type { CardView, FileView, HunkView, ReceiptView, RunView, ShellView } from "../../src/protocol/views.ts";

/** When the sample run began; its worker still works. */
const began = Date.now() - 6_000;

export const shell: ShellView = {
  state: "ready",
  model: { id: "offline", label: "offline", offline: true },
  tokens: 3_400,
  budget: 50_000,
  agents: [
    { name: "fix", icon: "wrench", description: "Mends what makes tests fail" },
    { name: "test", icon: "beaker", description: "Writes tests for a file" },
    { name: "doc", icon: "book", description: "Documents a file" },
  ],
  pending: { hunks: 2, files: 2, proved: 1 },
  inbox: [],
  history: [],
  banner: "",
};

export const head: RunView = {
  run: "run-1",
  request: "Fix the failing tests, cover #src/interest.js and document #src/ledger.js",
  startedAt: began,
  working: true,
  status: "working",
  sentence: "",
  notes: [],
  proved: 1,
  ended: 2,
  total: 3,
  waiting: 1,
  calls: 5,
  tokens: 3_400,
  usd: 0.003,
  models: [{ model: "offline", calls: 5, input: 2_600, output: 800, cached: 0, usd: 0.003 }],
  questions: [],
  together: [],
  actions: [],
};

export function hunk(id: string, part: Partial<HunkView> = {}): HunkView {
  return {
    id,
    status: "waiting",
    lines: [
      { type: "context", old: 11, now: 11, text: "  const cents = amount * 100;" },
      { type: "removed", old: 12, text: "  return Math.round(cents) / 100;" },
      { type: "added", now: 12, text: "  return halfToEven(cents) / 100;" },
      { type: "context", old: 13, now: 13, text: "}" },
    ],
    more: 0,
    ...part,
  };
}

export function file(path: string, hunks: readonly HunkView[], part: Partial<FileView> = {}): FileView {
  const cut = path.lastIndexOf("/");
  return {
    id: path,
    path,
    name: path.slice(cut + 1),
    folder: path.slice(0, Math.max(0, cut)),
    kind: "modify",
    added: hunks.length,
    removed: hunks.length,
    language: "javascript",
    hunks: [...hunks],
    warnings: [],
    ...part,
  };
}

export function receipt(part: Partial<ReceiptView> = {}): ReceiptView {
  return {
    calls: 1,
    asked: "offline",
    served: "offline",
    tier: "",
    why: "the only model",
    failures: [],
    input: 700,
    output: 200,
    cached: 0,
    usd: 0.001,
    ms: 1_500,
    ...part,
  };
}

export function card(id: string, part: Partial<CardView> = {}): CardView {
  return {
    id,
    agent: "fix",
    icon: "wrench",
    target: "src/rounding.js",
    instruction: "Make the failing tests pass.",
    after: [],
    status: "proved",
    step: "",
    startedAt: began,
    endedAt: began + 2_000,
    calls: 1,
    tokens: 900,
    usd: 0.001,
    model: "offline",
    receipts: [receipt()],
    recorded: false,
    summary: "Rounds half to even; halves were always rounded up.",
    problem: "",
    confidence: { value: 0.94, reasons: ["2 failing tests pass", "45 related tests unchanged", "the control holds"] },
    evidence: [
      { check: "named-tests-pass", verdict: "proved", sentence: "2 failing tests pass", detail: true },
      { check: "related-still-pass", verdict: "proved", sentence: "45 related still pass", detail: true },
      { check: "control", verdict: "proved", sentence: "Control: fails again when broken", detail: false },
    ],
    checked: "current",
    files: [file("src/rounding.js", [hunk(`${id}-hunk`)])],
    controls: [],
    actions: [],
    question: "",
    doubts: [],
    ...part,
  };
}

export const cards: readonly CardView[] = [
  card("fix-1"),
  card("test-1", {
    agent: "test",
    icon: "beaker",
    target: "test/interest.test.js",
    status: "partial",
    calls: 2,
    tokens: 1_400,
    summary: "Covers compounding; the leap-year branch is still open.",
    confidence: { value: 0.62, reasons: ["3 of 9 mutants survive"] },
    evidence: [
      { check: "new-tests-pass", verdict: "proved", sentence: "4 new tests pass, 3 times", detail: true },
      { check: "mutants", verdict: "unknown", sentence: "6 of 9 mutants killed", detail: true },
    ],
    files: [file("test/interest.test.js", [], { added: 18, removed: 0 })],
    question: "Waits for you",
    actions: [
      { id: "more", label: "Ask for more" },
      { id: "survivors", label: "Show survivors" },
    ],
  }),
  card("doc-1", {
    agent: "doc",
    icon: "book",
    target: "src/ledger.js",
    status: "working",
    step: "Checking that only comments changed…",
    startedAt: began + 3_000,
    endedAt: undefined,
    calls: 2,
    tokens: 1_100,
    summary: "",
    confidence: undefined,
    evidence: [],
    checked: "none",
    files: [],
  }),
];

export const frame: ToPanel = { type: "shell", shell };

export function conversation(
  ...runs: readonly { readonly head: RunView; readonly cards: readonly CardView[] }[]
): ToPanel {
  return { type: "conversation", runs: runs.map((run) => ({ head: run.head, cards: [...run.cards] })) };
}

export const sample = conversation({ head, cards });

/** As many hunks as asked for, ten to a card. */
export function manyHunks(count: number): ToPanel {
  const many = Array.from({ length: Math.ceil(count / 10) }, (_, index) =>
    card(`card-${index}`, {
      target: `src/part-${index}.js`,
      status: "unproved",
      files: [
        file(
          `src/part-${index}.js`,
          Array.from({ length: Math.min(10, count - index * 10) }, (_, place) => hunk(`hunk-${index}-${place}`)),
        ),
      ],
    }),
  );
  return conversation({ head: { ...head, total: many.length, ended: many.length, working: false }, cards: many });
}
