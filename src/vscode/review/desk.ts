import type { Event, WorkspaceFolder } from "vscode";
import type { Finding } from "../../core/evidence/criticism.ts";
import type { Path } from "../../core/ports/files.ts";
import type { WorkerReview } from "../../core/review/review-worker.ts";

/** Names one worker's proposal. */
export interface ProposalId {
  readonly run: string;
  /** The assignment's id. */
  readonly worker: string;
}

/** What of a proposal is meant: named hunks of a file, what waits of one file, or all that waits. */
export interface ReviewTarget extends ProposalId {
  readonly path?: Path;
  readonly hunks?: readonly string[];
}

/** A proposal with something that waits or was decided, as it stands against the user's files now. */
export interface Proposal extends ProposalId {
  readonly folder: WorkspaceFolder;
  readonly agent: string;
  /** Codicon of the agent. */
  readonly icon: string;
  readonly summary: string;
  readonly status: string;
  readonly review: WorkerReview;
  /** What was asked of the agent. */
  readonly asked: { readonly target: Path; readonly instruction: string };
  /** What a critic has to say of it. */
  readonly findings: readonly Finding[];
}

/**
 * All proposals of the open folders, and what can be done about them. The one place where the editor's views of proposals come
 * from and where their actions go, whichever of them the user uses.
 */
export interface ReviewDesk {
  /** When what was under review before the window was reloaded is there again. Editors that are restored wait for it. */
  readonly ready: Promise<void>;
  /** Newest run last; only what is under review: runs that are shown or have something that waits. */
  readonly proposals: readonly Proposal[];
  /** Fires when a proposal, a decision or the text of a file under review has changed; `proposals` are then up to date. */
  readonly onDidChange: Event<void>;
  find(id: ProposalId): Proposal | undefined;
  /** Merges into the user's files what was chosen; asks where hunks of others overlap or a path needs its own confirmation, and shows conflicts. */
  accept(target: ReviewTarget): Promise<void>;
  reject(target: ReviewTarget): Promise<void>;
  /** Takes a rejection back: the hunks wait again. */
  reopen(target: ReviewTarget): Promise<void>;
  /** A critic's finding is not shown any more, also not after a reload. */
  dismiss(id: ProposalId, finding: Finding): Promise<void>;
  /** The user has edited the proposed document of a file: it becomes a new revision, and what was edited is what gets accepted. */
  revise(id: ProposalId, path: Path, text: string): Promise<void>;
}
