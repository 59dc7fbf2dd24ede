import { realpath } from "node:fs/promises";
import { AppError } from "../../core/app-error.ts";
import type { StoredRun } from "../../node/run-store.ts";
import type { RunsCommand } from "./run-verb.ts";

/**
 * The run that is meant. "last" is the newest of the folder; what only looks may take the newest of any folder where this one has
 * none. Throws `not-found`, or `usage` when several begin so.
 */
export async function findRun(
  { run, repo, verb }: Pick<RunsCommand, "run" | "repo" | "verb">,
  runs: readonly StoredRun[],
  state: string,
): Promise<StoredRun> {
  if (run === "last") {
    const folder = await realpath(repo ?? ".").catch(() => repo ?? ".");
    const last = runs.find(({ root }) => root === folder);
    if (last !== undefined) return last;
    const [newest] = runs;
    if (newest === undefined) throw new AppError("not-found", `There are no runs in ${state}.`);
    if (repo === undefined && (verb === "show" || verb === "replay" || verb === "export")) return newest;
    throw new AppError(
      "not-found",
      `There is no run of ${folder}. The newest is ${newest.state.run}, of ${newest.root}: name it, or give --repo.`,
    );
  }
  const exact = runs.find(({ state: { run: id } }) => id === run);
  if (exact !== undefined) return exact;
  const matches = runs.filter(({ state: { run: id } }) => id.startsWith(run));
  const [only, ...more] = matches;
  if (only === undefined) throw new AppError("not-found", `There is no run ${run}: tessera runs lists them.`);
  if (more.length > 0) {
    const ids = matches.slice(0, 5).map(({ state: { run: id } }) => id);
    throw new AppError("usage", `${matches.length} runs begin with ${run} (${ids.join(", ")}): give more of the id.`);
  }
  return only;
}
