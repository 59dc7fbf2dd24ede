import { createInterface } from "node:readline/promises";
import { AppError } from "../core/app-error.ts";
import type { AskUser } from "../core/run/ask-user.ts";
import { plain } from "./terminal.ts";

/** Asks whoever sits at the terminal; a number stands for a choice. Throws `cancelled` when they leave. */
export const askPerson: AskUser = async (question, choices, signal) => {
  const { stdin: input, stderr: output } = process;
  const lines = createInterface({ input, output });
  try {
    const offered = choices.map((choice, index) => `\n  ${index + 1} ${plain(choice)}`).join("");
    const answer = (await lines.question(`${plain(question)}${offered}\n> `, { signal })).trim();
    return choices[Number(answer) - 1] ?? answer;
  } catch (error) {
    throw new AppError("cancelled", "Cancelled.", { cause: error });
  } finally {
    lines.close();
  }
};
