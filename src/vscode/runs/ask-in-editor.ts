import { window } from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { AskUser } from "../../core/run/ask-user.ts";

const ownWords = "Answer…";

/** Asks beside the work, without taking the focus. Throws `usage` with the question when nobody answers, so that it stands in the run. */
export const askInEditor: AskUser = async (question, choices, signal) => {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>();
  const stop = () => resolve(undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const asked = window.showInformationMessage(question, ...choices, ownWords);
    const picked = await Promise.race([asked, stopped]);
    if (signal.aborted) throw new AppError("cancelled", "Cancelled.", { cause: signal.reason });
    const answer = picked === ownWords ? await window.showInputBox({ prompt: question, ignoreFocusOut: true }) : picked;
    if (answer === undefined || answer.trim() === "")
      throw new AppError("usage", `${question} Say so in the request, and ask again.`);
    return answer.trim();
  } finally {
    signal.removeEventListener("abort", stop);
  }
};
