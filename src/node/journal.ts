import { constants, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, asAppError } from "../core/app-error.ts";
import type { Journal } from "../core/ports/journal.ts";
import { syncFolder } from "./durable.ts";
import { readRegular } from "./safe-path.ts";

export function journalFile(state: string, run: string): string {
  return join(state, "runs", plainName(run), "journal.jsonl");
}

export function transcriptFile(state: string, run: string, assignment: string): string {
  return join(state, "runs", plainName(run), "transcripts", `${plainName(assignment)}.jsonl`);
}

/** Ids become file names, so they must be names and nothing else. */
function plainName(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id)) return id;
  throw new AppError("usage", `${JSON.stringify(id.slice(0, 80))} is no id of a run or an assignment.`);
}

/**
 * One JSON Lines file, appended to. Lines are written in order, as many as have gathered at once; nothing waits for the disk but
 * `settled`, which several callers may share. A line left half by an earlier crash is cut off at the first append: it was never promised.
 */
export class JournalFile implements Journal {
  readonly #path: string;
  readonly #after: number | undefined;
  #waiting: string[] = [];
  // Lines so far: given to us, in the file, on the disk.
  #appended = 0;
  #written = 0;
  #synced = 0;
  #failure: AppError | undefined;
  #writing: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #opened: Promise<OpenFile> | undefined;

  /**
   * `after`: where the file ends for whoever goes on with it. If it ends elsewhere, or grows by another hand later, nothing is
   * written and `settled` throws `conflict`: two histories in one file would be none.
   */
  constructor(path: string, { after }: { readonly after?: number | undefined } = {}) {
    this.#path = path;
    this.#after = after;
  }

  append(line: string, { durable } = { durable: false }): void {
    if (/[\n\r]/.test(line)) throw new TypeError("A journal's line holds no line breaks.");
    this.#waiting.push(line);
    this.#appended++;
    this.#writing ??= this.#write();
    // Whoever needs to know that it is there asks `settled`, which tells of failures too.
    if (durable) this.settled().catch(() => {});
  }

  async settled(): Promise<void> {
    const wanted = this.#appended;
    while (this.#synced < wanted && this.#failure === undefined) {
      this.#syncing ??= this.#sync();
      await this.#syncing;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Settles and lets go of the file. */
  async close(): Promise<void> {
    try {
      await this.settled();
    } finally {
      await (await this.#opened?.catch(() => undefined))?.handle.close();
      this.#opened = undefined;
    }
  }

  /** Never rejects: a failure is kept for `settled`, and nothing is written after it, so that no line is missing in between. */
  async #write(): Promise<void> {
    try {
      this.#opened ??= openForAppend(this.#path, this.#after);
      const file = await this.#opened;
      if (this.#failure !== undefined) return;
      const lines = this.#waiting;
      this.#waiting = [];
      appendWhole(file, Buffer.from(`${lines.join("\n")}\n`));
      this.#written += lines.length;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#writing = undefined;
    }
  }

  /** One fsync for all that was written when it began; never rejects either. */
  async #sync(): Promise<void> {
    try {
      await this.#writing;
      const written = this.#written;
      await (await this.#opened)?.handle.datasync();
      this.#synced = written;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#syncing = undefined;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??=
      asAppError(error) ??
      new AppError(
        "tooling",
        `${this.#path} cannot be written: free some space or set TESSERA_HOME to another folder.`,
        {
          cause: error,
        },
      );
  }
}

interface OpenFile {
  readonly path: string;
  readonly handle: FileHandle;
  /** Where the next line goes. */
  end: number;
}

async function openForAppend(path: string, after: number | undefined): Promise<OpenFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const { size } = await handle.stat();
  const end = await endOfLastLine(handle, size);
  if (after !== undefined && after !== end) {
    await handle.close();
    throw writtenByOthers(path);
  }
  if (end < size) await handle.truncate(end);
  if (size === 0) await syncFolder(dirname(path));
  return { path, handle, end };
}

/** The offset after the last line break. */
async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024);
  for (let to = size; to > 0; ) {
    const from = Math.max(0, to - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, to - from, from);
    const at = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return from + at + 1;
    to = from;
  }
  return 0;
}

/**
 * All of the bytes, or (when the disk is full) none. At once: they go to the system's memory, which takes less time than to hand them to
 * another thread and to hear from it again.
 */
function appendWhole(file: OpenFile, bytes: Buffer): void {
  const { fd } = file.handle;
  if (fstatSync(fd).size !== file.end) throw writtenByOthers(file.path);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, file.end + done);
    file.end += bytes.length;
  } catch (error) {
    truncateTo(fd, file.end);
    throw error;
  }
}

function truncateTo(fd: number, size: number): void {
  try {
    ftruncateSync(fd, size);
  } catch {
    // Whoever opens it next cuts off what is no whole line.
  }
}

function writtenByOthers(path: string): AppError {
  const sentence = `Another window or program has written to ${path} meanwhile: open the run again.`;
  return new AppError("conflict", sentence);
}

export interface JournalContent {
  /** The parsed lines, in order, up to the first that is damaged. */
  readonly entries: readonly unknown[];
  /** 1-based number of the first line that is no JSON, if there is one. A last line without a line break was never promised and is left out. */
  readonly damagedLine?: number;
  /** Bytes up to the end of the last whole line. */
  readonly end: number;
}

/** Throws `not-found` when there is no such journal; a link, a folder or a pipe is none. */
export async function readJournal(path: string): Promise<JournalContent> {
  const bytes = await readRegular(path).catch((error: unknown) => {
    throw new AppError("not-found", `There is no journal ${path}.`, { cause: error });
  });
  const end = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.toString("utf8", 0, end).split("\n").slice(0, -1);
  const entries: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      entries.push(JSON.parse(line));
    } catch {
      return { entries, damagedLine: index + 1, end };
    }
  }
  return { entries, end };
}
