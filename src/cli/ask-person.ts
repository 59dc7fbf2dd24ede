import type { AskUser } from "../core/run/ask-user.ts";
import { plain } from "./terminal.ts";
import { typedLine } from "./typed-line.ts";

/** Whoever sits at the terminal, if somebody does: asked one question at a time, however many come at once. */
export function personThere({ json }: { readonly json: boolean }): { readonly ask?: AskUser } {
  if (!process.stdin.isTTY || !process.stderr.isTTY || json) return {};
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(question, choices, signal) {
      const answer = last.then(() => askPerson(question, choices, signal));
      last = answer.catch(() => {});
      return answer;
    },
  };
}

/** A number stands for a choice. Throws `cancelled` when they leave. */
const askPerson: AskUser = async (question, choices, signal) => {
  const offered = choices.map((choice, index) => `\n  ${index + 1} ${plain(choice)}`).join("");
  const answer = await typedLine(`${plain(question)}${offered}\n> `, signal);
  return choices[Number(answer) - 1] ?? answer;
};
