import { type Disposable, type Event, EventEmitter, type Uri, workspace } from "vscode";
import { findingKey } from "../../core/evidence/criticism.ts";
import { reviewWorker } from "../../core/review/review-worker.ts";
import { standing } from "../../core/run/outcome.ts";
import type { RunState } from "../../core/run/run-state.ts";
import { pathIn } from "../files/unsaved-documents.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { Runs } from "../runs/runs.ts";
import type { Proposal, ProposalId } from "./desk.ts";

/** What is proposed by the runs that are shown, held against the user's files: looked at again whenever either changes. */
export class Proposals implements Disposable {
  readonly #runs: Runs;
  readonly #report: (error: unknown) => void;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  #list: readonly Proposal[] = [];
  /** What of each run decided what it proposes, when it was looked at last. */
  readonly #grounds = new WeakMap<OpenRun, readonly unknown[]>();
  #looking: Promise<void> | undefined;
  #lookAgain: Promise<void> | undefined;

  constructor(runs: Runs, report: (error: unknown) => void) {
    this.#runs = runs;
    this.#report = report;
    const watcher = workspace.createFileSystemWatcher("**/*");
    const touched = (uri: Uri) => {
      if (this.#concerns(uri)) this.refresh().catch(report);
    };
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
      workspace.onDidChangeTextDocument(({ document }) => touched(document.uri)),
      workspace.onDidCloseTextDocument(({ uri }) => touched(uri)),
      workspace.onDidSaveTextDocument(({ uri }) => touched(uri)),
      runs.onDidChange((open) => {
        if (open === undefined || this.#isMoved(open)) this.refresh().catch(report);
      }),
    ];
  }

  /** Fires when `list` is another one. */
  get onDidChange(): Event<void> {
    return this.#changed.event;
  }

  get list(): readonly Proposal[] {
    return this.#list;
  }

  find({ run, worker }: ProposalId): Proposal | undefined {
    return this.#list.find((proposal) => proposal.run === run && proposal.worker === worker);
  }

  of(open: OpenRun): readonly Proposal[] {
    return this.#list.filter(({ run }) => run === open.run);
  }

  /** Resolves when `list` shows what holds now. Calls that come while one is looking share the next look. */
  refresh(): Promise<void> {
    if (this.#looking === undefined) {
      this.#looking = this.#look().finally(() => {
        this.#looking = undefined;
      });
      return this.#looking;
    }
    this.#lookAgain ??= this.#looking
      .catch(() => {})
      .then(() => {
        this.#lookAgain = undefined;
        return this.refresh();
      });
    return this.#lookAgain;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #look(): Promise<void> {
    const found: Proposal[] = [];
    for (const open of this.#runs.shown) {
      for (const worker of standing(open.state)) {
        const { agents, blobs, files, folder } = open.place;
        const host = { blobs, current: (path: string) => files.current(path) };
        // A proposal whose texts are gone cannot be shown; the rest can.
        const review = await reviewWorker(open.state, worker, host).catch((error: unknown) => {
          this.#report(error);
          return undefined;
        });
        if (review === undefined) continue;
        const { agent, id, target, instruction } = worker.assignment;
        found.push({
          run: open.run,
          worker: id,
          folder,
          agent,
          icon: agents.find(({ name }) => name === agent)?.icon ?? "robot",
          summary: worker.report?.summary ?? "",
          status: worker.report?.status ?? "working",
          review,
          asked: { target, instruction },
          findings: (worker.criticism?.findings ?? []).filter((one) => !worker.dismissed.includes(findingKey(one))),
        });
      }
    }
    const same = JSON.stringify(found.map(essence)) === JSON.stringify(this.#list.map(essence));
    this.#list = found;
    if (!same) this.#changed.fire();
  }

  /** Most events of a run tell of calls and steps: only those that change what it proposes are worth a look. */
  #isMoved(open: OpenRun): boolean {
    const now = groundsOf(open.state);
    const before = this.#grounds.get(open);
    this.#grounds.set(open, now);
    return before?.length !== now.length || now.some((part, index) => part !== before[index]);
  }

  #concerns(uri: Uri): boolean {
    return this.#runs.shown.some(({ place, run }) => {
      const path = pathIn(place.root, { uri });
      if (path === undefined) return false;
      return this.#list.some(
        (proposal) => proposal.run === run && proposal.review.files.some((file) => file.path === path),
      );
    });
  }
}

/** All of a state that a proposal is made of. The reducer makes a new one of these only when it changes it. */
function groundsOf({ workers, applied }: RunState): readonly unknown[] {
  const parts = [...workers.values()].map(({ revisions, decisions, report, before, criticism, dismissed }) => [
    revisions,
    decisions,
    report,
    before,
    criticism,
    dismissed,
  ]);
  return [applied, ...parts.flat()];
}

/** What of a proposal can be seen. */
function essence({ run, worker, status, summary, review, findings }: Proposal) {
  const files = review.files.map(({ path, current, document, hunks }) => [
    path,
    current,
    document,
    hunks.map(({ hunk, status }) => [hunk.id, status]),
  ]);
  return [run, worker, status, summary, review.changeSet.revision, files, findings];
}
