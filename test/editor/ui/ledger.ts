import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalFile } from "../../../src/node/journal.ts";
import { storedRuns } from "../../../src/node/run-store.ts";
import { project } from "../places.ts";

/** A copy of examples/ledger, as a user would have it open, and a state folder of its own. */
export class Ledger implements Disposable {
  readonly folder: string;
  readonly state: string;
  readonly #place: string;

  constructor() {
    this.#place = mkdtempSync(join(tmpdir(), "tl-"));
    this.folder = join(this.#place, "ledger");
    this.state = join(this.#place, "state");
    cpSync(join(project, "examples", "ledger"), this.folder, { recursive: true });
  }

  /** For the extension host: nothing of this test is kept elsewhere. */
  get env(): Readonly<Record<string, string>> {
    return { TESSERA_HOME: this.state };
  }

  text(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  original(path: string): string {
    return readFileSync(join(project, "examples", "ledger", path), "utf8");
  }

  /** As if all had been killed before the newest run's journal told that something was applied. */
  async forgetLastApplied(): Promise<void> {
    const [run = ""] = await storedRuns(this.state);
    const journal = journalFile(this.state, run);
    const lines = readFileSync(journal, "utf8").trimEnd().split("\n");
    const last = lines.findLastIndex((line) => line.includes('"type":"applied"'));
    writeFileSync(
      journal,
      lines
        .slice(0, last)
        .map((line) => `${line}\n`)
        .join(""),
    );
  }

  /** Whether the project's own tests pass in this file. */
  passes(testFile: string): boolean {
    try {
      execFileSync(process.execPath, ["--test", testFile], { cwd: this.folder, stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#place, { recursive: true, force: true, maxRetries: 5 });
  }
}
