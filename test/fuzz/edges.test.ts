import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix, win32 } from "node:path";
import { expect } from "vitest";
import { checkPath, isSafePath } from "../../src/core/ports/paths.ts";
import { type RunEvent, runEventSchema } from "../../src/core/run/events.ts";
import { reduce } from "../../src/core/run/reduce.ts";
import { emptyRunState } from "../../src/core/run/run-state.ts";
import { JournalFile, journalFile, readJournal } from "../../src/node/journal.ts";
import { loadRun } from "../../src/node/run-store.ts";
import { surveyRuns } from "../../src/node/survey-runs.ts";
import { fromPanelSchema, toPanelSchema } from "../../src/protocol/messages.ts";
import { mutated, oddString, pick, property, type Random, randomJson } from "../support/property.ts";
import { assignment, events, planned, report, reported } from "../support/run-parts.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const request = { agent: "fix", files: [], instruction: "", limits: {}, concurrency: 1 };

/** A whole run, from its beginning to an undo. */
const run: readonly RunEvent[] = events(
  { type: "started", actor: "run", request, root: "/project", model: "offline", rung: "overlay" },
  planned([assignment("fix-1"), assignment("fix-2")]),
  { type: "assigned", actor: "run", assignment: "fix-1", model: "offline" },
  { type: "asked", actor: "fix-1", kind: "model", model: "offline", prompt: "p", reserved: 10 },
  {
    type: "answered",
    actor: "fix-1",
    cause: 4,
    kind: "model",
    ms: 3,
    usage: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
  },
  {
    type: "proposed",
    actor: "fix-1",
    changeSet: { id: "r1/fix-1", revision: 1, by: "fix", files: [{ path: "a", base: "b", proposed: "c" }] },
    summary: "s",
  },
  reported(report("fix-1", "proved", { changeSet: { id: "r1/fix-1", revision: 1 } })),
  { type: "continued", actor: "run", model: "offline", rung: "overlay" },
  { type: "decided", actor: "user", changeSet: "r1/fix-1", revision: 1, decision: "accepted" },
  {
    type: "applied",
    actor: "user",
    changeSets: ["r1/fix-1"],
    decisions: [9],
    written: [{ path: "a", before: "b", after: "c" }],
  },
  { type: "undone", actor: "user", applied: 10, written: [{ path: "a", before: "c", after: "b" }] },
  { type: "ended", actor: "run", status: "proved", sentence: "Proved.", spent: report("fix-1", "proved").spent },
);

property("whatever stands in an event, it is read or refused, and what is read can be folded", 3000, (random) => {
  const odd = run.map((event): unknown => (random(3) === 0 ? mutated(random, event) : event));
  let state = emptyRunState("r1");
  for (const event of [...odd, randomJson(random)]) {
    const parsed = runEventSchema.safeParse(event);
    if (parsed.success) state = reduce(state, parsed.data);
  }
  expect(state.run).toBe("r1");
});

property(
  "a journal cut or damaged anywhere is read up to there and gone on with, or set aside whole",
  150,
  async (random) => {
    using state = new TemporaryFolder();
    const path = journalFile(state.path, "r1");
    const lines = run.map((event) => JSON.stringify(event));
    state.write({ "runs/r1/journal.jsonl": `${lines.join("\n")}\n` });
    const whole = readFileSync(path);
    const at = random(whole.length);
    const damage = pick(random, ["cut", "flip", "insert"]);
    const middle =
      damage === "cut" ? [] : damage === "flip" ? [random(256)] : Array.from({ length: 5 }, () => random(256));
    const rest = damage === "cut" ? Buffer.alloc(0) : whole.subarray(damage === "flip" ? at + 1 : at);
    const damaged = Buffer.concat([whole.subarray(0, at), Buffer.from(middle), rest]);
    writeFileSync(path, damaged);

    const { entries } = await readJournal(path);
    const before = whole.subarray(0, at).toString("latin1").split("\n").length - 1;
    expect(entries.slice(0, before)).toEqual(lines.slice(0, before).map((line) => JSON.parse(line)));
    if (damage === "cut") {
      const journal = new JournalFile(path);
      journal.append('{"more":1}');
      await journal.close();
      expect((await readJournal(path)).entries).toEqual([...entries, { more: 1 }]);
      writeFileSync(path, damaged);
    }
    const stored = await loadRun(state.path, "r1").catch(() => undefined);
    const { runs, notices } = await surveyRuns(state.path);
    const isFine = stored !== undefined && stored.problem === undefined;
    expect(runs).toHaveLength(isFine ? 1 : 0);
    const aside = Object.keys(state.contents()).filter((name) => name.startsWith("quarantine/"));
    // An empty journal may be that of a run about to begin.
    expect(notices.length).toBe(isFine || damaged.length === 0 ? 0 : 1);
    for (const name of aside)
      if (!name.endsWith("/")) expect(readFileSync(join(state.path, name)).equals(damaged)).toBe(true);
  },
);

property("what others append to a journal is never overwritten", 50, async (random) => {
  using state = new TemporaryFolder();
  const path = join(state.path, "journal.jsonl");
  const journal = new JournalFile(path);
  const lines = Array.from({ length: 1 + random(5) }, (_, index) => `{"n":${index}}`);
  for (const line of lines) journal.append(line);
  await journal.settled();
  appendFileSync(path, '{"other":1}\n');
  for (const line of lines) journal.append(line);
  await expect(journal.close()).rejects.toThrow("meanwhile");
  expect(readFileSync(path, "utf8")).toBe(`${lines.join("\n")}\n{"other":1}\n`);
});

const messages: readonly [unknown, ...unknown[]] = [
  { type: "ready" },
  { type: "ask", text: "/fix #src/a.js" },
  { type: "decide", run: "r", card: "c", file: "f", hunk: "h", decision: "accept" },
  { type: "open", run: "r", card: "c" },
  { type: "stop", run: "r" },
  { type: "action", run: "r", action: "a" },
  { type: "detail", run: "r", card: "c", evidence: 0 },
  { type: "command", command: "cost" },
  { type: "link", href: "https://example.org" },
];

property("a message of the panel is taken as it is or not at all, whatever comes", 5000, (random) => {
  const message = random(4) === 0 ? randomJson(random) : mutated(random, pick(random, messages));
  const parsed = fromPanelSchema.safeParse(message);
  if (parsed.success) expect(parsed.data).toEqual(message);
  expect(() => toPanelSchema.safeParse(message)).not.toThrow();
});

property("a path that is let through stays below the root on every platform, and means one file", 20_000, (random) => {
  const path = randomPath(random);
  if (!isSafePath(path)) {
    expect(() => checkPath(path)).toThrow("give a path relative to the workspace");
    return;
  }
  expect(posix.resolve("/ws", path)).toBe(`/ws/${path}`);
  expect(win32.resolve("C:\\ws", path)).toBe(`C:\\ws\\${path.replaceAll("/", "\\")}`);
  expect(posix.resolve("/ws", decoded(path)).startsWith("/ws/")).toBe(true);
  expect(path.isWellFormed()).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(path).not.toMatch(/[\x00-\x1f\\:]|[. ](\/|$)/);
});

function randomPath(random: Random): string {
  const parts = [
    "a",
    "..",
    ".",
    "",
    "~",
    "C:",
    "%2e%2e",
    "%2F",
    "con",
    "NUL.txt",
    "x.",
    "y ",
    "\\",
    "a\\..\\b",
    "::$DATA",
    "\u202e",
    "é",
    oddString(random),
    "file:",
    "...",
    "a".repeat(90),
  ];
  const count = 1 + random(4);
  const text = Array.from({ length: count }, () => parts[random(parts.length)] ?? "").join(
    pick(random, ["/", "/", "/", "", "\\", "//"]),
  );
  return random(10) === 0 ? `/${text}` : text;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
