import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RunLog } from "../../src/core/run/run-log.ts";
import { JournalFile, journalFile } from "../../src/node/journal.ts";
import { loadRun, reopenRun, storedRuns } from "../../src/node/run-store.ts";
import { assignment, planned } from "../support/run-parts.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const request = { agent: "fix", files: [], instruction: "", limits: {}, concurrency: 1 };

/** A run that was begun and planned, kept in the folder. */
async function keepRun(folder: string, run: string): Promise<void> {
  const journal = new JournalFile(journalFile(folder, run));
  const log = new RunLog({ run, journal, now: () => 5, listeners: [] });
  log.teller("run")({ type: "started", request, root: "/project", model: "offline", rung: "overlay" });
  log.teller("run")(planned([assignment("fix-1")]));
  await journal.close();
}

test("a kept run is found again as it was, and goes on where its journal ends", async () => {
  using folder = new TemporaryFolder();
  await keepRun(folder.path, "20260101-a");
  await keepRun(folder.path, "20260102-b");
  expect(await storedRuns(folder.path)).toEqual(["20260102-b", "20260101-a"]);

  const { state, root, problem } = await loadRun(folder.path, "20260101-a");
  expect({ root, problem, seq: state.lastSeq, workers: [...state.workers.keys()] }).toEqual({
    root: "/project",
    problem: undefined,
    seq: 2,
    workers: ["fix-1"],
  });

  const { log, close } = reopenRun(folder.path, state, { now: () => 9, listeners: [] });
  log.teller("run")({ type: "conflicted", changeSets: [], sentence: "Later." });
  await close();
  const again = await loadRun(folder.path, "20260101-a");
  expect(again.state).toMatchObject({ lastSeq: 3, notes: ["Later."] });
});

test("what cannot be understood of a journal is said, and what comes before it stays", async () => {
  using folder = new TemporaryFolder();
  await keepRun(folder.path, "20260101-a");
  appendFileSync(journalFile(folder.path, "20260101-a"), '{"v":2,"seq":3,"type":"new"}\n');
  await keepRun(folder.path, "20260102-b");
  appendFileSync(journalFile(folder.path, "20260102-b"), "not json\n");

  expect(await loadRun(folder.path, "20260101-a")).toMatchObject({
    state: { lastSeq: 2 },
    problem: expect.stringContaining("Line 3"),
  });
  expect((await loadRun(folder.path, "20260102-b")).problem).toContain("Line 3 of its journal is damaged");
  await expect(loadRun(folder.path, "20260103-c")).rejects.toMatchObject({ code: "not-found" });
});
