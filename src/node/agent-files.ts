import { readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import type { AgentDefinition } from "../core/agents/agent.ts";
import type { Scope } from "../core/agents/agent-rights.ts";
import { agentNames } from "../core/agents/index.ts";
import { type MarkdownAgent, markdownAgent } from "../core/agents/markdown-agent.ts";
import { asAppError } from "../core/app-error.ts";
import { readInside } from "./safe-path.ts";

const agentsInWorkspace = ".tessera/agents";
const maxFiles = 100;
const maxBytes = 32 * 1024;

/** Names that commands, routes and actors of a run have. */
const reserved =
  "agent agents apply critic discard ensemble export fleet help plan replay resume router run runs settings show supervisor tessera undo user version".split(
    " ",
  );

export interface AgentsOfFiles {
  readonly agents: readonly AgentDefinition[];
  readonly refused: readonly Extract<MarkdownAgent, { readonly status: "refused" }>[];
}

interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The workspace, only if the user trusts it or has named the agent: others may have written what lies in it. */
  readonly folder?: string;
  /** Reads the one file of this name in each place, and no other. */
  readonly only?: string;
}

/**
 * The agents that Markdown files describe: the user's own (`~/.config/tessera/agents`, or `agents` in TESSERA_HOME), then the
 * workspace's (`.tessera/agents`). A name counts where it comes first; links are not followed.
 */
export async function agentsOfFiles({ env, folder, only }: Sources): Promise<AgentsOfFiles> {
  const agents: AgentDefinition[] = [];
  const refused: AgentsOfFiles["refused"][number][] = [];
  const add = async (place: Place) => {
    for (const file of await filesIn(place, only)) {
      const taken = new Set([...agentNames, ...reserved, ...agents.map(({ name }) => name)]);
      const read = await agentIn(place, file, taken);
      if (read.status === "refused") refused.push(read);
      else agents.push(read.agent);
    }
  };
  const own = usersFolder(env);
  if (own !== undefined) await add({ root: own, folder: "", scope: "user" });
  if (folder !== undefined) await add({ root: resolve(folder), folder: agentsInWorkspace, scope: "workspace" });
  return { agents, refused };
}

interface Place {
  /** No link on the way from here on. */
  readonly root: string;
  /** Below the root, where the files lie. */
  readonly folder: string;
  readonly scope: Scope;
}

function usersFolder(env: Sources["env"]): string | undefined {
  const { TESSERA_HOME, XDG_CONFIG_HOME, HOME, USERPROFILE } = env;
  if (TESSERA_HOME) return join(resolve(TESSERA_HOME), "agents");
  if (XDG_CONFIG_HOME && isAbsolute(XDG_CONFIG_HOME)) return join(XDG_CONFIG_HOME, "tessera", "agents");
  const home = HOME || USERPROFILE;
  return home && isAbsolute(home) ? join(home, ".config", "tessera", "agents") : undefined;
}

async function filesIn({ root, folder }: Place, only: string | undefined): Promise<readonly string[]> {
  const names = await readdir(join(root, folder)).catch(() => []);
  const wanted =
    only === undefined ? names.filter((name) => name.endsWith(".md")) : names.filter((name) => name === `${only}.md`);
  return wanted.sort().slice(0, maxFiles);
}

async function agentIn(
  { root, folder, scope }: Place,
  file: string,
  taken: ReadonlySet<string>,
): Promise<MarkdownAgent> {
  const path = folder === "" ? file : `${folder}/${file}`;
  const shown = scope === "user" ? join(root, file) : path;
  try {
    const bytes = await readInside(await realpath(root), path, maxBytes);
    return markdownAgent(
      { path: shown, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), scope },
      taken,
    );
  } catch (error) {
    const expected = asAppError(error);
    if (expected === undefined && !(error instanceof TypeError)) throw error;
    const sentence = expected?.message ?? "It is no UTF-8 text.";
    return { status: "refused", name: file.replace(/\.md$/, ""), sentence: `${shown}: ${sentence}` };
  }
}
