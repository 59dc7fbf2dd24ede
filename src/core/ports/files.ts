/** A file by its path relative to one root: "/"-separated, no leading "./", no "..". */
export type Path = string;

export interface FileStat {
  readonly type: "file" | "directory" | "other";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/**
 * Text files below one root: a disk, an editor where unsaved text wins, memory, or an `Overlay`.
 * Text is strict UTF-8, byte for byte: a byte order mark stays as U+FEFF, line ends stay as they are.
 */
export interface Files {
  /** Throws `not-found`, or `refused` for a path outside the root, a link, a secret, what is no text, or what is too large. */
  read(path: Path): Promise<string>;
  /** Every file not ignored by the project, sorted; links are not followed. */
  list(signal: AbortSignal): Promise<readonly Path[]>;
  /** Undefined where nothing is. Links count as "other" and are not followed. */
  stat(path: Path): Promise<FileStat | undefined>;
}

/** New texts by path; `undefined` deletes the file. */
export type Changes = ReadonlyMap<Path, string | undefined>;
