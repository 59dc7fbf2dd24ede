import * as z from "zod";
import { AppError } from "../app-error.ts";
import { viewOf } from "../changes/text-view.ts";
import { plainPath } from "./plain-path.ts";
import { defineTool, looseInteger } from "./tool.ts";

/** What one call shows at most; the head says where to go on. */
const maxLines = 400;
const maxCharacters = 24_000;

/** Lines come without numbers: they cost tokens, and could not be copied into `find`. */
export const readTool = defineTool({
  name: "read",
  description: "Shows lines of a file.",
  effect: "read",
  input: z.object({ path: z.string(), from: looseInteger, to: looseInteger }),
  async run({ path, from = 1, to }, { overlay }) {
    const file = plainPath(path);
    const { text } = viewOf(await overlay.read(file));
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    if (lines.length === 0) return { text: `${file} is empty.` };
    const first = Math.max(1, from);
    if (first > lines.length)
      throw new AppError("refused", `${file} has ${lines.length} lines: ask for lines up to there.`);
    if (to !== undefined && to < first) throw new AppError("refused", `from ${first} is after to ${to}: swap them.`);
    const shown = bounded(lines.slice(first - 1, Math.min(to ?? lines.length, first - 1 + maxLines)));
    const whole = first === 1 && shown.length === lines.length;
    const head = whole
      ? `${file} (${lines.length} lines)`
      : `${file} lines ${first}-${first + shown.length - 1} of ${lines.length}`;
    return { text: `${head}\n${shown.join("\n")}` };
  },
});

/** As many of the lines as may be shown; the first always, cut if need be. */
function bounded(lines: readonly string[]): readonly string[] {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += line.length + 1;
    if (size <= maxCharacters) continue;
    return index === 0 ? [`${line.slice(0, maxCharacters)}… (line cut)`] : lines.slice(0, index);
  }
  return lines;
}
