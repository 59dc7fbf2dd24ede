import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileTexts } from "../../src/core/changes/unified-diff.ts";
import { type Snapshot, snapshot } from "./promises.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

const program = fileURLToPath(new URL("carry-out-files.ts", import.meta.url));

/** A change of every kind: two files, one that goes, one that comes in folders of its own; and one beside them that nobody touches. */
const fourFiles: readonly FileTexts[] = [
  { path: "a.txt", base: "a\n", proposed: "new a\n" },
  { path: "deep/b.txt", base: "b\n", proposed: "new b\n" },
  { path: "gone.txt", base: "gone\n", proposed: null },
  { path: "made/in/c.txt", base: null, proposed: "c\n" },
];

export function manyFiles(count: number): readonly FileTexts[] {
  return Array.from({ length: count }, (_, index) => ({
    path: `src/${index % 10}/f${index}.txt`,
    base: `old ${index}\n`,
    proposed: `new ${index}\n`,
  }));
}

/** A folder and a state folder of its own in which texts are applied by a program of their own, in whatever way it is disturbed. */
export class ApplyCase implements Disposable {
  readonly folder = new TemporaryFolder();
  readonly state = new TemporaryFolder();
  readonly files: readonly FileTexts[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly #proposal: string;

  constructor(files: readonly FileTexts[] = fourFiles) {
    this.files = files;
    this.folder.write({ "untouched.txt": "mine\n" });
    for (const { path, base } of files) if (base !== null) this.folder.write({ [path]: base });
    this.before = snapshot(this.folder.path);
    using done = new TemporaryFolder();
    done.write({ "untouched.txt": "mine\n" });
    for (const { path, proposed } of files) if (proposed !== null) done.write({ [path]: proposed });
    this.after = snapshot(done.path);
    this.#proposal = join(this.state.path, "proposal");
    writeFileSync(this.#proposal, JSON.stringify(files));
  }

  /** For `brokenPromises`. */
  get watched() {
    return { folder: this.folder.path, state: this.state.path, before: this.before, after: this.after };
  }

  /** Applies; killed before a step where one is named, under another program (a tracer) where one is given. */
  run(options: { readonly killBefore?: string; readonly under?: readonly string[] } = {}) {
    const { killBefore, under = [] } = options;
    const step = killBefore === undefined ? [] : [killBefore];
    const words = [...under, process.execPath, program, this.folder.path, this.state.path, this.#proposal, ...step];
    const [command = "", ...args] = words;
    // One thread for files, so that "the n-th call" is always the same one.
    const env = { ...process.env, UV_THREADPOOL_SIZE: "1", NODE_OPTIONS: "" };
    const { status, signal, stdout, stderr } = spawnSync(command, args, { env, encoding: "utf8" });
    return { killed: signal === "SIGKILL" || status === 137, said: stdout.trim(), stderr };
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
    this.state[Symbol.dispose]();
  }
}
