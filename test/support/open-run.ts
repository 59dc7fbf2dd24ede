import type { ChatModel } from "../../src/core/models/chat-model.ts";
import type { BlobStore } from "../../src/core/ports/blob-store.ts";
import { type RunEvent, runEventSchema } from "../../src/core/run/events.ts";
import type { Request } from "../../src/core/run/request.ts";
import type { RunHost } from "../../src/core/run/run-host.ts";
import type { RunState } from "../../src/core/run/run-state.ts";
import { type SuperviseOptions, supervise } from "../../src/core/run/supervise.ts";
import { journalFile, readJournal, transcriptFile } from "../../src/node/journal.ts";
import { openHost } from "../../src/node/open-host.ts";
import { brokenPromises, snapshot } from "./promises.ts";
import { sandboxed } from "./sandboxed.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

export interface Ran {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  /** What stands on disk of it afterwards: the journal's entries, and the transcripts by assignment. */
  readonly journal: readonly unknown[];
  readonly transcripts: Readonly<Record<string, readonly unknown[]>>;
  /** The blobs behind the evidence of the reports, by what the evidence names them by. */
  readonly details: ReadonlyMap<string, string>;
  /** Which of the standing promises do not hold afterwards; see `brokenPromises`. */
  readonly broken: readonly string[];
}

/** A run over a folder with the real host (sandbox, grammars, journal) and the given model; its state folder goes when it ends. */
export async function run(
  folder: string,
  model: ChatModel,
  request: Partial<Request> = {},
  signal: AbortSignal = new AbortController().signal,
  onEvent: (event: RunEvent, state: RunState) => void = () => {},
  options: SuperviseOptions = {},
  given: Partial<Pick<RunHost, "agents" | "cache" | "approvePlans" | "now">> = {},
): Promise<Ran> {
  using state = new TemporaryFolder();
  const before = snapshot(folder);
  const events: RunEvent[] = [];
  const host = await openHost({
    folder,
    env: { ...process.env, TESSERA_HOME: state.path },
    model: "offline",
    testCommand: undefined,
    withoutSandbox: !sandboxed,
    listeners: [(event) => events.push(runEventSchema.parse(event)), onEvent],
  });
  try {
    const whole = {
      agent: "fix",
      files: [],
      instruction: "",
      // A script answers for a critic only where its test says so.
      critic: "never" as const,
      limits: {},
      concurrency: 2,
      ...request,
    };
    const log = await supervise(whole, { ...host, model, ...given }, signal, options);
    const details = await detailsOf(log.state, host.blobs);
    await host.close();
    const broken = await brokenPromises({ folder, state: state.path, before });
    return { state: log.state, events, details, broken, ...(await kept(state.path, log.state)) };
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function detailsOf({ workers }: RunState, blobs: BlobStore): Promise<ReadonlyMap<string, string>> {
  const refs = [...workers.values()].flatMap(
    ({ report }) => report?.evidence.flatMap((one) => one.detailRef ?? []) ?? [],
  );
  await blobs.settled();
  return new Map(await Promise.all(refs.map(async (ref) => [ref, await blobs.get(ref)] as const)));
}

async function kept(home: string, { run: id, workers }: RunState): Promise<Pick<Ran, "journal" | "transcripts">> {
  const transcripts: Record<string, readonly unknown[]> = {};
  for (const assignment of workers.keys()) {
    const { entries } = await readJournal(transcriptFile(home, id, assignment)).catch(() => ({ entries: [] }));
    transcripts[assignment] = entries;
  }
  return { journal: (await readJournal(journalFile(home, id))).entries, transcripts };
}
