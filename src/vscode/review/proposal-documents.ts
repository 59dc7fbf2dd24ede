import * as vscode from "vscode";
import { shownText, type Toggled, toggledHunks, typedOver } from "../../core/review/proposal-text.ts";
import type { FileReview } from "../../core/review/review-file.ts";
import type { Proposal, ReviewDesk, ReviewTarget } from "./desk.ts";
import { placeOf, proposalScheme } from "./proposal-uri.ts";
import { fileOf } from "./reviewed-file.ts";

export interface ProposalDocuments extends vscode.Disposable {
  /**
   * Saves what the user has typed into the documents of a proposal, so that it is what gets accepted. To be awaited before
   * anything is accepted. False when something could not be saved; the editor has then said why.
   */
  flush(target: ReviewTarget): Promise<boolean>;
}

/** How long the user must have stopped typing before an edited document is read as a decision. */
const pause = 300;

/** Serves the documents of proposals to the editor: what waits, merged into the user's files as they are now; writable. */
export function registerProposalDocuments(desk: ReviewDesk): ProposalDocuments {
  const served = new ServedProposals(desk);
  const timers = new Map<string, NodeJS.Timeout>();
  const registered = vscode.Disposable.from(
    served,
    vscode.workspace.registerFileSystemProvider(proposalScheme, served, { isCaseSensitive: true }),
    desk.onDidChange(() => served.refresh()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme !== proposalScheme) return;
      const key = document.uri.toString();
      clearTimeout(timers.get(key));
      if (!document.isDirty) {
        served.refresh();
        return;
      }
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          if (document.isDirty && served.isDecision(document)) void document.save();
        }, pause),
      );
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === proposalScheme) served.refresh();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => served.forget(uri)),
  );
  return {
    async flush(target) {
      const dirty = dirtyProposals().filter(({ uri }) => isMeant(uri, target));
      const saved = await Promise.all(dirty.map((document) => document.save()));
      return saved.every((one) => one);
    },
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      registered.dispose();
    },
  };
}

function dirtyProposals(): readonly vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && uri.scheme === proposalScheme);
}

function isMeant(uri: vscode.Uri, { run, worker, path }: ReviewTarget): boolean {
  const place = placeOf(uri);
  if (place?.id.run !== run || place.id.worker !== worker) return false;
  return path === undefined || path === place.path;
}

interface Version {
  readonly text: string;
  /** Rises with every version, whatever the clock does: the editor reads again only what is newer. */
  readonly mtime: number;
}

interface Served {
  readonly uri: vscode.Uri;
  readonly latest: Version;
  /** What the editor holds and the user types over; undefined until it has read. */
  readonly read: Version | undefined;
}

/**
 * While the user has typed without saving, a document stands still for the editor: it stays at the version that was typed over,
 * so that the editor has nothing to complain of, and saving merges the typing with what happened meanwhile.
 */
class ServedProposals implements vscode.FileSystemProvider {
  readonly #desk: ReviewDesk;
  readonly #served = new Map<string, Served>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  #clock = 0;

  constructor(desk: ReviewDesk) {
    this.#desk = desk;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { latest, read } = await this.#serve(uri);
    const { text, mtime } = (isDirty(uri) ? read : undefined) ?? latest;
    const stat = { type: vscode.FileType.File, ctime: 0, mtime, size: Buffer.byteLength(text) };
    // There is nothing to edit in a file that is to go.
    return this.#find(uri)?.file.proposed === null ? { ...stat, permissions: vscode.FilePermission.Readonly } : stat;
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const served = await this.#serve(uri);
    const read = (isDirty(uri) ? served.read : undefined) ?? served.latest;
    this.#served.set(uri.toString(), { ...served, read });
    return Buffer.from(read.text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { latest, read } = await this.#serve(uri);
    const found = this.#find(uri);
    if (found === undefined) throw gone(uri);
    const typed = decode(content);
    const before = read?.text ?? latest.text;
    const { id, path, proposal, file } = found;
    const text = typedOver(before, typed, shownText(file));
    if (text !== shownText(file)) {
      const decided = decisionsIn(proposal, file, text);
      if (decided === undefined) await this.#desk.revise(id, path, text);
      else {
        if (decided.rejected.length > 0) await this.#desk.reject({ ...id, path, hunks: decided.rejected });
        if (decided.reopened.length > 0) await this.#desk.reopen({ ...id, path, hunks: decided.reopened });
      }
    }
    const written = { text: typed, mtime: this.#tick() };
    this.#served.set(uri.toString(), { uri, latest: written, read: written });
  }

  /** Tells the editor of every document that shows something else now. */
  refresh(): void {
    const dirty = new Set(dirtyProposals().map(({ uri }) => uri.toString()));
    const events: vscode.FileChangeEvent[] = [];
    for (const [key, served] of this.#served) {
      if (dirty.has(key)) continue;
      const { uri } = served;
      const found = this.#find(uri);
      if (found === undefined) {
        this.#served.delete(key);
        events.push({ type: vscode.FileChangeType.Deleted, uri });
        continue;
      }
      const text = shownText(found.file);
      if (text === served.latest.text) continue;
      this.#served.set(key, { ...served, latest: { text, mtime: this.#tick() } });
      events.push({ type: vscode.FileChangeType.Changed, uri });
    }
    if (events.length > 0) this.#changed.fire(events);
  }

  /** Whether the unsaved document differs by whole hunks only. */
  isDecision(document: vscode.TextDocument): boolean {
    const found = this.#find(document.uri);
    return found !== undefined && decisionsIn(found.proposal, found.file, document.getText()) !== undefined;
  }

  forget(uri: vscode.Uri): void {
    this.#served.delete(uri.toString());
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotADirectory(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #serve(uri: vscode.Uri): Promise<Served> {
    await this.#desk.ready;
    const key = uri.toString();
    const served = this.#served.get(key);
    if (served !== undefined) return served;
    const found = this.#find(uri);
    if (found === undefined) throw gone(uri);
    const made = { uri, latest: { text: shownText(found.file), mtime: this.#tick() }, read: undefined };
    this.#served.set(key, made);
    return made;
  }

  #find(uri: vscode.Uri) {
    const place = placeOf(uri);
    const found = place === undefined ? undefined : fileOf(this.#desk, place.id, place.path);
    return place === undefined || found === undefined ? undefined : { ...place, ...found };
  }

  #tick(): number {
    this.#clock = Math.max(Date.now(), this.#clock + 1);
    return this.#clock;
  }
}

/** Undefined where the text is no more and no less than the document, or an edit of another kind. */
function decisionsIn({ review }: Proposal, file: FileReview, text: string): Toggled | undefined {
  const toggled = toggledHunks(review.changeSet.id, file, text);
  return toggled !== undefined && toggled.rejected.length + toggled.reopened.length > 0 ? toggled : undefined;
}

function isDirty(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return dirtyProposals().some((document) => document.uri.toString() === key);
}

/** A byte order mark stays part of the text. */
function decode(content: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
}

function gone(uri: vscode.Uri): vscode.FileSystemError {
  return vscode.FileSystemError.FileNotFound(
    `${uri.path} is no longer under review. Copy what you typed to a file of your own.`,
  );
}
