import { expect } from "vitest";
import { AppError } from "../../src/core/app-error.ts";
import { applyEdits } from "../../src/core/changes/edit.ts";
import { hunksOf, withHunks } from "../../src/core/changes/hunks.ts";
import { merge } from "../../src/core/changes/merge.ts";
import { hashText } from "../../src/core/hash.ts";
import { acceptanceOf, type FileWrite } from "../../src/core/review/acceptance.ts";
import { reviewWorker, type WorkerReview } from "../../src/core/review/review-worker.ts";
import {
  reversalOf,
  settleAcceptance,
  settlePending,
  settleRejection,
  settleReversal,
} from "../../src/core/review/settle.ts";
import { RunLog } from "../../src/core/run/run-log.ts";
import { brokenText, pick, property, type Random } from "../support/property.ts";
import { randomText } from "../support/random.ts";
import { assignment, planned, report, reported } from "../support/run-parts.ts";

const lineEnds = (text: string) => text.replace(/\r\n?/g, "\n");

property("an edit replaces its one place and nothing else, or is refused with a sentence", 3000, (random) => {
  const text = (random(8) === 0 ? "\uFEFF" : "") + randomText(random, 10);
  const shown = lineEnds(text.replace(/^\uFEFF/, ""));
  const from = random(shown.length + 1);
  const find = random(5) === 0 ? randomText(random, 3) : shown.slice(from, from + 1 + random(8));
  const replace = randomText(random, 3);
  try {
    const after = applyEdits(text, [{ find, replace }], "a.txt");
    const places = shown.split(lineEnds(find)).length - 1;
    // Taking out all there is on a line takes out the line.
    if (places === 1 && find !== "" && replace !== "")
      expect(lineEnds(after.replace(/^\uFEFF/, ""))).toBe(shown.split(lineEnds(find)).join(lineEnds(replace)));
    expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
    expect(after).not.toBe(text);
    const untouched = text.split(/(?<=\r\n|\n|\r(?!\n))/)[0] ?? "";
    if (places === 1 && shown.indexOf(lineEnds(find)) > lineEnds(untouched).length)
      expect(after.startsWith(untouched)).toBe(true);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("refused");
    expect(error.message).not.toBe("");
  }
});

property("all hunks give the proposal, none the base, and some in any order the same", 3000, (random) => {
  const [base, proposed] = [brokenText(random, 15), brokenText(random, 15)];
  const hunks = hunksOf("c1", "a.txt", base, proposed);
  expect(withHunks(base, hunks, new Set(hunks.map(({ id }) => id)))).toBe(proposed);
  expect(withHunks(base, hunks, new Set())).toBe(base);
  const some = hunks.filter(() => random(2) === 0);
  const keep = new Set(some.map(({ id }) => id));
  const shuffled = hunks.toSorted(() => random(3) - 1);
  expect(withHunks(base, shuffled, keep)).toBe(withHunks(base, hunks, keep));
});

property(
  "a merge with an untouched side is the other side, and which side is whose does not matter",
  3000,
  (random) => {
    const [base, mine, theirs] = [brokenText(random), brokenText(random), brokenText(random)];
    expect(merge(base, base, theirs)).toEqual({ status: "merged", text: theirs });
    expect(merge(base, mine, base)).toEqual({ status: "merged", text: mine });
    expect(merge(base, mine, mine)).toEqual({ status: "merged", text: mine });
    const plain = [base, mine, theirs].map(lineEnds);
    const [one, other] = [
      merge(plain[0] ?? "", plain[1] ?? "", plain[2] ?? ""),
      merge(plain[0] ?? "", plain[2] ?? "", plain[1] ?? ""),
    ];
    expect(one.status).toBe(other.status);
    if (one.status === "merged" && other.status === "merged") expect(one.text).toBe(other.text);
  },
);

/** A run that proposes a text for one file, over files in memory that may fail to be written. */
function openReview(base: string | null, proposed: string | null) {
  const files = new Map<string, string>(base === null ? [] : [["a.txt", base]]);
  const texts = new Map<string, string>();
  const put = (text: string) => {
    texts.set(hashText(text), text);
    return hashText(text);
  };
  const blobs = { put, settled: async () => {}, get: async (hash: string) => texts.get(hash) ?? "" };
  const log = new RunLog({
    run: "r1",
    journal: { append: () => {}, settled: async () => {} },
    now: () => 0,
    listeners: [],
  });
  log.teller("run")(planned([assignment("fix-1")]));
  const blob = (text: string | null) => (text === null ? null : put(text));
  const file = { path: "a.txt", base: blob(base), proposed: blob(proposed) };
  const changeSet = { id: "r1/fix-1", revision: 1, by: "fix", files: [file] };
  log.teller("fix-1")({ type: "proposed", changeSet, summary: "Mends it." });
  log.teller("fix-1")(reported(report("fix-1", "proved", { changeSet: { id: "r1/fix-1", revision: 1 } })));
  const current = async (path: string) => files.get(path) ?? null;
  const write = async (writes: readonly FileWrite[]) => {
    for (const { path, before } of writes) expect(files.get(path) ?? null).toBe(before);
    for (const { path, after } of writes)
      if (after === null) files.delete(path);
      else files.set(path, after);
  };
  const folders = { missing: async () => [], removeEmpty: async () => {} };
  const review = async (): Promise<WorkerReview> => {
    const worker = log.state.workers.get("fix-1");
    const found = worker === undefined ? undefined : await reviewWorker(log.state, worker, { blobs, current });
    if (found === undefined) throw new Error("There is nothing to review.");
    return found;
  };
  return { log, files, review, host: { blobs, folders, write, current } };
}

type OpenReview = ReturnType<typeof openReview>;

async function undoAll({ log, host }: OpenReview): Promise<void> {
  for (const applied of log.state.applied.filter(({ undone }) => undone === undefined).toReversed()) {
    const reversal = await reversalOf(applied, host);
    expect(reversal.conflicts).toEqual([]);
    await settleReversal(log, applied, reversal, host);
  }
}

const waiting = (review: WorkerReview) =>
  review.files.flatMap(({ hunks }) => hunks.filter(({ status }) => status === "waiting").map(({ hunk }) => hunk.id));

function fileTexts(random: Random): readonly [string | null, string | null] {
  const base = random(8) === 0 ? null : brokenText(random);
  return [base, base !== null && random(8) === 0 ? null : brokenText(random)];
}

property(
  "rejecting everything leaves the file untouched; whatever is accepted, in any order, all undone is the baseline",
  400,
  async (random) => {
    const [base, proposed] = fileTexts(random);
    const open = openReview(base, proposed);
    const now = () => open.files.get("a.txt") ?? null;
    while (waiting(await open.review()).length > 0) {
      const review = await open.review();
      const ids = waiting(review);
      const some = ids.filter(() => random(2) === 0);
      const hunks = new Set(some.length === 0 ? ids.slice(0, 1) : some);
      if (random(3) === 0) {
        const before = now();
        await settleRejection(open.log, review, [...hunks], "rejected");
        expect(now()).toBe(before);
      } else await settleAcceptance(open.log, acceptanceOf([{ review, hunks }]), open.host);
      if (random(4) === 0) await undoAll(open);
      if (random(5) === 0) break;
    }
    await undoAll(open);
    expect(now()).toBe(base);
    const review = await open.review();
    await settleRejection(open.log, review, waiting(review), "rejected");
    expect(now()).toBe(base);
  },
);

property("accepting everything in any order is the proposal", 400, async (random) => {
  const [base, proposed] = fileTexts(random);
  const open = openReview(base, proposed);
  for (;;) {
    const review = await open.review();
    const ids = waiting(review);
    const id = ids[random(Math.max(1, ids.length))];
    if (id === undefined) break;
    await settleAcceptance(open.log, acceptanceOf([{ review, hunks: new Set([id]) }]), open.host);
  }
  expect(open.files.get("a.txt") ?? null).toBe(proposed);
});

property(
  "an accept that is cut off anywhere is told afterwards as what it came to, and can be undone",
  300,
  async (random) => {
    const [base, proposed] = [brokenText(random), brokenText(random)];
    const open = openReview(base, proposed);
    const review = await open.review();
    const hunks = new Set(waiting(review));
    if (hunks.size === 0) return;
    const at = pick(random, ["before", "after"]);
    const cut = new Error("cut off");
    const journal = { append: () => {}, settled: async () => {} };
    // What is told after the cut is lost with the process, so the log that goes on is one of the state before it.
    let kept = open.log.state;
    const write = async (writes: readonly FileWrite[]) => {
      kept = open.log.state;
      if (at === "after") await open.host.write(writes);
      throw cut;
    };
    await expect(
      settleAcceptance(open.log, acceptanceOf([{ review, hunks }]), { ...open.host, write }),
    ).rejects.toThrow(cut);
    const log = new RunLog({ run: "r1", journal, now: () => 0, listeners: [], state: kept });
    await settlePending(log, open.host);
    expect(log.state.pending).toBeUndefined();
    expect(log.state.applied).toHaveLength(at === "after" ? 1 : 0);
    for (const applied of log.state.applied)
      await settleReversal(log, applied, await reversalOf(applied, open.host), open.host);
    expect(open.files.get("a.txt")).toBe(base);
  },
);
