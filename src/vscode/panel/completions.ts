import { workspace } from "vscode";
import type { ToPanel } from "../../protocol/messages.ts";
import type { Place } from "../runs/place.ts";
import type { Runs } from "../runs/runs.ts";

type Item = Extract<ToPanel, { type: "completions" }>["items"][number];

const most = 30;
/** A list of files serves this long, in ms: while a name is typed, it is asked for with every letter. */
const listServes = 5_000;

const listed = new WeakMap<Place, { readonly at: number; readonly paths: Promise<readonly string[]> }>();

/** What "/f", "@d" or "#src/a" may become. Nothing for anything else. */
export async function completionsFor(query: string, runs: Runs): Promise<Item[]> {
  const [sign, typed] = [query[0], query.slice(1).toLowerCase()];
  if (sign === "/" || sign === "@") {
    return (await agentsHere(runs))
      .filter(({ name }) => name.startsWith(typed))
      .map(({ name, description, icon }) => ({
        insert: `${sign}${name} `,
        label: `${sign}${name}`,
        detail: description,
        icon,
      }));
  }
  return sign === "#" ? files(typed, runs) : [];
}

/** Those of all open folders, each name once. */
async function agentsHere(runs: Runs) {
  const lists = await Promise.all(
    (workspace.workspaceFolders ?? []).map((folder) => runs.placeOf(folder).readAgents()),
  );
  return [...new Map(lists.flat().map((agent) => [agent.name, agent])).values()];
}

async function files(typed: string, runs: Runs): Promise<Item[]> {
  const folders = workspace.workspaceFolders ?? [];
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const paths = await pathsOf(runs.placeOf(folder));
      return folders.length > 1 ? paths.map((path) => `${folder.name}/${path}`) : paths;
    }),
  );
  return lists
    .flat()
    .map((path) => ({ path, rank: rankOf(path.toLowerCase(), typed) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.rank - other.rank || one.path.length - other.path.length)
    .slice(0, most)
    .map(({ path }) => {
      const slash = path.lastIndexOf("/");
      const insert = /\s/.test(path) ? `#"${path}" ` : `#${path} `;
      return { insert, label: path.slice(slash + 1), detail: path.slice(0, Math.max(0, slash)), icon: "file" };
    });
}

function pathsOf(place: Place): Promise<readonly string[]> {
  const known = listed.get(place);
  if (known !== undefined && performance.now() - known.at < listServes) return known.paths;
  const paths = place.files.list(AbortSignal.timeout(5_000));
  listed.set(place, { at: performance.now(), paths });
  paths.catch(() => listed.delete(place));
  return paths;
}

/** Names that begin with what was typed come first, then those that hold it, then paths with its letters in order. */
function rankOf(path: string, typed: string): number {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.startsWith(typed)) return 0;
  if (name.includes(typed)) return 1;
  if (path.includes(typed)) return 2;
  let at = 0;
  for (const letter of typed) {
    at = path.indexOf(letter, at) + 1;
    if (at === 0) return Number.POSITIVE_INFINITY;
  }
  return 3;
}
