import { type Seeded, seeded } from "./seeded.ts";
import type { Source } from "./sources.ts";

/** How a language of the corpus writes what edits put in. */
export interface Marks {
  readonly line: string;
  /** Block comments, first and last mark; undefined where a language has none. */
  readonly block?: readonly [string, string];
}

export const slashes: Marks = { line: "//", block: ["/*", "*/"] };
export const hashes: Marks = { line: "#" };

/** What a text edit is meant to be. It knows nothing of the syntax: it may hit a string, and then it is something else. */
export type Intent = "comment" | "space" | "code" | "export";

interface TextEdit {
  readonly name: string;
  readonly intent: Intent;
  /** Undefined where the text has no place for it. */
  edit(text: string, random: Seeded, marks: Marks): string | undefined;
}

const WORDS = ["returns", "the", "value", "it's", '"quoted"', "`code`", "a > b", "see x.y", "(maybe)", "100%", "<b>"];

function prose(random: Seeded): string {
  return Array.from({ length: 1 + random.below(5) }, () => random.one(WORDS)).join(" ");
}

/** Changes one line that `wanted` picks. */
function onLine(
  text: string,
  random: Seeded,
  wanted: (line: string) => boolean,
  change: (line: string) => string | readonly string[],
): string | undefined {
  const lines = text.split("\n");
  const places = lines.flatMap((line, index) => (wanted(line) ? [index] : []));
  if (places.length === 0) return undefined;
  const place = random.one(places);
  lines.splice(place, 1, ...[change(lines[place] ?? "")].flat());
  return lines.join("\n");
}

function atMatch(text: string, random: Seeded, pattern: RegExp, change: (match: string) => string): string | undefined {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return undefined;
  const { 0: match, index } = random.one(matches);
  return text.slice(0, index) + change(match) + text.slice(index + match.length);
}

function looksLikeComment(line: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|#)/.test(line) || /\s(?:\/\/|#) /.test(line);
}

const edits: readonly TextEdit[] = [
  {
    name: "a comment line",
    intent: "comment",
    edit: (text, random, { line: mark }) =>
      onLine(
        text,
        random,
        () => true,
        (line) => [`${/^\s*/.exec(line)?.[0] ?? ""}${mark} ${prose(random)}`, line],
      ),
  },
  {
    name: "a comment at the end of a line",
    intent: "comment",
    edit: (text, random, { line: mark }) =>
      onLine(
        text,
        random,
        (line) => line.trim() !== "",
        (line) => `${line.trimEnd()} ${mark} ${prose(random)}`,
      ),
  },
  {
    name: "a block comment in a space",
    intent: "comment",
    edit: (text, random, { block }) =>
      block && atMatch(text, random, / /g, () => ` ${block[0]} ${prose(random)} ${block[1]} `),
  },
  {
    name: "a block comment of two lines in a space",
    intent: "comment",
    edit: (text, random, { block }) =>
      block && atMatch(text, random, / /g, () => ` ${block[0]} ${prose(random)}\n${prose(random)} ${block[1]} `),
  },
  {
    name: "a documentation block above a line",
    intent: "comment",
    edit: (text, random, { block }) =>
      block &&
      onLine(
        text,
        random,
        () => true,
        (line) => [`${block[0]}*`, ` * ${prose(random)}`, ` ${block[1]}`, line],
      ),
  },
  {
    name: "a word in a comment",
    intent: "comment",
    edit: (text, random) =>
      onLine(text, random, looksLikeComment, (line) => line.replace(/(\w+)(\W*)$/, `$1 ${prose(random)}$2`)),
  },
  {
    name: "a comment line less",
    intent: "comment",
    edit: (text, random) =>
      onLine(
        text,
        random,
        (line) => /^\s*(?:\/\/|#)/.test(line),
        () => [],
      ),
  },
  {
    name: "a trailing comment less",
    intent: "comment",
    edit: (text, random) => atMatch(text, random, /[ \t]+(?:\/\/|#) [^\n]*/g, () => ""),
  },
  {
    name: "a docstring",
    intent: "comment",
    edit: (text, random, { block }) =>
      block === undefined
        ? onLine(
            text,
            random,
            (line) => /^\s*(?:def|class)\b.*:$/.test(line),
            (line) => [line, `${/^\s*/.exec(line)?.[0] ?? ""}    """${prose(random).replaceAll('"', "'")}."""`],
          )
        : undefined,
  },
  {
    name: "a word in a docstring",
    intent: "comment",
    edit: (text, random, { block }) =>
      block === undefined ? atMatch(text, random, /"""\w+/g, (match) => `${match} really`) : undefined,
  },
  {
    name: "a docstring less",
    intent: "comment",
    edit: (text, random, { block }) =>
      block === undefined ? atMatch(text, random, /\n[ \t]*"""[^"\\]*"""(?=\n)/g, () => "") : undefined,
  },
  { name: "a space", intent: "space", edit: (text, random) => atMatch(text, random, / /g, () => "  ") },
  { name: "a space less", intent: "space", edit: (text, random) => atMatch(text, random, / {2,}/g, () => " ") },
  {
    name: "a line break in a space",
    intent: "space",
    edit: (text, random) => atMatch(text, random, / /g, () => "\n"),
  },
  {
    name: "a line break less",
    intent: "space",
    edit: (text, random) => atMatch(text, random, /\n[ \t]*/g, () => " "),
  },
  {
    name: "an empty line",
    intent: "space",
    edit: (text, random) =>
      onLine(
        text,
        random,
        () => true,
        (line) => ["", line],
      ),
  },
  {
    name: "another operator",
    intent: "code",
    edit: (text, random) =>
      atMatch(text, random, /===|!==|==|<=|>=|&&|\|\||\b(?:and|or|not in|is)\b/g, (match) =>
        match === "===" ? "!==" : match === "and" ? "or" : match === "or" ? "and" : match === "&&" ? "||" : "===",
      ),
  },
  {
    name: "another number",
    intent: "code",
    edit: (text, random) => atMatch(text, random, /\b\d\b/g, (match) => `${(Number(match) + 1) % 10}`),
  },
  {
    name: "another name",
    intent: "code",
    edit: (text, random) => atMatch(text, random, /\b[a-z]\w{2,}\b/g, (match) => `${match}2`),
  },
  {
    name: "another text",
    intent: "code",
    edit: (text, random) =>
      atMatch(text, random, /(["'])[\w /]+\1/g, (match) => `${match.slice(0, -1)} x${match.at(-1)}`),
  },
  {
    name: "a text that looks like a comment",
    intent: "code",
    edit: (text, random, { line }) => atMatch(text, random, /(["'`])[\w /]+\1/g, (m) => `${m[0]}${line} ${m.slice(1)}`),
  },
  {
    name: "a line becomes a comment",
    intent: "code",
    edit: (text, random, { line: mark }) =>
      onLine(
        text,
        random,
        (line) => /^\s*\w.*[;)]$/.test(line),
        (line) => `${mark} ${line}`,
      ),
  },
  {
    name: "a comment becomes a line",
    intent: "code",
    edit: (text, random) =>
      onLine(
        text,
        random,
        (line) => /^\s*(?:\/\/|#)/.test(line),
        (line) => line.replace(/(?:\/\/|#)\s?/, ""),
      ),
  },
  {
    name: "a decorator or keyword less",
    intent: "code",
    edit: (text, random) => atMatch(text, random, /^[ \t]*@\w+.*\n|\b(?:async|await|static|return) /gm, () => ""),
  },
  {
    name: "an indent less",
    intent: "code",
    edit: (text, random) =>
      onLine(
        text,
        random,
        (line) => /^ {4,}\S/.test(line),
        (line) => line.slice(4),
      ),
  },
];

/** Edits of what others can use: each hits a line that looks like an export of its language. */
const exportEdits: readonly TextEdit[] = [
  {
    name: "a word less before a declaration",
    intent: "export",
    edit: (text, random) =>
      atMatch(
        text,
        random,
        /^export (?=(?:async |abstract )?(?:const|let|function|class|type|interface|enum)\b)/gm,
        () => "",
      ),
  },
  {
    name: "another name of a declaration",
    intent: "export",
    edit: (text, random) =>
      atMatch(
        text,
        random,
        /^(?:export (?:async )?(?:const|function|class)|[ \t]*(?:async )?(?:def|class)) \w+/gm,
        (match) => `${match}2`,
      ),
  },
  {
    name: "a name less in a list",
    intent: "export",
    edit: (text, random) =>
      atMatch(text, random, /(?<=^(?:export|from [.\w]+ import) [^\n;=]*)\w+, (?=\w)/gm, () => ""),
  },
  {
    name: "a parameter more",
    intent: "export",
    edit: (text, random) =>
      atMatch(
        text,
        random,
        /^(?:export (?:async )?function \w+|[ \t]*(?:async )?def \w+)\((?=\w)/gm,
        (match) => `${match}extra, `,
      ),
  },
  {
    name: "another default",
    intent: "export",
    edit: (text, random) =>
      atMatch(text, random, /(?<=^[ \t]*def [^\n]*=)(?:None|True|False|\d+)(?=[,)])/gm, () => "99"),
  },
  {
    name: "a decorator less",
    intent: "export",
    edit: (text, random) => atMatch(text, random, /^[ \t]*@\w+.*\n/gm, () => ""),
  },
  {
    name: "an assignment under another name",
    intent: "export",
    edit: (text, random) => atMatch(text, random, /^[ \t]*[A-Za-z]\w*(?= = )/gm, (match) => `${match}2`),
  },
];

/** One before and after, by one to three edits. */
export interface Pair {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly made: readonly TextEdit[];
}

/** Most pairs are meant to keep the code. */
export const MOSTLY_COMMENTS: readonly (readonly Intent[])[] = [
  ["comment"],
  ["comment"],
  ["space"],
  ["comment", "code"],
];

/** Half of the pairs are meant to keep what others can use. */
export const MOSTLY_EXPORTS: readonly (readonly Intent[])[] = [["export"], ["export", "code"], ["comment"], ["code"]];

/** Some pairs of each text; the same ones for the same seed. */
export function pairsOf(
  sources: readonly Source[],
  each: number,
  seed: number,
  marks: Marks,
  kinds: readonly (readonly Intent[])[],
): readonly Pair[] {
  const random = seeded(seed);
  return sources.flatMap(({ path, text }) =>
    Array.from({ length: each }, () => pairOf(path, text, random, marks, kinds)).filter((pair) => pair !== undefined),
  );
}

/** The same pair for the same random numbers; undefined where no edit found a place. */
function pairOf(
  path: string,
  before: string,
  random: Seeded,
  marks: Marks,
  kinds: readonly (readonly Intent[])[],
): Pair | undefined {
  const made: TextEdit[] = [];
  let after = before;
  const kind = random.one(kinds);
  const wanted = 1 + random.below(3);
  for (let tries = 0; made.length < wanted && tries < 20; tries++) {
    const intent = random.one(kind);
    const edit = random.one([...edits, ...exportEdits].filter((one) => one.intent === intent));
    const next = edit.edit(after, random, marks);
    if (next === undefined || next === after) continue;
    after = next;
    made.push(edit);
  }
  return made.length === 0 || after === before ? undefined : { path, before, after, made };
}
