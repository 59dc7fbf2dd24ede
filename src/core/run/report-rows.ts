import { cutToTokens, tokensOfSentence } from "../short-text.ts";
import { isTakeable } from "../worker/needs-person.ts";
import { standing } from "./outcome.ts";
import type { RunState, WorkerState } from "./run-state.ts";

/** From this many workers on, those that succeeded are a count and their paths. */
const collapsesAbove = 20;
/** Tokens: of a row, and of its path. */
const most = { row: 30, path: 14 };
const words = 10;

/** Tokens: of all rows, and of all paths of those that are counted. */
export interface RowLimits {
  readonly rows: number;
  readonly paths: number;
}

/**
 * All that a supervisor ever sees of the work: a row for each worker, "id verdict path" and at most ten words. Bounded, however
 * much work lies behind it.
 */
export function reportRows(
  state: RunState,
  limits: RowLimits = { rows: 1100, paths: 550 },
  verdict: (worker: WorkerState) => string = verdictOf,
): string {
  const workers = standing(state);
  const collapsed = workers.length > collapsesAbove ? workers.filter(({ report }) => isTakeable(report)) : [];
  const rows = workers.filter((worker) => !collapsed.includes(worker)).map((worker) => rowOf(worker, verdict(worker)));
  return [...within(rows, limits.rows, "more that are not proved"), ...counted(collapsed, limits.paths)].join("\n");
}

/** What is proved and yet waits for a person is "doubtful". */
export function verdictOf({ report, status }: WorkerState): string {
  if (report === undefined) return status;
  return report.status === "proved" && !isTakeable(report) ? "doubtful" : report.status;
}

function rowOf({ assignment, report }: WorkerState, verdict: string): string {
  const head = `${assignment.id} ${verdict} ${shortPath(assignment.target)}`;
  const said = report?.status === "proved" ? report.summary : (report?.problem?.sentence ?? report?.summary ?? "");
  const few = said.split(/\s+/).slice(0, words).join(" ");
  const left = most.row - tokensOfSentence(head);
  return left < 4 || few === "" ? head : `${head} ${cutToTokens(few, left)}`;
}

/** "40 proved: doc src/a.ts b.ts, lib/c.ts": each folder once. */
function counted(workers: readonly WorkerState[], limit: number): readonly string[] {
  if (workers.length === 0) return [];
  const rows: string[] = [];
  for (const [agent, ofAgent] of Map.groupBy(workers, ({ assignment }) => assignment.agent)) {
    const folders = Map.groupBy(ofAgent, ({ assignment }) => folderOf(assignment.target));
    const names = [...folders].flatMap(([folder, inFolder]) =>
      inFolder.map(({ assignment }, index) =>
        index === 0 ? assignment.target : assignment.target.slice(folder.length),
      ),
    );
    const share = Math.floor((limit * ofAgent.length) / workers.length);
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
