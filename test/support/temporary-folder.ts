import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** A folder that is removed when the scope of its `using` ends. */
export class TemporaryFolder implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "tessera-test-")));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  write(texts: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true });
      writeFileSync(join(this.path, path), text);
    }
  }

  /** Every file below it with its text; folders that hold nothing end in "/". */
  contents(): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const entry of readdirSync(this.path, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      const name = relative(this.path, path);
      if (entry.isFile()) found[name] = readFileSync(path, "utf8");
      else if (entry.isDirectory() && readdirSync(path).length === 0) found[`${name}/`] = "";
    }
    return found;
  }
}
