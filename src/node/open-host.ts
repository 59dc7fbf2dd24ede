import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { AgentDefinition } from "../core/agents/agent.ts";
import { agents as builtInAgents } from "../core/agents/index.ts";
import { AppError, asAppError } from "../core/app-error.ts";
import type { ChatModel } from "../core/models/chat-model.ts";
import { chooseModels } from "../core/models/choose-models.ts";
import { systemClock } from "../core/models/clock.ts";
import { Connections, type Reach } from "../core/models/connect.ts";
import { offlineModel } from "../core/models/offline/offline.ts";
import { type OwnPrices, priceOf } from "../core/models/prices.ts";
import { Servers } from "../core/models/servers.ts";
import type { SyntaxTrees } from "../core/ports/syntax-trees.ts";
import type { RunHost } from "../core/run/run-host.ts";
import { openBlobStore } from "./blob-store.ts";
import { connectingFetch } from "./connecting-fetch.ts";
import { diskFiles } from "./disk-files.ts";
import { headlessDiagnostics } from "./headless-diagnostics.ts";
import { JournalFile, journalFile, transcriptFile } from "./journal.ts";
import { locateFile } from "./locate-file.ts";
import { mendState } from "./mend-state.ts";
import { readModelRules } from "./model-rules.ts";
import { thisProcess } from "./process-identity.ts";
import { openResultCache } from "./result-cache.ts";
import { errorCode } from "./safe-path.ts";
import { nothingRuns } from "./sandbox/nothing-runs.ts";
import { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox/open-sandbox.ts";
import { diskSearch } from "./search.ts";
import { checkOutside, makeStateRoot, stateRoot } from "./state-root.ts";
import { syntaxTrees } from "./syntax-trees.ts";
import { textOrNull } from "./text-or-null.ts";

export interface HostOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `readModelPlan` reads, undefined for what the environment asks for, or how to make one. */
  readonly model: string | undefined | ((trees: SyntaxTrees, reach: Reach) => Promise<ChatModel>);
  /** Prices that come before those the user has set for good; kept with the run. */
  readonly prices?: OwnPrices;
  /** Those that may be asked; left out: the built-in ones. */
  readonly agents?: readonly AgentDefinition[];
  /** Whether outcomes are recorded and recalled; see `ResultCache`. */
  readonly cache?: boolean;
  readonly testCommand: readonly [string, ...string[]] | undefined;
  /** A type checker or linter of the user's own, in place of what is found. */
  readonly checkCommand?: readonly [string, ...string[]] | undefined;
  /** The user has approved running this run's tests without isolation. */
  readonly withoutSandbox: boolean;
  readonly listeners: RunHost["listeners"];
  /** See `RipgrepOptions.program`. */
  readonly ripgrep?: string;
}

export interface OpenHost extends RunHost {
  readonly state: string;
  /** Lets go of journals and scratch folders. */
  close(): Promise<void>;
}

/**
 * A host for runs over a folder on this machine. Throws `usage` for a folder that is none and a state folder inside it, `key` for
 * a model without its key. Where isolation cannot be had, its runner throws `sandbox` at the first execution.
 */
export async function openHost(options: HostOptions): Promise<OpenHost> {
  const { env, agents = builtInAgents } = options;
  const root = await existingFolder(options.folder);
  const trees = syntaxTrees();
  const state = stateRoot(env, process.platform);
  const rules = await readModelRules(state);
  const prices = { ...rules.prices, ...options.prices };
  const reach = { fetch: connectingFetch(), rules: { ...rules, prices } };
  const model =
    typeof options.model === "function"
      ? await options.model(trees, reach)
      : await chooseModels(
          { spec: options.model, env, offline: () => offlineModel({ trees }) },
          new Connections({ servers: new Servers(systemClock), clock: systemClock, ...reach }),
          agents.map(({ name }) => name),
        );
  await checkOutside(state, root);
  await makeStateRoot(state);
  await mendState(state);
  const runner = await openRunner({ root, state, env, ...(options.withoutSandbox ? { rung: "none" } : {}) });
  const ripgrep = options.ripgrep === undefined ? {} : { ripgrep: options.ripgrep };
  // One writer for each file, whoever asks for it: a second one would take the first for somebody else.
  const journals = new Map<string, JournalFile>();
  const open = (path: string) => {
    const journal = journals.get(path) ?? new JournalFile(path);
    journals.set(path, journal);
    return journal;
  };
  const files = diskFiles(root, ripgrep);
  const { checkCommand } = options;
  const blobs = openBlobStore(state);
  return {
    root,
    state,
    agents,
    files,
    search: diskSearch(root, ripgrep),
    trees,
    runner,
    model,
    price: priceOf(model.id, prices),
    blobs,
    ...(options.cache === true ? { cache: openResultCache(state) } : {}),
    testCommand: options.testCommand,
    diagnostics: (commands) => headlessDiagnostics({ root, files, commands, checkCommand }),
    locate: (path) => locateFile(root, path),
    // Most requests follow no other, and what looks at reviews takes time to load.
    async waiting(run, over) {
      const { waitingProposals } = await import("./waiting-proposals.ts");
      return waitingProposals(run, { state, blobs, current: (path) => textOrNull(over, path) });
    },
    journal: (run) => open(journalFile(state, run)),
    transcript: (run, assignment) => open(transcriptFile(state, run, assignment)),
    listeners: options.listeners,
    now: Date.now,
    origin: {
      process: thisProcess(),
      ...(typeof options.model === "string" ? { models: options.model } : {}),
      ...(options.testCommand === undefined ? {} : { testCommand: options.testCommand }),
      ...(checkCommand === undefined ? {} : { checkCommand }),
      ...(options.prices === undefined ? {} : { prices: options.prices }),
    },
    newRunId,
    async close() {
      const closed = await Promise.allSettled([...journals.values()].map((journal) => journal.close()));
      await runner.close();
      for (const outcome of closed) if (outcome.status === "rejected") throw outcome.reason;
    },
  };
}

/** Without a sandbox nothing is run; whatever needs no execution goes on all the same. */
async function openRunner(options: SandboxOptions): Promise<Sandbox> {
  return openSandbox(options).catch((error: unknown) => {
    const reason = asAppError(error, "sandbox");
    if (reason !== undefined) return nothingRuns(options, reason);
    const code = errorCode(error);
    if (code === undefined) throw error;
    const sentence = `${options.state} cannot be written (${code}): free some space or set TESSERA_HOME to another folder.`;
    throw new AppError("tooling", sentence, { cause: error });
  });
}

async function existingFolder(folder: string): Promise<string> {
  const absolute = resolve(folder);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) throw new AppError("usage", `There is no folder ${absolute}.`);
  if (!found.isDirectory())
    throw new AppError("usage", `${absolute} is no folder: give the project's folder with --repo.`);
  return realpath(absolute);
}

/** Sorts by time: "20261121-101500-3f9a1c". */
export function newRunId(): string {
  const time = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const tail = Math.floor(Math.random() * 0x1000000);
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.toString(16).padStart(6, "0")}`;
}
