import { AppError } from "../app-error.ts";
import type { Changes, Files, Path } from "../ports/files.ts";
import type { RunHost } from "./run-host.ts";

/** Texts that an editor holds and the disk does not have yet. */
export interface Unsaved {
  /** The texts as they are now. */
  texts(): Changes;
  /** Grows whenever the text of a path does. */
  version(path: Path): number;
}

/**
 * The same host where unsaved text wins over the disk: for what agents read and search, and for the tree that tests run on.
 * What a worker proposes wins over both.
 */
export function overUnsaved<Host extends Pick<RunHost, "files" | "search" | "runner">>(
  host: Host,
  unsaved: Unsaved,
): Host {
  const { files, search, runner } = host;
  const over = (changes: Changes): Changes => new Map([...unsaved.texts(), ...changes]);
  return {
    ...host,
    files: unsavedFiles(files, unsaved),
    search: { search: (query, changes, signal) => search.search(query, over(changes), signal) },
    runner: {
      rung: runner.rung,
      run: (command, changes, signal) => runner.run(command, over(changes), signal),
      which: (program) => runner.which(program),
    },
  };
}

function unsavedFiles(files: Files, unsaved: Unsaved): Files {
  return {
    async read(path) {
      const texts = unsaved.texts();
      if (!texts.has(path)) return files.read(path);
      const text = texts.get(path);
      if (text === undefined) throw new AppError("not-found", `There is no file ${path}.`);
      return text;
    },
    list: (signal) => files.list(signal),
    async stat(path) {
      const text = unsaved.texts().get(path);
      if (text === undefined) return files.stat(path);
      return { type: "file", size: text.length, modified: unsaved.version(path) };
    },
  };
}
