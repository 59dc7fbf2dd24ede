import { AppError, throwIfCancelled } from "../app-error.ts";
import type { Asked } from "../worker/facts.ts";
import type { RunLog } from "./run-log.ts";

/** How a person is asked; the answer is one of the choices or their own words. Left out where nobody can answer. */
export type AskUser = (question: string, choices: readonly string[], signal: AbortSignal) => Promise<string>;

type Question = Pick<Extract<Asked, { readonly kind: "user" }>, "plan"> & {
  readonly actor: string;
  readonly question: string;
  readonly choices: readonly string[];
};

/** A question to the user, in the journal with its answer. Throws `usage`, with the question, where nobody can answer, and `cancelled`. */
export async function askedUser(
  { actor, question, choices, plan }: Question,
  { log, ask }: { readonly log: RunLog; readonly ask: AskUser | undefined },
  signal: AbortSignal,
): Promise<string> {
  throwIfCancelled(signal);
  const tell = log.teller(actor);
  const cause = tell({ type: "asked", kind: "user", question, choices: [...choices], ...(plan && { plan }) });
  if (ask === undefined) {
    const offered = choices.length === 0 ? "" : ` (${choices.join(", ")})`;
    throw new AppError("usage", `${question}${offered} Say so in the request, and ask again.`);
  }
  const choice = await ask(question, choices, signal);
  log.teller("user")({ type: "answered", kind: "user", choice }, cause);
  return choice;
}
