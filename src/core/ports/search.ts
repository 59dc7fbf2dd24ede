import type { Changes, Path } from "./files.ts";

/** One line that matches; `text` is cut at 400 characters. */
export interface SearchRow {
  readonly path: Path;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

export interface SearchQuery {
  /** A regular expression of ripgrep's dialect, which never backtracks. */
  readonly pattern: string;
  /** A file or folder to look in; the whole root when absent. */
  readonly within?: Path;
  readonly ignoreCase?: boolean;
}

interface SearchResult {
  /** By path, then line. */
  readonly rows: readonly SearchRow[];
  /** There were more rows than may be shown, or the time ran out. */
  readonly truncated: boolean;
}

/** Searches the texts of a root as they would be with some changes; ignored files, links, secrets and binaries are left out. */
export interface Search {
  /** Throws `usage` for a pattern that cannot be parsed, `refused` for a path that may not be read, `cancelled` when the signal fires. */
  search(query: SearchQuery, changes: Changes, signal: AbortSignal): Promise<SearchResult>;
}
