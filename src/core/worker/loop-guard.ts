import type { ToolCall } from "../models/chat-model.ts";

/** The same call so many times gets a warning with its answer, and so many times ends the conversation. */
const warnAt = 3;
const stopAt = 5;
/** Turns on end that brought nothing new. */
const idleTurns = 8;

/** What is to be done about a call: carry it out, and tell the model this with its answer; or end the conversation, because. */
export type Judgement =
  | { readonly type: "go"; readonly warning?: string }
  | { readonly type: "stop"; readonly sentence: string };

/**
 * Notices a model that goes round in circles, whether its calls fail or succeed and whatever it does in between:
 * calls are the same when tool and arguments are, however they are written.
 */
export class LoopGuard {
  readonly #seen = new Map<string, number>();
  #isNew = false;
  #idle = 0;

  /** Before a call is carried out. */
  judge({ name, arguments: args }: ToolCall): Judgement {
    const key = `${name} ${canonical(args)}`;
    const times = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, times);
    if (times >= stopAt)
      return { type: "stop", sentence: `The model made the same call of ${name} ${times} times and was stopped.` };
    this.#isNew = times === 1;
    if (times < warnAt) return { type: "go" };
    return {
      type: "go",
      warning: `You have made this very call ${times} times, and its answer stays the same. Do something else; at ${stopAt} times you are stopped.`,
    };
  }

  /** After a call, with whether it succeeded: one that was not made before and did is progress. */
  done(ok: boolean): void {
    if (ok && this.#isNew) this.#idle = -1;
  }

  /** At the end of a turn: why the conversation ends, if it does. */
  turn(): string | undefined {
    this.#idle += 1;
    if (this.#idle < idleTurns) return undefined;
    return `The model made no progress in ${this.#idle} turns and was stopped.`;
  }
}

/** The same text for the same value, in whatever order its keys come. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)))
        : inner,
    ) ?? "undefined"
  );
}
