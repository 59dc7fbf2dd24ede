import { AppError } from "../../core/app-error.ts";
import type { OwnPrices } from "../../core/models/prices.ts";

/** What can be done about runs that were; all but "runs" about one. */
export const runVerbs = ["runs", "show", "resume", "replay", "export", "apply", "undo", "discard"] as const;

export interface RunsCommand {
  readonly command: "runs";
  readonly verb: (typeof runVerbs)[number];
  /** An id, the beginning of one, or "last"; empty for "runs". */
  readonly run: string;
  /** The folder whose runs are meant, where one is named. */
  readonly repo: string | undefined;
  readonly model: string | undefined;
  readonly testCommand: readonly [string, ...string[]] | undefined;
  readonly checkCommand: readonly [string, ...string[]] | undefined;
  readonly prices: OwnPrices;
  readonly noSandbox: boolean;
  readonly json: boolean;
  readonly explain: boolean;
  readonly apply: boolean;
  readonly plan: boolean;
  readonly patch: string | undefined;
  readonly confirm: readonly string[];
  readonly yes: boolean;
  readonly to: string | undefined;
}

export function isRunVerb(word: string): word is RunsCommand["verb"] {
  return runVerbs.some((verb) => verb === word);
}

/** Throws `usage` when the run is not named, or more than one is. */
export function readRunVerb(verb: RunsCommand["verb"], words: readonly string[]): Pick<RunsCommand, "verb" | "run"> {
  const [run = "", ...rest] = words;
  if (verb === "runs" && words.length > 0)
    throw new AppError("usage", `tessera runs lists all runs: did you mean tessera show ${run}?`);
  if (verb !== "runs" && run === "")
    throw new AppError("usage", `Name a run: tessera ${verb} RUN, with an id, the beginning of one, or "last".`);
  if (rest.length > 0)
    throw new AppError("usage", `tessera ${verb} takes one run at a time, not also ${rest.join(" ")}.`);
  return { verb, run };
}
