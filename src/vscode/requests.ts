import { type Uri, type WorkspaceFolder, window, workspace } from "vscode";
import { agents as builtIn } from "../core/agents/index.ts";
import { AppError } from "../core/app-error.ts";
import type { Conversation, Request } from "../core/run/request.ts";
import { routeOf } from "../core/run/route.ts";
import { pathIn } from "./files/unsaved-documents.ts";
import type { OpenRun } from "./runs/open-run.ts";
import type { Runs } from "./runs/runs.ts";

/** What is asked in this window, whatever it was asked with. Throws `refused` in a workspace that is not trusted. */
export class Requests {
  readonly #runs: Runs;

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  /** The words of the chat. Throws `usage` for an agent that is not there. */
  async ask(text: string): Promise<OpenRun | undefined> {
    const places = (workspace.workspaceFolders ?? []).map((folder) => this.#runs.placeOf(folder));
    const own = (await Promise.all(places.map((place) => place.readAgents()))).flat();
    const read = (earlier: readonly string[]) => {
      const route = routeOf(text, own.length === 0 ? builtIn : own, [], earlier);
      if (route.status === "refused") throw new AppError("usage", route.sentence);
      return route;
    };
    const folder = await this.#folderOf(read([]).parts.flatMap(({ files }) => files));
    if (folder === undefined) return undefined;
    const route = read((await this.#conversationIn(folder))?.files ?? []);
    const [part, ...others] = route.parts;
    const said = text.trim();
    // The run reads the words once more, and knows the files of the folder.
    if (
      route.status === "unclear" ||
      others.length > 0 ||
      part === undefined ||
      (part.files.length === 0 && part.instruction !== "")
    )
      return this.#start(folder, { agent: "", files: [], instruction: withoutFolders(said, folder), said });
    const files = part.files.map((file) => withoutFolder(file, folder));
    return this.#start(folder, { agent: part.agent, files, instruction: part.instruction, said });
  }

  /** One agent on one file of the workspace. */
  async about(agent: string, uri: Uri, instruction = ""): Promise<OpenRun | undefined> {
    const folder = workspace.getWorkspaceFolder(uri);
    const path = folder === undefined ? undefined : pathIn(this.#runs.placeOf(folder).root, { uri });
    if (folder === undefined || path === undefined)
      throw new AppError("usage", "That file lies in no folder of this workspace: open its folder.");
    return this.#start(folder, { agent, files: [path], instruction });
  }

  /** One agent on a whole folder of the workspace: it finds its files. */
  async everywhere(agent: string): Promise<OpenRun | undefined> {
    const folder = await this.#folderOf([]);
    return folder === undefined ? undefined : this.#start(folder, { agent, files: [], instruction: "" });
  }

  /** The same request once more. */
  again({ place, state }: OpenRun, options: { readonly withoutSandbox?: boolean } = {}): Promise<OpenRun> | undefined {
    requireTrust();
    return state.request === undefined ? undefined : this.#runs.start(place.folder, state.request, options);
  }

  async #start(
    folder: WorkspaceFolder,
    asked: Pick<Request, "agent" | "files" | "instruction" | "said">,
  ): Promise<OpenRun> {
    requireTrust();
    const settings = workspace.getConfiguration("tessera");
    const tokens = positive(settings.get("budgetTokens"));
    const usd = positive(settings.get("budgetUsd"));
    const limits = {
      ...(tokens === undefined ? {} : { tokens: Math.ceil(tokens) }),
      ...(usd === undefined ? {} : { usd }),
    };
    const concurrency = Math.max(1, Math.floor(positive(settings.get("concurrency")) ?? 4));
    const conversation = await this.#conversationIn(folder);
    return this.#runs.start(folder, {
      ...asked,
      ...(conversation === undefined ? {} : { conversation }),
      limits,
      concurrency,
    });
  }

  #conversationIn(folder: WorkspaceFolder): Promise<Conversation | undefined> {
    return this.#runs.conversationIn(this.#runs.placeOf(folder));
  }

  /** The folder that is meant: the only one, the one the first file names, the active editor's, or the one that is picked. */
  async #folderOf(files: readonly string[]): Promise<WorkspaceFolder | undefined> {
    const folders = workspace.workspaceFolders ?? [];
    const [only] = folders;
    if (only === undefined) throw new AppError("usage", "Open a folder first: agents work on the files of a folder.");
    if (folders.length === 1) return only;
    const named = folders.find(({ name }) => files.some((file) => file.startsWith(`${name}/`)));
    const active = window.activeTextEditor?.document.uri;
    return (
      named ??
      (active === undefined ? undefined : workspace.getWorkspaceFolder(active)) ??
      window.showWorkspaceFolderPick({ placeHolder: "Which folder shall the agents work on?" })
    );
  }
}

/** A hidden command can still be called, so each asks. */
function requireTrust(): void {
  if (!workspace.isTrusted)
    throw new AppError(
      "refused",
      "Agents run the tests of a folder, so they work only in folders you trust: trust this one first.",
    );
}

/** The same for every file that words name. */
function withoutFolders(text: string, folder: WorkspaceFolder): string {
  return text.replace(
    /(^|\s)#("?)(\S+)/g,
    (_, before: string, quote: string, file: string) => `${before}#${quote}${withoutFolder(file, folder)}`,
  );
}

/** With several folders open, a file is named with its folder in front. */
function withoutFolder(file: string, { name }: WorkspaceFolder): string {
  const several = (workspace.workspaceFolders?.length ?? 0) > 1;
  return several && file.startsWith(`${name}/`) ? file.slice(name.length + 1) : file;
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : undefined;
}
