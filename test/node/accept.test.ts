import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FileTexts } from "../../src/core/changes/unified-diff.ts";
import type { Evidence } from "../../src/core/evidence/evidence.ts";
import { RunLog } from "../../src/core/run/run-log.ts";
import { acceptProved } from "../../src/node/accept.ts";
import { openBlobStore } from "../../src/node/blob-store.ts";
import { diskFiles } from "../../src/node/disk-files.ts";
import { JournalFile } from "../../src/node/journal.ts";
import { assignment, planned, report, reported } from "../support/run-parts.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const tests = {
  project: { folder: "", runner: "node:test", argv: ["node", "--test"] as const, testFiles: [] },
  failing: [{ file: "test/a.test.js", name: "a", status: "failed" as const, frames: [] }],
  reached: [],
};

interface Ending {
  readonly union?: Evidence["verdict"];
  readonly status?: "proved" | "cancelled" | "blocked";
  readonly ids?: readonly string[];
  /** What lies in the folder when it is applied. */
  readonly now?: string;
}

/** A run whose workers each change "old" to "new" in their file, ended in this way, and what accepting it does. */
async function accept({ union, status = "proved", ids = ["a"], now = "one\nold\nthree\n" }: Ending) {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  const journal = new JournalFile(join(state.path, "journal.jsonl"));
  const log = new RunLog({ run: "r1", journal, now: () => 0, listeners: [] });
  const tell = log.teller("run");
  tell(planned(ids.map((id) => assignment(id, { context: { why: "", base: {}, alternatives: [], tests } }))));
  const texts = new Map<string, readonly FileTexts[]>();
  for (const id of ids) {
    const path = `src/${id}.js`;
    folder.write({ [path]: now });
    texts.set(id, [{ path, base: "one\nold\nthree\n", proposed: "one\nnew\nthree\n" }]);
    const changeSet = { id: `r1/${id}`, revision: 1, by: "fix", files: [{ path, base: "b", proposed: "p" }] };
    log.teller(id)({ type: "proposed", changeSet, summary: "Mends it." });
    log.teller(id)(reported(report(id, "proved", { changeSet: { id: `r1/${id}`, revision: 1 } })));
  }
  const sentence = `It is ${union}.`;
  if (union !== undefined)
    tell({
      type: "union",
      changeSets: [],
      evidence: [{ check: "union", verdict: union, sentence, scope: "changeSet" }],
    });
  tell({ type: "ended", status, sentence: "", spent: report("a", "proved").spent });
  const accepted = await acceptProved(log, texts, {
    root: folder.path,
    state: state.path,
    blobs: openBlobStore(state.path),
    files: diskFiles(folder.path),
  });
  await journal.close();
  return { accepted, text: readFileSync(join(folder.path, "src/a.js"), "utf8"), state: log.state };
}

test("what is proved alone and together is written, and stands in the run as accepted and applied", async () => {
  const { accepted, text, state } = await accept({ union: "proved", ids: ["a", "b"] });

  expect(accepted).toEqual({ type: "applied", merged: [] });
  expect(text).toBe("one\nnew\nthree\n");
  expect(state.applied).toMatchObject([
    { changeSets: ["r1/a", "r1/b"], written: [{ path: "src/a.js" }, { path: "src/b.js" }], undone: undefined },
  ]);
  expect(state.workers.get("b")?.decisions).toMatchObject([{ decision: "accepted" }]);
});

test.each<[string, Ending, string]>([
  ["was refuted together", { union: "refuted" }, "It is refuted."],
  ["was cancelled while it was verified", { status: "cancelled" }, "cancelled"],
  ["ended before it was verified together", { status: "blocked" }, "before its changes were verified together"],
  ["of several workers could not be verified together", { union: "unknown", ids: ["a", "b"] }, "It is unknown."],
])("nothing is written of a run that %s", async (_, ending, why) => {
  const { accepted, text, state } = await accept(ending);

  expect(accepted).toMatchObject({ type: "refused", sentence: expect.stringContaining(why) });
  expect(text).toBe("one\nold\nthree\n");
  expect(state.applied).toEqual([]);
});

test("one worker's proof counts although there was no time for the whole suite", async () => {
  expect((await accept({ union: "unknown" })).text).toBe("one\nnew\nthree\n");
});

test("the user's own edits since are kept, and it is said that the merged text was not tested", async () => {
  const { accepted, text } = await accept({ union: "proved", now: "zero\none\nold\nthree\n" });

  expect(text).toBe("zero\none\nnew\nthree\n");
  expect(accepted).toEqual({ type: "applied", merged: ["src/a.js"] });
});
