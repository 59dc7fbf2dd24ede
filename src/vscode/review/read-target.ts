import type { ReviewTarget } from "./desk.ts";

/** What a command was given by a list, a lens or the panel; undefined for anything else. Written out, since every activation loads it. */
export function readTarget(argument: unknown): ReviewTarget | undefined {
  if (typeof argument !== "object" || argument === null || !("run" in argument) || !("worker" in argument))
    return undefined;
  const { run, worker } = argument;
  if (typeof run !== "string" || typeof worker !== "string") return undefined;
  const path = "path" in argument && typeof argument.path === "string" ? { path: argument.path } : {};
  const named = "hunks" in argument ? argument.hunks : undefined;
  const hunks = Array.isArray(named) && named.every((id) => typeof id === "string") ? { hunks: named } : {};
  return { run, worker, ...path, ...hunks };
}
