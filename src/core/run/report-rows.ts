import { cutToTokens, tokensOfSentence } from "../short-text.ts";
import { standing } from "./outcome.ts";
import type { RunState, WorkerState } from "./run-state.ts";

/** From this many workers on, those that succeeded are a count and their paths. */
const collapsesAbove = 20;
/** Tokens: of a row, of its path, of all rows, and of all paths of those that are counted. */
const most = { row: 30, path: 14, rows: 1100, paths: 550 };
const words = 10;

/**
 * All that a supervisor ever sees of the work: a row for each worker, "id verdict path" and at most ten words. Bounded, however
 * much work lies behind it.
 */
export function reportRows(state: RunState): string {
  const workers = standing(state);
  const isProved = (worker: WorkerState) => worker.report?.status === "proved";
  const collapsed = workers.length > collapsesAbove ? workers.filter(isProved) : [];
  const rows = workers.filter((worker) => !collapsed.includes(worker)).map(rowOf);
  return [...within(rows, most.rows, "more that are not proved"), ...counted(collapsed)].join("\n");
}

function rowOf({ assignment, report, status }: WorkerState): string {
  const head = `${assignment.id} ${report?.status ?? status} ${shortPath(assignment.target)}`;
  const said = report?.status === "proved" ? report.summary : (report?.problem?.sentence ?? report?.summary ?? "");
  const few = said.split(/\s+/).slice(0, words).join(" ");
  const left = most.row - tokensOfSentence(head);
  return left < 4 || few === "" ? head : `${head} ${cutToTokens(few, left)}`;
}

/** "40 proved: doc src/a.ts b.ts, lib/c.ts": each folder once. */
function counted(workers: readonly WorkerState[]): readonly string[] {
  if (workers.length === 0) return [];
  const rows: string[] = [];
  for (const [agent, ofAgent] of Map.groupBy(workers, ({ assignment }) => assignment.agent)) {
    const folders = Map.groupBy(ofAgent, ({ assignment }) => folderOf(assignment.target));
    const names = [...folders].flatMap(([folder, inFolder]) =>
      inFolder.map(({ assignment }, index) =>
        index === 0 ? assignment.target : assignment.target.slice(folder.length),
      ),
    );
    const share = Math.floor((most.paths * ofAgent.length) / workers.length);
    rows.push(`${ofAgent.length} proved: ${agent} ${within(names, share, "more").join(" ")}`);
  }
  return rows;
}

/** As many as fit, and how many do not. */
function within(texts: readonly string[], limit: number, rest: string): readonly string[] {
  let left = limit;
  const fitting = texts.findIndex((text) => {
    left -= tokensOfSentence(text) + 1;
    return left < 0;
  });
  return fitting < 0 ? texts : [...texts.slice(0, fitting), `and ${texts.length - fitting} ${rest}`];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Of a long path its end: the id names it whole. */
function shortPath(path: string): string {
  const parts = path.split("/");
  while (parts.length > 1 && tokensOfSentence(parts.join("/")) > most.path) parts.shift();
  const short = parts.join("/");
  return short === path ? path : `…/${short}`;
}
