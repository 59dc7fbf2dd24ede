import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The right edit for each bug of the example project, by file: what a perfect model would answer. */
export const repairs: Readonly<Record<string, { readonly find: string; readonly replace: string }>> = {
  "src/categories.js": { find: "rule.all.some(", replace: "rule.all.every(" },
  "src/interest.js": { find: "return 3;", replace: "return 4;" },
  "src/statements.js": { find: "entry.date < to", replace: "entry.date <= to" },
};

/** A copy of the example project and a state folder of its own; both go when the scope of its `using` ends. */
export class Workspace implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "tessera-bench-"));
  readonly project = join(this.folder, "ledger");
  readonly state = join(this.folder, "state");

  constructor() {
    cpSync(fileURLToPath(new URL("../examples/ledger", import.meta.url)), this.project, { recursive: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Little more than a path, so that neither a model nor anything else that slows a program down comes from outside. */
  env(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, TESSERA_HOME: this.state, ...more };
  }
}
