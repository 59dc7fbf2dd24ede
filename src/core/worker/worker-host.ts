import type { AgentDefinition } from "../agents/agent.ts";
import type { ChangeSet } from "../changes/change-set.ts";
import type { FileTexts } from "../changes/unified-diff.ts";
import type { Commands, TestAccess } from "../evidence/check.ts";
import type { MutantSurvey } from "../evidence/mutants/survey.ts";
import type { ChatModel, Message } from "../models/chat-model.ts";
import type { Price } from "../models/price.ts";
import type { Route } from "../models/route.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Rung } from "../ports/command-runner.ts";
import type { Diagnostics } from "../ports/diagnostics.ts";
import type { Files } from "../ports/files.ts";
import type { Journal } from "../ports/journal.ts";
import type { ResultCache } from "../ports/result-cache.ts";
import type { Search } from "../ports/search.ts";
import type { SyntaxTrees } from "../ports/syntax-trees.ts";
import type { ImportGraph } from "../testing/import-graph.ts";
import type { Management } from "../tools/management.ts";
import type { Budget } from "./budget.ts";
import type { Tell, WorkerFact } from "./facts.ts";

/** How an agent that manages others is spoken to. */
interface Manages {
  readonly tools: Management;
  /** In place of an assignment's first message. */
  readonly opening: Message;
  /** What is sent of a conversation: the request and how things stand now, in place of all that was said. */
  messages(said: readonly Message[]): readonly Message[];
}

/** Everything one worker is given; it reaches nothing else. */
export interface WorkerHost {
  readonly run: string;
  /** Its name among the workers that wait for the same server: the assignment's id. */
  readonly worker?: string;
  readonly agent: AgentDefinition;
  readonly model: ChatModel;
  /** The way its calls go; left out: the first of the model's ways for this agent. */
  readonly route?: Route;
  readonly price: Price | undefined;
  /** The agent's own budget, standing under the run's. */
  readonly budget: Budget;
  readonly files: Files;
  readonly search: Search;
  readonly trees: SyntaxTrees;
  readonly graph: ImportGraph;
  /** How this worker's tests are run, where the assignment has any. */
  readonly tests?: TestAccess;
  /** The mutants of the target against today's tests, where the agent is to be measured by them. */
  readonly survey?: (signal: AbortSignal) => Promise<MutantSurvey>;
  /** Executions of this worker that are no tests, each in the journal. */
  readonly commands: Commands;
  readonly diagnostics: Diagnostics;
  readonly rung: Rung;
  readonly blobs: BlobStore;
  readonly cache?: ResultCache;
  /** The number its proposal gets: above 1 where it works again. */
  readonly revision?: number;
  /** What it proposed before the user told it something: the words are about that. Its new proposal stands on the base again. */
  readonly earlier?: readonly FileTexts[];
  /** What the files it is given hold already of other proposals. */
  readonly stackedOn?: ChangeSet["stackedOn"];
  /** Waits while the user holds this worker, and tells what it is to hear before its next turn. */
  readonly beforeTurn?: (signal: AbortSignal) => Promise<readonly string[]>;
  /** The run's scratchpad, where there are others to read it: its lines, and how to post to it. */
  readonly facts?: { readonly lines: string; post(fact: string): void };
  /** For an agent that manages others in place of changing a file. */
  readonly manages?: Manages;
  /** The messages of this worker, word for word, for people. */
  readonly transcript: Journal;
  readonly tell: Tell<WorkerFact>;
  /** Milliseconds since the epoch. */
  now(): number;
}
