import { realpathSync } from "node:fs";
import { readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../core/app-error.ts";
import type { Path } from "../core/ports/files.ts";
import { checkPath, isSafePath, isSecretPath } from "../core/ports/paths.ts";
import type { Search, SearchQuery, SearchRow } from "../core/ports/search.ts";
import { ripgrep } from "./ripgrep.ts";

export interface SearchOptions {
  /** Default: 100. */
  readonly maxRows?: number;
  /** Default: 1500, so that it is over in two seconds on a busy machine too. */
  readonly timeoutMs?: number;
  /** See `RipgrepOptions.program`. */
  readonly ripgrep?: string;
}

const maxText = 400;

/** Searches a folder by ripgrep; changed files are searched in their new text, through a pipe, and never written anywhere. */
export function diskSearch(root: string, options: SearchOptions = {}): Search {
  const { maxRows = 100, timeoutMs = 1500 } = options;
  const real = realpathSync(root);
  return {
    async search(query, changes, signal) {
      const within = query.within === undefined || query.within === "" ? undefined : checkPath(query.within);
      if (within !== undefined && isSecretPath(within))
        throw new AppError("refused", `${within} may hold secrets, so it is not searched.`);
      const program = options.ripgrep === undefined ? {} : { program: options.ripgrep };
      const limits = { cwd: real, maxLines: maxRows * 4, timeoutMs, signal, ...program };
      const changed = [...changes].flatMap(([path, text]) =>
        text !== undefined && isWithin(path, within) && !isSecretPath(path) ? [{ path, text }] : [],
      );
      const [onDisk, ...inMemory] = await Promise.all([
        searchDisk(real, query, within, limits),
        ...changed.map(async ({ path, text }) => {
          const { lines, stopped } = await ripgrep([...patternArgs(query), "-"], { ...limits, input: text });
          return { rows: rowsOf(lines, path), stopped };
        }),
      ]);
      const rows = [
        ...onDisk.rows.filter((row) => !changes.has(row.path) && isSafePath(row.path) && !isSecretPath(row.path)),
        ...inMemory.flatMap((found) => found.rows),
      ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
      const stopped = onDisk.stopped || inMemory.some((found) => found.stopped);
      return { rows: rows.slice(0, maxRows), truncated: stopped || rows.length > maxRows };
    },
  };
}

type Limits = Parameters<typeof ripgrep>[1];

async function searchDisk(root: string, query: SearchQuery, within: Path | undefined, limits: Limits) {
  const nothing = { rows: [], stopped: false };
  if (within !== undefined && !(await existsWithoutLinks(root, within))) {
    await ripgrep([...patternArgs(query), "-"], { ...limits, input: "" });
    return nothing;
  }
  const args = ["--no-require-git", "--sort", "path", ...patternArgs(query), "--", within ?? "."];
  const { lines, stopped } = await ripgrep(args, limits);
  return { rows: rowsOf(lines, undefined), stopped };
}

function patternArgs(query: SearchQuery): readonly string[] {
  const fixed = ["--json", "--no-messages", "--max-columns", "4096", "--max-filesize", "2M", "--max-count", "200"];
  return [...fixed, ...(query.ignoreCase === true ? ["-i"] : []), "-e", query.pattern];
}

/** A link given by name would be followed by ripgrep, so only real paths are given to it. */
async function existsWithoutLinks(root: string, path: Path): Promise<boolean> {
  const full = join(root, path);
  const real = await realpath(full).catch(() => undefined);
  if (real === full) return true;
  if (real === undefined && !(await isLink(full))) return false;
  throw new AppError("refused", `${path} leads through a link, and links are not followed.`);
}

async function isLink(path: string): Promise<boolean> {
  return readlink(path).then(
    () => true,
    () => false,
  );
}

const matchSchema = z.object({
  type: z.literal("match"),
  data: z.object({
    path: z.object({ text: z.string() }),
    line_number: z.number(),
    lines: z.object({ text: z.string() }),
  }),
});

/** Ripgrep tells a match as one JSON value a line; a path or a line that is no UTF-8 has another shape and is left out. */
function rowsOf(lines: readonly string[], path: Path | undefined): readonly SearchRow[] {
  return lines.flatMap((line) => {
    const match = matchSchema.safeParse(parseJson(line));
    if (!match.success) return [];
    const { data } = match.data;
    const text = data.lines.text.replace(/\r?\n$/, "");
    return [
      { path: path ?? data.path.text.replace(/^\.\//, ""), line: data.line_number, text: text.slice(0, maxText) },
    ];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isWithin(path: Path, within: Path | undefined): boolean {
  return within === undefined || path === within || path.startsWith(`${within}/`);
}
