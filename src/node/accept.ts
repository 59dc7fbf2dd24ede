import type { FileTexts } from "../core/changes/unified-diff.ts";
import type { BlobStore } from "../core/ports/blob-store.ts";
import type { Files, Path } from "../core/ports/files.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunLog } from "../core/run/run-log.ts";
import { proposalOf, type RunState, type WorkerState } from "../core/run/run-state.ts";
import { inStackOrder } from "../core/run/union-of.ts";
import { isTakeable } from "../core/worker/needs-person.ts";
import { textOrNull } from "./text-or-null.ts";

export type Accepted =
  /** `merged`: written, but onto a text that was edited meanwhile, so that the evidence is not about what is there now. */
  | { readonly type: "applied"; readonly merged: readonly Path[] }
  | { readonly type: "refused"; readonly sentence: string };

/**
 * Accepts everything that is proved and held back for no person, as it was proved, and writes it to the user's files: all or nothing.
 * Nothing is accepted of a run that was cancelled, or of changes that were not seen to hold together.
 * Throws what `carryOut` throws.
 */
export async function acceptProved(
  log: RunLog,
  texts: ReadonlyMap<string, readonly FileTexts[]>,
  host: {
    readonly root: string;
    readonly state: string;
    readonly blobs: BlobStore;
    readonly files: Pick<Files, "read">;
    /** Protected paths that the user has confirmed one by one. */
    readonly confirmed?: ReadonlySet<Path>;
  },
): Promise<Accepted> {
  const proved = standing(log.state).filter(isProved);
  const sets = proved.flatMap((worker) => proposalOf(worker) ?? []);
  if (sets.length === 0) return { type: "applied", merged: [] };
  const changeSets = sets.map(({ id }) => id);
  const refuse = async (why: string): Promise<Accepted> => {
    const sentence = `Nothing was applied. ${why}`;
    log.teller("run")({ type: "conflicted", changeSets, sentence });
    await log.settled();
    return { type: "refused", sentence };
  };
  const objection = objectionTo(log.state, sets.length);
  if (objection !== undefined) return refuse(objection);
  const files = stackedTexts(inStackOrder(proved).flatMap((worker) => texts.get(worker.assignment.id) ?? []));
  // Most runs apply nothing, so what it takes is loaded here.
  const [{ planApply }, { carryOut }, { inApplyTurn }, { userFolders }, { settleAcceptance }, below] =
    await Promise.all([
      import("./apply.ts"),
      import("./carry-out.ts"),
      import("./apply-turn.ts"),
      import("./user-folders.ts"),
      import("../core/review/settle.ts"),
      import("./waiting-proposals.ts"),
    ]);
  const current = (path: Path) => textOrNull(host.files, path);
  const early = await below.waitsBelow(log.state, sets, { state: host.state, blobs: host.blobs, current });
  if (early !== undefined) return refuse(early);
  return inApplyTurn(host.state, host.root, async (turn) => {
    const plan = await planApply(files, host.root, host.confirmed);
    if (plan.problems.length > 0) return refuse(plan.problems.map((problem) => problem.sentence).join(" "));
    const acceptance = {
      writes: plan.files.map(({ path, before, after }) => ({
        path,
        before: before?.text ?? null,
        after: after ?? null,
      })),
      decided: sets.map(({ id, revision }) => ({ changeSet: id, revision })),
    };
    const write = async () => void (await carryOut(plan, { state: host.state, turn }));
    await settleAcceptance(log, acceptance, { blobs: host.blobs, folders: userFolders(host.root), write });
    const bases = new Map(files.map(({ path, base }) => [path, base]));
    return {
      type: "applied",
      merged: plan.files
        .filter(({ path, before }) => (before?.text ?? null) !== bases.get(path))
        .map(({ path }) => path),
    };
  });
}

/** A revision made after the report counts when it was proved itself. */
function isProved(worker: WorkerState): boolean {
  const { report, evidence } = worker;
  if (report === undefined || !isTakeable(report)) return false;
  const isReported = proposalOf(worker)?.revision === report.changeSet?.revision;
  return isReported || (evidence.length > 0 && evidence.every(({ verdict }) => verdict === "proved"));
}

/** Changes of one file that stand on each other as the one change they come to. */
function stackedTexts(files: readonly FileTexts[]): readonly FileTexts[] {
  const byPath = new Map<Path, FileTexts>();
  const apart: FileTexts[] = [];
  for (const file of files) {
    const below = byPath.get(file.path);
    if (below === undefined) byPath.set(file.path, file);
    else if (below.proposed === file.base) byPath.set(file.path, { ...file, base: below.base });
    else apart.push(file);
  }
  return [...byPath.values(), ...apart];
}

/** Why what is proved one by one is not proved as a whole, if it is not. */
export function objectionTo({ status, union, workers }: RunState, changeSets: number): string | undefined {
  if (status === "cancelled") return "The run was cancelled.";
  const broken = union.find(({ verdict }) => verdict === "refuted");
  if (broken !== undefined) return broken.sentence;
  const tested = [...workers.values()].some(({ assignment }) => assignment.context.tests !== undefined);
  if (tested && union.length === 0) return "The run ended before its changes were verified together.";
  const open = union.find(({ verdict }) => verdict === "unknown");
  return changeSets > 1 ? open?.sentence : undefined;
}
