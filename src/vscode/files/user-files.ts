import { join } from "node:path";
import { EndOfLine, Range, type TextDocument, Uri, WorkspaceEdit, workspace } from "vscode";
import { AppError, asAppError } from "../../core/app-error.ts";
import { diffLines } from "../../core/changes/line-diff.ts";
import { splitLines, withoutLineEnd } from "../../core/changes/lines.ts";
import type { FileTexts } from "../../core/changes/unified-diff.ts";
import type { Path } from "../../core/ports/files.ts";
import type { FileWrite } from "../../core/review/acceptance.ts";
import type { Folders } from "../../core/review/settle.ts";
import type { ApplyTurn } from "../../node/apply-turn.ts";
import { diskFiles } from "../../node/disk-files.ts";
import { documentAt, textOf } from "./unsaved-documents.ts";

/** The user's files as the editor knows them. */
export interface UserFiles {
  /** The text now: the buffer where it is dirty, else the disk; null where there is no file, or none that is text. */
  current(path: Path): Promise<string | null>;
  readonly folders: Folders;
  /** See `Files.list`. */
  list(signal: AbortSignal): Promise<readonly Path[]>;
  /**
   * Writes all or nothing. Files that are open are edited where they are: clean ones are saved, dirty ones stay dirty. What the
   * editor would not save to the byte is written to disk, and the editor reads it again.
   * Resolves to the clean ones that could not be saved: their new text stands in the editor, as in one that was dirty before.
   * Throws `conflict` when a file is no longer as it was read, before anything is written.
   */
  write(files: readonly FileWrite[], confirmed: ReadonlySet<Path>): Promise<readonly Path[]>;
}

/** `root` is a real path, `state` the folder for the journal of an apply. */
export function userFiles(options: {
  readonly root: string;
  readonly state: string;
  readonly ripgrep: string | undefined;
}): UserFiles {
  const { root, state, ripgrep } = options;
  const disk = diskFiles(root, { maxBytes: 64 * 1024 * 1024, ...(ripgrep === undefined ? {} : { ripgrep }) });

  async function current(path: Path): Promise<string | null> {
    const document = documentAt(root, path);
    if (document?.isDirty === true) return textOf(document);
    try {
      return await disk.read(path);
    } catch (error) {
      if (asAppError(error, "not-found", "refused") === undefined) throw error;
      return null;
    }
  }

  async function write(files: readonly FileWrite[], confirmed: ReadonlySet<Path>): Promise<readonly Path[]> {
    const { inApplyTurn } = await import("../../node/apply-turn.ts");
    return inApplyTurn(state, root, (turn) => writeInTurn(files, confirmed, turn));
  }

  async function writeInTurn(
    files: readonly FileWrite[],
    confirmed: ReadonlySet<Path>,
    turn: ApplyTurn,
  ): Promise<readonly Path[]> {
    for (const { path, before } of files) {
      if ((await current(path)) !== before)
        throw new AppError("conflict", `${path} was changed while it was being accepted: look at it again.`);
    }
    const [{ checkPlace, planApply }, { carryOut }] = await Promise.all([
      import("../../node/apply.ts"),
      import("../../node/carry-out.ts"),
    ]);
    for (const { path } of files) await checkPlace(root, path);
    const toDisk = async (texts: readonly FileTexts[]) => {
      await carryOut(await planApply(texts, root, confirmed), { state, turn });
    };
    const inEditor = await forEditor(files);
    const onDisk = files.filter((file) => !inEditor.includes(file));
    await toDisk(onDisk.map(({ path, before, after }) => ({ path, base: before, proposed: after })));
    try {
      return inEditor.length === 0 ? [] : await editDocuments(inEditor);
    } catch (error) {
      await toDisk(onDisk.map(({ path, before, after }) => ({ path, base: after, proposed: before })));
      throw error;
    }
  }

  /** If one of them is open, all that the editor would save as they are to be. */
  async function forEditor(files: readonly FileWrite[]): Promise<readonly FileWrite[]> {
    if (files.every(({ path }) => documentAt(root, path) === undefined)) return [];
    const kept = await Promise.all(
      files.map(async ({ path, before, after }) => {
        if (before === null || after === null) return true;
        const document = documentAt(root, path) ?? (await workspace.openTextDocument(join(root, path)));
        return document.isDirty || isSavedAs(document, before, after);
      }),
    );
    return files.filter((_, index) => kept[index]);
  }

  /** One edit for all, so that one undo of the editor takes all of it back. Resolves to what could not be saved. */
  async function editDocuments(files: readonly FileWrite[]): Promise<readonly Path[]> {
    const edit = new WorkspaceEdit();
    const save: [Path, Uri][] = [];
    for (const { path, before, after } of files) {
      const uri = documentAt(root, path)?.uri ?? Uri.file(join(root, path));
      if (after === null) {
        edit.deleteFile(uri);
        continue;
      }
      if (before === null) {
        edit.createFile(uri, { contents: new TextEncoder().encode(after) });
        continue;
      }
      const document = await workspace.openTextDocument(uri);
      if (!document.isDirty) save.push([path, uri]);
      for (const [range, text] of lineEdits(document, after)) edit.replace(uri, range, text);
    }
    if (!(await workspace.applyEdit(edit)))
      throw new AppError("conflict", "The editor did not take the change: look at the files again.");
    const unsaved: Path[] = [];
    for (const [path, uri] of save) if (!(await isSaved(uri))) unsaved.push(path);
    return unsaved;
  }

  const folders = async () => (await import("../../node/user-folders.ts")).userFolders(root);
  return {
    current,
    write,
    folders: {
      missing: async (paths) => (await folders()).missing(paths),
      removeEmpty: async (made) => (await folders()).removeEmpty(made),
    },
    list: (signal) => disk.list(signal),
  };
}

/** Saves what is open there. Whatever keeps the editor from it (a full disk, a file that others have changed), it has told. */
async function isSaved(uri: Uri): Promise<boolean> {
  const document = await workspace.openTextDocument(uri);
  return (await document.save()) || !document.isDirty;
}

/** An editor saves one kind of line end, in the encoding it has read, and what the user's settings make of the text as it is saved. */
function isSavedAs(document: TextDocument, before: string, after: string): boolean {
  const isUtf8 = document.encoding === "utf8" || document.encoding === "utf8bom";
  if (!isUtf8 || isChangedOnSave(document)) return false;
  return textOf(document) === before && splitLines(after).every((line) => line === endedIn(document, line));
}

function isChangedOnSave(document: TextDocument): boolean {
  const settings = workspace.getConfiguration(undefined, document);
  const actions = Object.values(settings.get<object>("editor.codeActionsOnSave") ?? {});
  return (
    actions.some((when) => when === true || when === "explicit" || when === "always") ||
    savers.some((name) => settings.get<boolean>(name) === true)
  );
}

const savers = [
  "editor.formatOnSave",
  "files.trimTrailingWhitespace",
  "files.trimFinalNewlines",
  "files.insertFinalNewline",
] as const;

/** The lines that differ, so that cursors and marks elsewhere stay where they are; line ends are the document's own. */
function lineEdits(document: TextDocument, after: string): readonly (readonly [Range, string])[] {
  const plain = (text: string) => splitLines(text.replace(/^\uFEFF/, ""));
  const [old, now] = [plain(document.getText()), plain(after)];
  const ended = (line: string) => endedIn(document, line);
  const wanted = now.map(ended);
  return diffLines(old.map(ended), wanted).map(({ oldStart, oldEnd, newStart, newEnd }) => [
    new Range(document.lineAt(0).range.start.with(oldStart, 0), document.lineAt(0).range.start.with(oldEnd, 0)),
    wanted.slice(newStart, newEnd).join(""),
  ]);
}

/** The line with the document's own line end, if it has one. */
function endedIn({ eol }: TextDocument, line: string): string {
  const text = withoutLineEnd(line);
  return text === line ? line : text + (eol === EndOfLine.LF ? "\n" : "\r\n");
}
