import { type Selection, Uri, window } from "vscode";
import { AppError } from "../core/app-error.ts";
import type { Requests } from "./requests.ts";
import type { OpenRun } from "./runs/open-run.ts";

type Started = Promise<OpenRun | undefined>;

/** What a command about one agent does, by the command's name. The file is the one given by a menu, else the active editor's. */
export function agentCommands(requests: Requests): Readonly<Record<string, (...args: readonly unknown[]) => Started>> {
  const about = (agent: string, uri: unknown, instruction = "") => requests.about(agent, fileOf(uri), instruction);
  return {
    "tessera.fixTests": () => requests.everywhere("fix"),
    "tessera.fixFile": async (uri) => about("fix", uri),
    "tessera.testFile": async (uri) => about("test", uri),
    "tessera.testSelection": async () => about("test", undefined, `Only for ${selectedLines()}.`),
    "tessera.docFile": async (uri) => about("doc", uri),
    "tessera.docSelection": async () => about("doc", undefined, `Only ${selectedLines()}.`),
    "tessera.refactorFile": async (uri) => asked((words) => about("refactor", uri, words)),
    "tessera.answerFinding": async (asked) => answered(requests, asked),
    "tessera.refactorSelection": async () => {
      const lines = selectedLines();
      return asked((words) => about("refactor", undefined, `Only ${lines}. ${words}`.trim()));
    },
  };
}

/** A critic's finding, told to the agent it is about. The new attempt begins at the user's own file, which has to be said. */
async function answered(requests: Requests, asked: unknown): Started {
  if (typeof asked !== "object" || asked === null || !("agent" in asked && "file" in asked && "instruction" in asked))
    return undefined;
  const { agent, file, instruction } = asked;
  if (typeof agent !== "string" || typeof instruction !== "string" || !(file instanceof Uri)) return undefined;
  window.showInformationMessage(
    `${agent} is asked again with this finding. It starts from your file as it is, not from the proposal, and proposes anew.`,
  );
  return requests.about(agent, file, instruction);
}

function fileOf(uri: unknown): Uri {
  const chosen = uri instanceof Uri ? uri : window.activeTextEditor?.document.uri;
  if (chosen === undefined) throw new AppError("usage", "Open a file first: that is what the agent works on.");
  return chosen;
}

/** "line 3" or "lines 3-9": whole lines, since nobody selects to the letter. */
function selectedLines(): string {
  const selection: Selection | undefined = window.activeTextEditor?.selection;
  if (selection === undefined) throw new AppError("usage", "Select the lines that are meant first.");
  const [from, to] = [
    selection.start.line + 1,
    selection.end.line + (selection.end.character === 0 && !selection.isSingleLine ? 0 : 1),
  ];
  return from === to ? `line ${from}` : `lines ${from}-${to}`;
}

/** A refactoring is told in words; nothing said means what is always safe. */
async function asked(start: (words: string) => Started): Started {
  const words = await window.showInputBox({
    title: "Refactor",
    prompt: "What shall change? Leave it empty to simplify and modernise where that is safe.",
    placeHolder: "Extract the date arithmetic into a function",
  });
  return words === undefined ? undefined : start(words.trim());
}
