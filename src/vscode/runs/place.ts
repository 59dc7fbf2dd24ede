import { realpathSync } from "node:fs";
import { type WorkspaceFolder, workspace } from "vscode";
import type { AgentDefinition } from "../../core/agents/agent.ts";
import { agents as builtIn } from "../../core/agents/index.ts";
import type { ChatModel } from "../../core/models/chat-model.ts";
import type { Reach } from "../../core/models/connect.ts";
import type { BlobStore } from "../../core/ports/blob-store.ts";
import type { SyntaxTrees } from "../../core/ports/syntax-trees.ts";
import type { RunHost } from "../../core/run/run-host.ts";
import { overUnsaved, type Unsaved } from "../../core/run/unsaved.ts";
import { openBlobStore } from "../../node/blob-store.ts";
import type { OpenHost } from "../../node/open-host.ts";
import { stateRoot } from "../../node/state-root.ts";
import { editorRipgrep } from "../files/editor-ripgrep.ts";
import { unsavedDocuments } from "../files/unsaved-documents.ts";
import { type UserFiles, userFiles } from "../files/user-files.ts";

/** One folder of the workspace, and all that runs over it are given. */
export interface Place {
  readonly folder: WorkspaceFolder;
  /** Its real path. */
  readonly root: string;
  readonly state: string;
  readonly files: UserFiles;
  readonly blobs: BlobStore;
  /** The agents known here at the moment: the built-in ones, then those of files as they were read last. */
  readonly agents: readonly AgentDefinition[];
  /** Reads the agents of the user's files, and of the folder's where it is trusted. */
  readAgents(): Promise<readonly AgentDefinition[]>;
  /** A host for one run or one verification; whoever opens it closes it. Throws what `openHost` throws. */
  openHost(options: {
    readonly withoutSandbox: boolean;
    readonly listeners: RunHost["listeners"];
    readonly model: (trees: SyntaxTrees, reach: Reach) => Promise<ChatModel>;
  }): Promise<OpenHost>;
}

export function placeOf(folder: WorkspaceFolder): Place {
  const root = realpathSync(folder.uri.fsPath);
  const state = stateRoot(process.env, process.platform);
  const unsaved: Unsaved = unsavedDocuments(root);
  const ripgrep = editorRipgrep();
  let agents = builtIn;
  async function readAgents(): Promise<readonly AgentDefinition[]> {
    const { agentsOfFiles } = await import("../../node/agent-files.ts");
    const own = await agentsOfFiles({ env: process.env, ...(workspace.isTrusted ? { folder: root } : {}) });
    agents = [...builtIn, ...own.agents];
    return agents;
  }
  return {
    get agents() {
      return agents;
    },
    readAgents,
    folder,
    root,
    state,
    files: userFiles({ root, state, ripgrep }),
    blobs: rememberingTexts(openBlobStore(state)),
    async openHost({ withoutSandbox, listeners, model }) {
      const { openHost } = await import("../../node/open-host.ts");
      const host = await openHost({
        folder: root,
        env: process.env,
        model,
        testCommand: undefined,
        withoutSandbox,
        listeners,
        agents: await readAgents(),
        cache: workspace.getConfiguration("tessera").get("cache") !== false,
        ...(ripgrep === undefined ? {} : { ripgrep }),
      });
      return overUnsaved(host, unsaved);
    },
  };
}

const rememberedTexts = 200;

/** The same store; texts that were read lately are not read again: they never change. */
function rememberingTexts(blobs: BlobStore): BlobStore {
  const texts = new Map<string, Promise<string>>();
  return {
    put: (text) => blobs.put(text),
    settled: () => blobs.settled(),
    get(hash) {
      const text = texts.get(hash) ?? blobs.get(hash);
      texts.delete(hash);
      texts.set(hash, text);
      text.catch(() => texts.delete(hash));
      for (const oldest of texts.keys()) {
        if (texts.size <= rememberedTexts) break;
        texts.delete(oldest);
      }
      return text;
    },
  };
}
