import { commands, window } from "vscode";
import { asAppError } from "../../core/app-error.ts";
import type { QuestionView } from "../../protocol/views.ts";
import type { Runs } from "../runs/runs.ts";
import type { ShownRun } from "./conversation.ts";

const show = "Show";
/** More buttons than these are not shown in a message. */
const mostChoices = 3;

/** Tells of questions once each where nobody looks at the panel, without taking the focus. They can be answered there and then. */
export class UserCall {
  readonly #runs: Runs;
  readonly #told = new Set<string>();

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  tell(shown: readonly ShownRun[], isSeen: boolean): void {
    for (const { head } of shown) {
      for (const question of head.questions) {
        const key = `${head.run} ${question.id}`;
        if (this.#told.has(key)) continue;
        this.#told.add(key);
        if (!isSeen) this.#call(head.run, question);
      }
    }
  }

  #call(run: string, { id, text, choices, plan }: QuestionView): void {
    // A plan is looked at before it begins.
    const offered = plan === undefined ? choices.slice(0, mostChoices) : [];
    // Not awaited: a message that nobody answers holds up nothing.
    window.showInformationMessage(`Tessera: ${text}`, ...offered, show).then(async (picked) => {
      const open = this.#runs.find(run);
      if (picked === show) await commands.executeCommand("tessera.chat.focus");
      else if (picked !== undefined && open !== undefined)
        await this.#runs.answer(open, Number(id), picked).catch(tellExpected);
    });
  }
}

function tellExpected(error: unknown): void {
  const expected = asAppError(error);
  if (expected === undefined) throw error;
  window.showErrorMessage(expected.message);
}
