import { isDedented } from "./dedented.ts";
import { diffLines } from "./line-diff.ts";
import { indentOf, reindent } from "./reindent.ts";

/** Where an edit's `find` stands in a text, and what to put there: `replace`, in the file's own indentation. */
export type Place =
  | { readonly status: "found"; readonly from: number; readonly to: number; readonly replace: string }
  /** 1-based lines; `more` when counting stopped. */
  | { readonly status: "ambiguous"; readonly lines: readonly number[]; readonly more: boolean }
  | { readonly status: "absent" };

const maxPlaces = 100;

/**
 * The one place: exact; else the only run of whole lines that is the same but for white space; else the only part of lines that is.
 * All line ends are "\n".
 */
export function locate(text: string, find: string, replace: string): Place {
  const exact = occurrences(text, find);
  const at = exact[0];
  if (at === undefined) return find.trim() === "" ? { status: "absent" } : locateLoosely(text, find, replace);
  return exact.length > 1 ? ambiguous(text, exact) : exactPlace(text, { from: at, to: at + find.length, replace });
}

function occurrences(text: string, find: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(find); at >= 0 && found.length <= maxPlaces; at = text.indexOf(find, at + 1))
    found.push(at);
  return found;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly replace: string;
}

/**
 * Slips of models are mended here. Taking out all there is on some lines takes out the lines. Where `find` leaves out the
 * indentation of its first line but `replace` has it, it is not put in twice; where `replace` leaves it out too, its other lines get it.
 */
function exactPlace(text: string, { from, to, replace }: Span): Place {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const lead = text.slice(lineStart, from);
  const own = text.slice(from, to);
  const as = (put: string): Place => ({ status: "found", from, to, replace: put });
  if (lead.trim() !== "") return as(replace);
  if (replace === "" && (own.endsWith("\n") || restOfLine(text, to).trim() === "")) {
    const end = own.endsWith("\n") ? to : to + restOfLine(text, to).length + 1;
    return { status: "found", from: lineStart, to: Math.min(end, text.length), replace };
  }
  if (lead === "" || indentOf(own) !== "") return as(replace);
  if (indentOf(replace) === lead) return as(replace.slice(lead.length));
  if (own.trimEnd().includes("\n") || !isDedented(replace, lead)) return as(replace);
  const lines = reindent(replace.split("\n"), { find: [own], own: [lead + own], text });
  return as(lines.join("\n").slice(lead.length));
}

function restOfLine(text: string, from: number): string {
  const end = text.indexOf("\n", from);
  return text.slice(from, end < 0 ? text.length : end);
}

function ambiguous(text: string, offsets: readonly number[]): Place {
  const lines: number[] = [];
  let [line, at] = [1, 0];
  for (const offset of offsets.slice(0, maxPlaces)) {
    for (let end = text.indexOf("\n", at); end >= 0 && end < offset; end = text.indexOf("\n", at)) {
      line++;
      at = end + 1;
    }
    lines.push(line);
  }
  return { status: "ambiguous", lines, more: offsets.length > maxPlaces };
}

function locateLoosely(text: string, find: string, replace: string): Place {
  const wanted = withoutOuterBlanks(find, replace);
  const lines = text.split("\n");
  const starts = windows(lines, wanted.find);
  const start = starts[0];
  if (start === undefined) return locatePart(text, wanted.find, wanted.replace);
  if (starts.length > 1) {
    return {
      status: "ambiguous",
      lines: starts.slice(0, maxPlaces).map((at) => at + 1),
      more: starts.length > maxPlaces,
    };
  }
  const from = lines.slice(0, start).reduce((sum, line) => sum + line.length + 1, 0);
  const own = lines.slice(start, start + wanted.find.length);
  const to = from + own.join("\n").length;
  if (wanted.replace.length === 0) return { status: "found", from, to: Math.min(to + 1, text.length), replace: "" };
  return { status: "found", from, to, replace: inFilesOwnSpace(text, own, wanted.find, wanted.replace).join("\n") };
}

interface Wanted {
  readonly find: readonly string[];
  readonly replace: readonly string[];
}

/** Blank lines around `find` say nothing; as many are dropped around `replace`. */
function withoutOuterBlanks(find: string, replace: string): Wanted {
  const [from, to] = [find.split("\n"), replace === "" ? [] : replace.split("\n")];
  const isBlank = (line: string | undefined) => line?.trim() === "";
  while (isBlank(from[0])) {
    from.shift();
    if (isBlank(to[0])) to.shift();
  }
  while (isBlank(from.at(-1))) {
    from.pop();
    if (isBlank(to.at(-1))) to.pop();
  }
  return { find: from, replace: to };
}

/** A line without what white space may differ in: no indentation, runs folded. */
function keyOf(line: string): string {
  return line.trim().replace(/\s+/g, " ");
}

/** 0-based starts of the runs of whole lines that equal `find` by their keys; at most one more than is counted. */
function windows(lines: readonly string[], find: readonly string[]): readonly number[] {
  const keys = find.map(keyOf);
  const firstWord = keys[0]?.split(" ")[0] ?? "";
  const starts: number[] = [];
  for (let at = 0; at + keys.length <= lines.length && starts.length <= maxPlaces; at++) {
    if (!lines[at]?.includes(firstWord)) continue;
    if (keys.every((key, index) => keyOf(lines[at + index] ?? "") === key)) starts.push(at);
  }
  return starts;
}

const longestPart = 4000;

/** `find` as a part of lines: its words with any white space between them, at word boundaries. */
function locatePart(text: string, find: readonly string[], replace: readonly string[]): Place {
  const keys = find.map(keyOf);
  const whole = keys.join("\n");
  if (whole.length > longestPart) return { status: "absent" };
  const body = keys.map((key) => key.split(" ").map(escaped).join("[^\\S\\n]+")).join("[^\\S\\n]*\\n[^\\S\\n]*");
  const pattern = new RegExp(
    `${/^[\w$]/.test(whole) ? "(?<![\\w$])" : ""}${body}${/[\w$]$/.test(whole) ? "(?![\\w$])" : ""}`,
    "g",
  );
  const matches: { readonly from: number; readonly to: number }[] = [];
  for (let match = pattern.exec(text); match !== null && matches.length <= maxPlaces; match = pattern.exec(text)) {
    matches.push({ from: match.index, to: match.index + match[0].length });
  }
  const match = matches[0];
  if (match === undefined) return { status: "absent" };
  if (matches.length > 1)
    return ambiguous(
      text,
      matches.map(({ from }) => from),
    );
  const lineStart = text.lastIndexOf("\n", match.from - 1) + 1;
  const own = text.slice(lineStart, match.to).split("\n");
  const put = reindent(replace, { find, own, text }).join("\n").trimStart();
  return { status: "found", ...match, replace: put };
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** `replace` in the indentation of the file; lines that `find` has as well stay as the file writes them. */
function inFilesOwnSpace(
  text: string,
  own: readonly string[],
  find: readonly string[],
  replace: readonly string[],
): readonly string[] {
  const lines = [...reindent(replace, { find, own, text })];
  let [findAt, replaceAt] = [0, 0];
  const keep = (to: number) => {
    for (; findAt < to; findAt++, replaceAt++) {
      if (indentOf(find[findAt] ?? "") === indentOf(replace[replaceAt] ?? "")) lines[replaceAt] = own[findAt] ?? "";
    }
  };
  for (const block of diffLines(find.map(keyOf), replace.map(keyOf))) {
    keep(block.oldStart);
    [findAt, replaceAt] = [block.oldEnd, block.newEnd];
  }
  keep(find.length);
  return lines;
}
