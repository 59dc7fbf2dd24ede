import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asAppError } from "../../src/core/app-error.ts";
import type { FileTexts } from "../../src/core/changes/unified-diff.ts";
import { hashText } from "../../src/core/hash.ts";
import { RunLog } from "../../src/core/run/run-log.ts";
import { acceptRun } from "../../src/node/accept-run.ts";
import { openBlobStore } from "../../src/node/blob-store.ts";
import { JournalFile, journalFile } from "../../src/node/journal.ts";
import { withStoredRun } from "../../src/node/stored-run.ts";
import { carryOutUndo, planUndo } from "../../src/node/undo-run.ts";
import { type CommandLineOptions, tessera } from "./command-line.ts";
import { type Snapshot, snapshot } from "./promises.ts";
import { assignment, planned, report, reported } from "./run-parts.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

const run = "20260101-000000-abcdef";

/** A folder with the files some proved proposal is about, and the journal of the run that proposed it, as the program finds them later. */
export class ProposalCase implements Disposable {
  readonly #base = new TemporaryFolder();
  readonly state = new TemporaryFolder();
  /** The project's folder. */
  readonly root: string;
  readonly before: Snapshot;

  private constructor(name: string, files: readonly FileTexts[]) {
    this.root = join(this.#base.path, name);
    this.write({ "untouched.txt": "mine\n" });
    for (const { path, base } of files) if (base !== null) this.write({ [path]: base });
    this.before = snapshot(this.root);
  }

  /** All files in one ChangeSet. `name`: of the project's folder. */
  static async of(files: readonly FileTexts[], name = "project"): Promise<ProposalCase> {
    const one = new ProposalCase(name, files);
    await one.#propose(files);
    return one;
  }

  async #propose(files: readonly FileTexts[]): Promise<void> {
    const blobs = openBlobStore(this.state.path);
    const blob = (text: string | null) => (text === null ? null : blobs.put(text));
    const hash = (text: string | null) => (text === null ? "" : hashText(text));
    const hashes = (of: (file: FileTexts) => string | null) =>
      Object.fromEntries(files.map((file) => [file.path, hash(of(file))]));
    const changeSet = {
      id: `${run}/a`,
      revision: 1,
      by: "fix",
      files: files.map(({ path, base, proposed }) => ({ path, base: blob(base), proposed: blob(proposed) })),
    };
    const held = { id: changeSet.id, revision: 1 };
    const evidence = [
      { check: "same-tests-pass", verdict: "proved" as const, sentence: "It holds.", scope: "changeSet" as const },
    ];
    const journal = new JournalFile(journalFile(this.state.path, run));
    const log = new RunLog({ run, journal, now: () => 0, listeners: [] });
    const tell = log.teller("run");
    const request = { agent: "fix", files: [], instruction: "", limits: {}, concurrency: 1 };
    tell({ type: "started", request, root: this.root, model: "offline", rung: "overlay" });
    tell(planned([assignment("a", { target: files[0]?.path ?? "" })]));
    log.teller("a")({ type: "proposed", changeSet, summary: "Changes it." });
    log.teller("a")({
      type: "evidence",
      changeSet: changeSet.id,
      revision: 1,
      evidence,
      provenance: { base: hashes(({ base }) => base), proposed: hashes(({ proposed }) => proposed) },
    });
    log.teller("a")(reported(report("a", "proved", { changeSet: held, evidence })));
    tell({ type: "ended", status: "proved", sentence: "Proved.", spent: report("a", "proved").spent });
    await blobs.settled();
    await journal.close();
  }

  write(texts: Readonly<Record<string, string | Buffer>>): void {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  /** What `tessera apply` and `tessera undo` do, without a process for each; what was said. */
  async accept(...confirmed: readonly string[]): Promise<string> {
    return told(withStoredRun(this.state.path, run, [], (open) => acceptRun(open, new Set(confirmed))));
  }

  async undo(): Promise<string> {
    return told(withStoredRun(this.state.path, run, [], async (open) => carryOutUndo(open, await planUndo(open))));
  }

  /** As if it had been killed before the last line, which is of this type, was on disk. */
  forgetLast(type: string): void {
    const journal = journalFile(this.state.path, run);
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    if (lines.pop()?.includes(`"type":"${type}"`) !== true) throw new Error(`The journal does not end with "${type}".`);
    writeFileSync(journal, `${lines.join("\n")}\n`);
  }

  /** A verb about the run. */
  tessera(verb: "apply" | "undo" | "show" | "discard", ...options: readonly string[]) {
    return this.run([verb, run, "--yes", ...options]);
  }

  run(args: readonly string[], options: CommandLineOptions = {}) {
    return tessera(args, { ...options, env: { TESSERA_HOME: this.state.path, ...options.env } });
  }

  /** For `brokenPromises`. */
  get watched() {
    return { folder: this.root, state: this.state.path, before: this.before };
  }

  [Symbol.dispose](): void {
    this.#base[Symbol.dispose]();
    this.state[Symbol.dispose]();
  }
}

function told(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "done",
    (error: unknown) => {
      const expected = asAppError(error);
      if (expected === undefined) throw error;
      return expected.message;
    },
  );
}
