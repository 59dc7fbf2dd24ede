import type { ErrorCode } from "../core/app-error.ts";
import type { RunState } from "../core/run/run-state.ts";

/** What the shell is told of an expected failure that ended everything. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case "usage":
    case "not-found":
    case "tooling":
      return 2;
    case "budget":
      return 3;
    case "provider":
    case "key":
      return 4;
    case "sandbox":
      return 5;
    case "cancelled":
      return 130;
    case "refused":
    case "conflict":
      return 1;
  }
}

/** What the shell is told of a run that came to its end. */
export function exitCodeOfRun(state: RunState): number {
  switch (state.status) {
    case "proved":
    case "nothing":
      return 0;
    case "budget":
      return 3;
    case "cancelled":
      return 130;
    case "working":
    case "interrupted":
    case "partial":
    case "unproved":
    case "failed":
      return 1;
    case "blocked":
      return state.code === "provider" || state.code === "key" ? 4 : state.code === "sandbox" ? 5 : 2;
  }
}
