import { expect, test } from "vitest";
import { hashText } from "../../../src/core/hash.ts";
import { acceptanceOf, allWaiting, type FileWrite } from "../../../src/core/review/acceptance.ts";
import {
  hasWaiting,
  reviewWorker,
  standingEvidence,
  type WorkerReview,
} from "../../../src/core/review/review-worker.ts";
import { reversalOf, settleAcceptance, settleRejection, settleReversal } from "../../../src/core/review/settle.ts";
import { RunLog } from "../../../src/core/run/run-log.ts";
import { assignment, planned, report, reported } from "../../support/run-parts.ts";

const base = "one\ntwo\nthree\nfour\nfive\n";
const proposed = "ONE\ntwo\nthree\nFOUR\nfive\n";

/** A run with one worker that has proposed, over files in memory. */
function openReview() {
  const files = new Map<string, string>([["a.txt", base]]);
  const texts = new Map<string, string>();
  const put = (text: string) => {
    texts.set(hashText(text), text);
    return hashText(text);
  };
  const blobs = { put, settled: async () => {}, get: async (hash: string) => texts.get(hash) ?? "" };
  const journal = { append: () => {}, settled: async () => {} };
  const log = new RunLog({ run: "r1", journal, now: () => 0, listeners: [] });
  log.teller("run")(planned([assignment("fix-1")]));
  const changeSet = {
    id: "r1/fix-1",
    revision: 1,
    by: "fix",
    files: [{ path: "a.txt", base: put(base), proposed: put(proposed) }],
  };
  log.teller("fix-1")({ type: "proposed", changeSet, summary: "Mends it." });
  log.teller("fix-1")({
    type: "evidence",
    changeSet: changeSet.id,
    revision: 1,
    evidence: [{ check: "control", verdict: "proved", sentence: "It holds.", scope: "changeSet" }],
    provenance: { base: { "a.txt": hashText(base) }, proposed: { "a.txt": hashText(proposed) } },
  });
  log.teller("fix-1")(reported(report("fix-1", "proved", { changeSet: { id: "r1/fix-1", revision: 1 } })));
  const current = async (path: string) => files.get(path) ?? null;
  const write = async (writes: readonly FileWrite[]) => {
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
  const evidence = async () => {
    const worker = log.state.workers.get("fix-1");
    return worker === undefined ? undefined : standingEvidence(worker, await review());
  };
  return { log, files, review, evidence, host: { blobs, folders, write, current } };
}

const waiting = (review: WorkerReview) =>
  review.files.flatMap(({ hunks }) => hunks.filter(({ status }) => status === "waiting").map(({ hunk }) => hunk.id));

test("a hunk is accepted once it is written, and its undo puts back what it replaced and lets it wait again", async () => {
  const { log, files, review, host } = openReview();
  const before = await review();
  const [first] = waiting(before);
  await settleAcceptance(log, acceptanceOf([{ review: before, hunks: new Set([first ?? ""]) }]), host);

  expect(files.get("a.txt")).toBe("ONE\ntwo\nthree\nfour\nfive\n");
  expect(waiting(await review())).toHaveLength(1);

  files.set("a.txt", `${files.get("a.txt")}typed later\n`);
  const [applied] = log.state.applied;
  if (applied === undefined) throw new Error("Nothing was applied.");
  await settleReversal(log, applied, await reversalOf(applied, host), host);
  expect(files.get("a.txt")).toBe(`${base}typed later\n`);
  expect(waiting(await review())).toContain(first);

  const [undone] = log.state.applied;
  if (undone === undefined) throw new Error("Nothing was applied.");
  await settleReversal(log, undone, await reversalOf(undone, host), host);
  expect(files.get("a.txt")).toBe("ONE\ntwo\nthree\nfour\nfive\ntyped later\n");
  expect(waiting(await review())).not.toContain(first);
});

test("what could not be written is not accepted", async () => {
  const { log, review, host } = openReview();
  const failing = { ...host, write: async () => Promise.reject(new Error("full")) };

  await expect(settleAcceptance(log, acceptanceOf([allWaiting(await review())]), failing)).rejects.toThrow("full");
  expect(waiting(await review())).toHaveLength(2);
});

test("a rejection can be taken back", async () => {
  const { log, review } = openReview();
  const ids = waiting(await review());
  await settleRejection(log, await review(), ids, "rejected");
  expect(hasWaiting(await review())).toBe(false);

  await settleRejection(log, await review(), ids, "reopened");
  expect(waiting(await review())).toEqual(ids);
});

test("evidence stands for the bytes it was won on, and for no other selection or later edit", async () => {
  const { log, files, review, evidence } = openReview();
  expect(await evidence()).toBeDefined();

  const [first] = waiting(await review());
  await settleRejection(log, await review(), [first ?? ""], "rejected");
  expect(await evidence()).toBeUndefined();
  await settleRejection(log, await review(), [first ?? ""], "reopened");
  files.set("a.txt", `${base}typed later\n`);
  expect(await evidence()).toBeUndefined();
});

test("an undo that later edits stand in the way of takes nothing back", async () => {
  const { log, files, review, host } = openReview();
  await settleAcceptance(log, acceptanceOf([allWaiting(await review())]), host);
  files.set("a.txt", "Uno\ntwo\nthree\nFOUR\nfive\n");
  const [applied] = log.state.applied;

  expect(applied === undefined ? undefined : await reversalOf(applied, host)).toEqual({
    writes: [],
    conflicts: ["a.txt"],
  });
});
