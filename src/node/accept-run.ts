import { AppError } from "../core/app-error.ts";
import { hashText } from "../core/hash.ts";
import type { Path } from "../core/ports/files.ts";
import { acceptanceOf, type Choice } from "../core/review/acceptance.ts";
import { reviewWorker, type WorkerReview } from "../core/review/review-worker.ts";
import { settleAcceptance } from "../core/review/settle.ts";
import { standing } from "../core/run/outcome.ts";
import type { WorkerState } from "../core/run/run-state.ts";
import { objectionTo } from "./accept.ts";
import { checkPlace } from "./apply.ts";
import type { OpenStoredRun } from "./stored-run.ts";
import { userFolders } from "./user-folders.ts";
import { waitsBelow } from "./waiting-proposals.ts";

export interface AcceptedRun {
  readonly written: readonly Path[];
  /** Written onto a text that was edited meanwhile, so that the evidence is not about what is there now. */
  readonly merged: readonly Path[];
  /** What is proved no longer, because the user has decided on parts of it or edited it; one sentence each. */
  readonly left: readonly string[];
}

/**
 * Accepts whatever of a finished run is proved and not yet in the user's files: all or nothing, by the same decisions as in an
 * editor. Throws `refused` or `conflict` with the reason when nothing can be applied, also for protected paths that are not among
 * the `confirmed` ones.
 */
export async function acceptRun(open: OpenStoredRun, confirmed: ReadonlySet<Path>): Promise<AcceptedRun> {
  const { log, blobs, root } = open;
  if (log.state.status === "working")
    throw new AppError("refused", `The run has not ended: tessera resume ${log.run} carries it through.`);
  const left: string[] = [];
  const choices: Choice[] = [];
  for (const worker of standing(log.state)) {
    if (worker.report?.status !== "proved") continue;
    const review = await reviewWorker(log.state, worker, open);
    if (review === undefined) continue;
    const hunks = openHunks(review);
    if (hunks.size === 0) continue;
    if (isAsProved(worker, review)) choices.push({ review, hunks });
    else
      left.push(`${worker.assignment.target} was decided on in parts: what is left of it is not proved as it stands.`);
  }
  const objection = choices.length === 0 ? undefined : objectionTo(log.state, choices.length);
  if (objection !== undefined) throw new AppError("conflict", `Nothing was applied. ${objection}`);
  const sets = choices.map(({ review }) => review.changeSet);
  const early = await waitsBelow(log.state, sets, open);
  if (early !== undefined) throw new AppError("conflict", `Nothing was applied. ${early}`);
  const acceptance = acceptanceOf(choices);
  const conflicts = [...new Set(acceptance.conflicts.map(({ file }) => file.path))];
  if (conflicts.length > 0) {
    const reasons = await Promise.all(conflicts.map((path) => open.whyUnreadable(path)));
    const unreadable = reasons.filter((reason) => reason !== undefined);
    const changed = conflicts.filter((_, index) => reasons[index] === undefined).join(", ");
    const sentence = changed === "" ? [] : [`${changed} was changed meanwhile on the same lines, or is gone.`];
    throw new AppError(
      "conflict",
      ["Nothing was applied.", ...unreadable, ...sentence, `See tessera show ${log.run}.`].join(" "),
    );
  }
  for (const { path } of acceptance.writes) await checkPlace(root, path);
  const waiting = [...acceptance.confirm].filter(([path]) => !confirmed.has(path));
  if (waiting.length > 0) throw new AppError("refused", unconfirmed(waiting));
  if (acceptance.decided.length > 0) {
    const write = (writes: typeof acceptance.writes) => open.write(writes, confirmed);
    await settleAcceptance(log, acceptance, { blobs, folders: userFolders(root), write });
  }
  const bases = new Map(choices.flatMap(({ review }) => review.files.map(({ path, base }) => [path, base] as const)));
  const written = acceptance.writes.map(({ path }) => path);
  const merged = acceptance.writes.filter(({ path, before }) => bases.get(path) !== before).map(({ path }) => path);
  return { written, merged, left };
}

function openHunks({ files }: WorkerReview): ReadonlySet<string> {
  const isOpen = (status: string) => status === "waiting" || status === "settled" || status === "conflict";
  return new Set(files.flatMap((file) => file.hunks.filter(({ status }) => isOpen(status)).map(({ hunk }) => hunk.id)));
}

/** Whether what waits is the very proposal that was proved: none of it rejected, and not edited since. */
function isAsProved({ verifications }: WorkerState, { files }: WorkerReview): boolean {
  if (files.some(({ hunks }) => hunks.some(({ status }) => status === "rejected"))) return false;
  const hash = (text: string | null) => (text === null ? "" : hashText(text));
  const won = verifications.findLast(({ provenance }) =>
    files.every(({ path, proposed }) => provenance.proposed[path] === hash(proposed)),
  );
  return won?.evidence.every(({ verdict }) => verdict === "proved") === true;
}

function unconfirmed(paths: readonly (readonly [Path, readonly string[]])[]): string {
  const reasons = paths.map(([path, why]) => `${path} needs your own confirmation: ${why.join(", ")}.`);
  return `Nothing was applied. ${reasons.join(" ")} Give ${paths.map(([path]) => `--confirm ${path}`).join(" ")}.`;
}
