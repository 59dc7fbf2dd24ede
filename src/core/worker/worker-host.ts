import type { AgentDefinition } from "../agents/agent.ts";
import type { Commands, TestAccess } from "../evidence/check.ts";
import type { MutantSurvey } from "../evidence/mutants/survey.ts";
import type { ChatModel } from "../models/chat-model.ts";
import type { Price } from "../models/prices.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Rung } from "../ports/command-runner.ts";
import type { Diagnostics } from "../ports/diagnostics.ts";
import type { Files } from "../ports/files.ts";
import type { Journal } from "../ports/journal.ts";
import type { Search } from "../ports/search.ts";
import type { SyntaxTrees } from "../ports/syntax-trees.ts";
import type { ImportGraph } from "../testing/import-graph.ts";
import type { Budget } from "./budget.ts";
import type { Tell, WorkerFact } from "./facts.ts";

/** Everything one worker is given; it reaches nothing else. */
export interface WorkerHost {
  readonly run: string;
  readonly agent: AgentDefinition;
  readonly model: ChatModel;
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
  /** The messages of this worker, word for word, for people. */
  readonly transcript: Journal;
  readonly tell: Tell<WorkerFact>;
  /** Milliseconds since the epoch. */
  now(): number;
}
