import * as z from "zod";
import type { SearchRow } from "../ports/search.ts";
import { plainPath } from "./plain-path.ts";
import { defineTool } from "./tool.ts";

const maxRows = 40;
const maxRowLength = 160;

export const searchTool = defineTool({
  name: "search",
  description: "Finds lines by regex.",
  effect: "read",
  input: z.object({ pattern: z.string(), path: z.string().optional() }),
  async run({ pattern, path }, { search, overlay }, signal) {
    const within = path === undefined || /^(?:\.?\/?|\*\*?)$/.test(path.trim()) ? {} : { within: plainPath(path) };
    const { rows, truncated } = await search.search({ pattern, ...within }, overlay.changes, signal);
    if (rows.length === 0) return { text: `Nothing matches ${JSON.stringify(pattern)}.` };
    const more = truncated || rows.length > maxRows;
    return {
      text: grouped(rows.slice(0, maxRows)) + (more ? "\nThere are more: narrow the pattern or give a path." : ""),
    };
  },
});

/** Each path once, its rows below it. */
function grouped(rows: readonly SearchRow[]): string {
  const lines: string[] = [];
  for (const [index, { path, line, text }] of rows.entries()) {
    if (rows[index - 1]?.path !== path) lines.push(path);
    const row = text.trimEnd();
    lines.push(`${line}: ${row.length > maxRowLength ? `${row.slice(0, maxRowLength)}…` : row}`);
  }
  return lines.join("\n");
}
