import type { AgentDefinition } from "../agents/agent.ts";
import type { Commands } from "../evidence/check.ts";
import type { ChatModel } from "../models/chat-model.ts";
import type { Price } from "../models/price.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { CommandRunner } from "../ports/command-runner.ts";
import type { Diagnostics } from "../ports/diagnostics.ts";
import type { Files } from "../ports/files.ts";
import type { Journal } from "../ports/journal.ts";
import type { ResultCache } from "../ports/result-cache.ts";
import type { Search } from "../ports/search.ts";
import type { SyntaxTrees } from "../ports/syntax-trees.ts";
import type { ProjectLookup } from "../testing/test-runner.ts";
import type { Origin, RunEvent } from "./events.ts";
import type { RunState } from "./run-state.ts";
import type { WaitingProposal } from "./waiting-proposal.ts";

/**
 * Which plans the user sees before anything of them begins. One assignment alone is never asked about. "auto": plans that were made
 * from words, and what names its agent where it comes to more files than are seen at a glance.
 */
export type ApprovedPlans = "always" | "auto";

/** Everything a run is given by its host: the CLI or the editor. */
export interface RunHost {
  /** The workspace's absolute path. */
  readonly root: string;
  /** The agents that may be asked by name: the built-in ones, then those of files. */
  readonly agents: readonly AgentDefinition[];
  readonly files: Files;
  readonly search: Search;
  readonly trees: SyntaxTrees;
  readonly runner: CommandRunner;
  readonly model: ChatModel;
  readonly price: Price | undefined;
  readonly blobs: BlobStore;
  /** Left out: every worker asks its model. */
  readonly cache?: ResultCache;
  /** A test command the user approved for this workspace, if any. */
  readonly testCommand: readonly [string, ...string[]] | undefined;
  /** The checkers of the workspace for one run; what they execute goes through `commands`. */
  diagnostics(commands: Commands): Diagnostics;
  /** See `ProjectLookup.locate`. */
  locate: ProjectLookup["locate"];
  /** What waits of a conversation up to this run, oldest first, over these files. Left out: nothing is known of earlier runs. */
  waiting?(run: string, files: Pick<Files, "read">): Promise<readonly WaitingProposal[]>;
  journal(run: string): Journal;
  transcript(run: string, assignment: string): Journal;
  readonly listeners: readonly ((event: RunEvent, state: RunState) => void)[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Left out: plans begin at once, as they do where nobody can answer. */
  readonly approvePlans?: ApprovedPlans;
  /** Kept with the run, for whoever has to go on with it. */
  readonly origin?: Origin;
  /** A short name no other run has. */
  newRunId(): string;
}
