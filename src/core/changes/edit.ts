import { AppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import { splitLines } from "./lines.ts";
import { locate } from "./locate.ts";
import { nearestLines } from "./nearest-lines.ts";
import { newProblem } from "./suspicious-text.ts";
import { type View, viewOf, withView } from "./text-view.ts";

/** Takes out the one place where `find` stands and puts `replace` there. Line breaks are "\n" in both, whatever the file has. */
export interface Edit {
  readonly find: string;
  readonly replace: string;
}

/**
 * The text after all edits, each standing on what the ones before it left. `text` is undefined when the file does not exist;
 * `find: ""` creates it (with a final line end) or fills an empty one.
 *
 * Throws `refused` with a sentence the model can act on, and then nothing of it is to be kept: when `find` does not occur exactly
 * once, when nothing would change, when the file would be emptied, and when `replace` holds what no file should (conflict marks,
 * "... rest of code ...").
 */
export function applyEdits(text: string | undefined, edits: readonly Edit[], path: Path): string {
  if (edits.length === 0) throw refusal("The list of edits is empty: give at least one { find, replace }.");
  let now = text;
  for (const [index, edit] of edits.entries()) {
    try {
      now = applyEdit(now, edit, path);
    } catch (error) {
      if (!(error instanceof AppError) || edits.length === 1) throw error;
      throw refusal(`Edit ${index + 1} of ${edits.length} (none was applied): ${error.message}`);
    }
  }
  if (now === undefined || now === text) throw refusal(`The edits leave ${path} as it is: change something.`);
  return now;
}

/** One edit; as `applyEdits`. */
export function applyEdit(text: string | undefined, edit: Edit, path: Path): string {
  const find = plainBreaks(edit.find);
  const replace = plainBreaks(edit.replace);
  const problem = newProblem(replace, text ?? "");
  if (problem !== undefined) throw refusal(problem);
  if (find === "") return create(text, replace, path);
  if (text === undefined) throw refusal(`There is no file ${path}: to create it, give find as "".`);
  if (find === replace) throw refusal("find and replace are the same: nothing would change.");
  const view = viewOf(text);
  const after = replaceIn(view, find, replace, path);
  if (after === view.text) throw refusal(`The edit leaves ${path} as it is: change something.`);
  if (after.trim() === "" && view.text.trim() !== "")
    throw refusal(`The edit would leave ${path} empty: keep what is needed.`);
  return withView(text, view, after);
}

function replaceIn(view: View, find: string, replace: string, path: Path): string {
  const place = locate(view.text, find, replace);
  switch (place.status) {
    case "found":
      return view.text.slice(0, place.from) + place.replace + view.text.slice(place.to);
    case "ambiguous": {
      const places = `${place.lines.slice(0, 8).join(", ")}${place.lines.length > 8 || place.more ? ", …" : ""}`;
      const times = `${place.more ? "more than " : ""}${place.lines.length}`;
      throw refusal(
        `find occurs ${times} times in ${path}, at lines ${places}: add lines around it until it is unique.`,
      );
    }
    case "absent": {
      const near = nearestLines(view.text, find);
      throw refusal(
        near === undefined
          ? `find does not occur in ${path}, nor anything like it: copy the lines from the file.`
          : `find does not occur in ${path}. Nearest, lines ${near.first}-${near.last}:\n${near.text}`,
      );
    }
  }
}

function create(text: string | undefined, replace: string, path: Path): string {
  if (text !== undefined && text.trim() !== "") {
    throw refusal(`${path} exists (${splitLines(text).length} lines): give the lines to change as find.`);
  }
  if (replace.trim() === "") throw refusal(`${path} would be empty: give its text as replace.`);
  const mark = text?.startsWith("\uFEFF") === true ? "\uFEFF" : "";
  return mark + (replace.endsWith("\n") ? replace : `${replace}\n`);
}

function plainBreaks(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function refusal(sentence: string): AppError {
  return new AppError("refused", sentence);
}
