import { AppError, asAppError } from "../core/app-error.ts";
import type { BlobStore } from "../core/ports/blob-store.ts";
import type { Path } from "../core/ports/files.ts";
import type { FileWrite } from "../core/review/acceptance.ts";
import { settlePending } from "../core/review/settle.ts";
import { resumeRun } from "../core/run/resume-run.ts";
import type { RunHost } from "../core/run/run-host.ts";
import type { RunLog } from "../core/run/run-log.ts";
import type { SuperviseOptions } from "../core/run/supervise.ts";
import { planApply } from "./apply.ts";
import { inApplyTurn } from "./apply-turn.ts";
import { openBlobStore } from "./blob-store.ts";
import { carryOut } from "./carry-out.ts";
import { diskFiles } from "./disk-files.ts";
import { loadRun, reopenRun, type StoredRun } from "./run-store.ts";
import { isUnderWay } from "./survey-runs.ts";
import { textOrNull } from "./text-or-null.ts";
import { inTurn } from "./turn.ts";
import { userFolders } from "./user-folders.ts";

/** A run of the journals, opened for decisions about it and about the files it changes. */
export interface OpenStoredRun {
  readonly state: string;
  readonly root: string;
  readonly log: RunLog;
  readonly blobs: BlobStore;
  /** The text on disk now; null where there is no file, or none that is text. */
  current(path: Path): Promise<string | null>;
  /** Why there is something there that is not taken for text; undefined for text and where nothing is. */
  whyUnreadable(path: Path): Promise<string | undefined>;
  /** Writes all or nothing to the user's files, protected ones among them if confirmed. Throws what `carryOut` throws. */
  write(files: readonly FileWrite[], confirmed: ReadonlySet<Path>): Promise<void>;
}

/**
 * Runs `use` over a run that nobody carries out, as the only one that decides on it and writes to its folder, after what a crash
 * has left of an earlier decision is settled. Throws `not-found` for a folder that is gone, `refused` for a journal that cannot be
 * understood, `conflict` while others are at it.
 */
export async function withStoredRun<Result>(
  state: string,
  run: string,
  listeners: RunHost["listeners"],
  use: (open: OpenStoredRun) => Promise<Result>,
): Promise<Result> {
  return inRunTurn(state, run, async ({ state: folded, root, end }) => {
    const files = filesOf(root);
    const current = (path: Path) => textOrNull(files, path);
    const whyUnreadable = async (path: Path) =>
      files.read(path).then(
        () => undefined,
        (error: unknown) => asAppError(error, "refused")?.message,
      );
    const blobs = openBlobStore(state);
    const { log, close } = reopenRun(state, folded, { now: Date.now, listeners, end });
    try {
      return await inApplyTurn(state, root, async (turn) => {
        const write = async (texts: readonly FileWrite[], confirmed: ReadonlySet<Path>) => {
          const plan = texts.map(({ path, before, after }) => ({ path, base: before, proposed: after }));
          await carryOut(await planApply(plan, root, confirmed), { state, turn });
        };
        await settlePending(log, {
          blobs,
          current,
          folders: userFolders(root),
          write: (texts) => write(texts, new Set(texts.map(({ path }) => path))),
        });
        return use({ state, root, log, blobs, current, whyUnreadable, write });
      });
    } finally {
      await close();
    }
  });
}

/**
 * Goes on with a run whose host died; see `resumeRun`. `host` is one for the run's own folder. Throws `conflict` while another
 * process carries it out.
 */
export async function resumeStoredRun(
  state: string,
  run: string,
  host: RunHost,
  signal: AbortSignal,
  options: Omit<SuperviseOptions, "resumed"> = {},
): Promise<RunLog> {
  return inRunTurn(state, run, (stored) => {
    checkResumable(stored);
    return resumeRun(stored.events, host, signal, options);
  });
}

/** Throws `usage` for a run that has ended, `conflict` for one that another process carries out. */
export function checkResumable({ state }: Pick<StoredRun, "state">): void {
  refuseUnderWay({ state });
  if (state.status !== "working")
    throw new AppError("usage", `The run ${state.run} has ended (${state.status}): there is nothing to resume.`);
}

function refuseUnderWay({ state }: Pick<StoredRun, "state">): void {
  if (!isUnderWay(state)) return;
  const { pid } = state.origin?.process ?? {};
  throw new AppError("conflict", `The run ${state.run} is under way in process ${pid}: wait until it has ended.`);
}

async function inRunTurn<Result>(
  state: string,
  run: string,
  use: (stored: StoredRun) => Promise<Result>,
): Promise<Result> {
  const act = async () => {
    const stored = await loadRun(state, run);
    if (stored.problem !== undefined)
      throw new AppError("refused", `The run ${run} is left as it is. ${stored.problem}`);
    refuseUnderWay(stored);
    return use(stored);
  };
  return inTurn(state, `run ${run}`, act, { patience: 2000 });
}

function filesOf(root: string) {
  try {
    return diskFiles(root, { maxBytes: 64 * 1024 * 1024 });
  } catch (error) {
    throw new AppError("not-found", `The folder ${root} of this run is not there any more.`, { cause: error });
  }
}
