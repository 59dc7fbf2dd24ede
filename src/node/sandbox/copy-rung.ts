import { join } from "node:path";
import { AppError, asAppError, throwIfCancelled } from "../../core/app-error.ts";
import { changedFiles } from "./changed-files.ts";
import { copyWorkspace } from "./private-copy.ts";
import { runInBox } from "./run-in-box.ts";
import type { RungHost, RunsCommands } from "./rung.ts";

/** Where a command sees the user's own tree, read-only: what is too large to be copied is a link to there. */
const originalInside = "/run/tessera-tree";

/**
 * Rung "copy": any bubblewrap, any file system, any number of files: a private copy of the tree is bound over it, at the same absolute
 * path. It costs a copy of the workspace for each command, so it is the last rung with a wall.
 */
export function copyRung(host: RungHost): RunsCommands {
  const { root, scratch, caches } = host;
  return {
    rung: "copy",
    warm: () => undefined,
    close: async () => undefined,
    async run(command, changes, signal) {
      const began = performance.now();
      throwIfCancelled(signal);
      const files = changedFiles(root, changes);
      const folder = scratch.create("tree", "out");
      try {
        const tree = join(folder, "tree");
        await copied(() => copyWorkspace(root, tree, files, originalInside));
        const workspace = ["--ro-bind", root, originalInside, "--bind", tree, root];
        const execution = await runInBox({ host, rung: "copy", began, command, folder, workspace }, signal);
        if (execution.ending === "exited") caches.keep(command, changes, folder);
        return execution;
      } finally {
        scratch.remove(folder);
      }
    },
  };
}

async function copied(copy: () => Promise<void>): Promise<void> {
  try {
    await copy();
  } catch (error) {
    if (asAppError(error) !== undefined) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("sandbox", `The workspace could not be copied for its tests: ${why}.`, { cause: error });
  }
}
