import { AppError } from "../app-error.ts";
import type { Changes, FileStat, Files, Path } from "../ports/files.ts";

/** A private copy-on-write view of some files: reads fall through, writes stay here. Nothing is copied. */
export class Overlay implements Files {
  readonly base: Files;
  readonly #written = new Map<Path, string | undefined>();

  constructor(base: Files) {
    this.base = base;
  }

  async read(path: Path): Promise<string> {
    if (!this.#written.has(path)) return this.base.read(path);
    const text = this.#written.get(path);
    if (text === undefined) throw new AppError("not-found", `There is no file ${path}.`);
    return text;
  }

  async list(signal: AbortSignal): Promise<readonly Path[]> {
    const paths = new Set(await this.base.list(signal));
    for (const [path, text] of this.#written) {
      if (text === undefined) paths.delete(path);
      else paths.add(path);
    }
    return [...paths].sort();
  }

  async stat(path: Path): Promise<FileStat | undefined> {
    if (!this.#written.has(path)) return this.base.stat(path);
    const text = this.#written.get(path);
    return text === undefined ? undefined : { type: "file", size: text.length, modified: 0 };
  }

  write(path: Path, text: string): void {
    this.#written.set(path, text);
  }

  delete(path: Path): void {
    this.#written.set(path, undefined);
  }

  /** Forgets every write. */
  reset(): void {
    this.#written.clear();
  }

  /** A snapshot of what was written here. */
  get changes(): Changes {
    return new Map(this.#written);
  }
}
