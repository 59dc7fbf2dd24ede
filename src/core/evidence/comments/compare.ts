import type { Path } from "../../ports/files.ts";
import type { SyntaxTree, SyntaxTrees } from "../../ports/syntax-trees.ts";
import { lineAt, lineStarts } from "../../syntax/nodes.ts";
import { MAX_LENGTH } from "../base-text.ts";
import { excerpt } from "../cheating/finding.ts";
import { declaredTypes, isCheckedFile } from "./checked-types.ts";
import { isRustDoc, piecesOf } from "./code-pieces.ts";
import { type Doubt, doubtOf, faultOf } from "./doubts.ts";
import { layoutOf } from "./layout.ts";
import type { Piece } from "./piece.ts";
import { pythonFaultAt } from "./python-faults.ts";
import { workingComments } from "./working-comments.ts";

/** What two texts of one file have in common, for a person: why their code differs, or how much of it is the same. */
export type Comparison =
  | { readonly verdict: "refuted" | "unknown"; readonly sentence: string }
  | {
      readonly verdict: "proved";
      /** Tokens of code, which both texts hold. */
      readonly tokens: number;
      readonly comments: boolean;
      readonly docstrings: boolean;
      /** Some changed documentation holds examples that a test runner may run. */
      readonly examples: boolean;
    };

/**
 * Whether two texts hold the same code: the same tokens in the same shape, with the same meaning of line ends and indents,
 * and the same comments for tools at the same places. With `isChecked` the types that comments of JavaScript declare count as code. `path` is the file's, for the language and for sentences.
 */
export async function compareCode(
  trees: SyntaxTrees,
  path: Path,
  old: string,
  now: string,
  { isChecked }: { readonly isChecked: boolean },
): Promise<Comparison> {
  if (Math.max(old.length, now.length) > MAX_LENGTH) return says("unknown", `${path} is too large to look through.`);
  const before = await trees.parse(path, old);
  const after = await trees.parse(path, now);
  if (before === undefined || after === undefined)
    return says("unknown", `${path} is in a language whose comments cannot be told from its code.`);
  if (before.hasErrors) return says("unknown", `${path} had a syntax error before, so its code cannot be compared.`);
  if (after.hasErrors || pythonFaultAt(after) !== undefined)
    return says("refuted", `${path} has a syntax error now: change nothing but comments.`);
  if (old.startsWith("\uFEFF") !== now.startsWith("\uFEFF"))
    return says("refuted", `${path} gains or loses its byte order mark: leave the start of the file as it is.`);
  return compareTrees(path, before, after, isChecked);
}

function compareTrees(path: Path, before: SyntaxTree, after: SyntaxTree, isChecked: boolean): Comparison {
  const old = sideOf(before);
  const now = sideOf(after);
  const doubt = old.doubt ?? now.doubt;
  if (doubt !== undefined) {
    const line = lineOf((old.doubt === undefined ? after : before).text, doubt.at);
    return says("unknown", `${path}, line ${line}: the file ${doubt.why}, so comments cannot be told from code.`);
  }
  const differs = firstDifference(old, now);
  if (differs !== undefined) return says("refuted", `${path}, line ${differs.line}: ${differs.what}`);
  const known = new Set(old.documents.map(({ text }) => text));
  const fault = faultOf(after.language, now.pieces, known);
  if (fault !== undefined)
    return says("refuted", `${path}, line ${lineOf(after.text, fault.at)}: the file ${fault.why}.`);
  const told = toolDifference(old, now);
  if (told !== undefined) return says("refuted", `${path}, ${told}`);
  const isTyped = after.language === "javascript" && (isChecked || isCheckedFile(old.pieces));
  if (isTyped && !isSame(declaredTypes(old.pieces), declaredTypes(now.pieces)))
    return says("refuted", `${path} is checked by the types in its comments: leave those as they are.`);
  return summary(path, old, now, known);
}

interface Side {
  readonly tree: SyntaxTree;
  readonly pieces: readonly Piece[];
  /** Code with the shape around it. */
  readonly kept: readonly Piece[];
  readonly code: readonly Piece[];
  readonly documents: readonly Piece[];
  readonly doubt: Doubt | undefined;
}

function sideOf(tree: SyntaxTree): Side {
  const pieces = piecesOf(tree);
  return {
    tree,
    pieces,
    kept: pieces.filter(({ role }) => role === "code" || role === "open" || role === "close"),
    code: pieces.filter(({ role }) => role === "code"),
    documents: pieces.filter(({ role }) => role === "comment" || role === "docstring"),
    doubt: doubtOf(tree, pieces),
  };
}

interface Difference {
  readonly line: number;
  readonly what: string;
}

function firstDifference(old: Side, now: Side): Difference | undefined {
  const most = Math.max(old.code.length, now.code.length);
  for (let index = 0; index < most; index++) {
    const was = old.code[index];
    const is = now.code[index];
    if (was?.text === is?.text && was?.type === is?.type) continue;
    return { line: lineOf(now.tree.text, is?.from ?? now.tree.text.length), what: wordsOf(was, is) };
  }
  const shape = old.kept.findIndex(({ role, type }, index) => {
    const other = now.kept[index];
    return other?.role !== role || other.type !== type;
  });
  if (shape >= 0 || old.kept.length !== now.kept.length) {
    const at = now.kept[Math.max(0, shape)]?.from ?? 0;
    return { line: lineOf(now.tree.text, at), what: "the same words are another statement now." };
  }
  const layout = layoutOf(old.tree.language, old.tree.text, old.pieces);
  const moved = layoutOf(now.tree.language, now.tree.text, now.pieces).findIndex((own, index) => own !== layout[index]);
  if (moved < 0) return undefined;
  const what = "line breaks or indents that belong to the code changed: leave them as they were.";
  return { line: lineOf(now.tree.text, now.code[moved]?.from ?? 0), what };
}

function wordsOf(was: Piece | undefined, is: Piece | undefined): string {
  if (was === undefined) return `code changes: \`${shown(is)}\` is new.`;
  if (is === undefined) return `code changes: \`${shown(was)}\` is gone.`;
  return `code changes: \`${shown(was)}\` became \`${shown(is)}\`.`;
}

function shown(piece: Piece | undefined): string {
  return piece?.type === "docstring" ? '"""' : excerpt(piece?.text ?? "");
}

/** The first comment for tools that is not in both texts, at the same place. */
function toolDifference(old: Side, now: Side): string | undefined {
  const was = workingComments(old.tree.language, old.tree.text, old.pieces);
  const is = workingComments(now.tree.language, now.tree.text, now.pieces);
  const index = is.findIndex(({ key }, at) => key !== was[at]?.key);
  if (index < 0 && was.length === is.length) return undefined;
  const lost = was[index < 0 ? is.length : index];
  const gained = index < 0 ? undefined : is[index];
  const isMoved = gained !== undefined && was.some(({ text }) => text === gained.text);
  if (gained !== undefined && (lost === undefined || is.length >= was.length || isMoved))
    return `line ${lineOf(now.tree.text, gained.at)}: \`${excerpt(gained.text)}\` is ${isMoved ? "moved" : "new"}, and tools act on it.`;
  return `line ${lineOf(old.tree.text, lost?.at ?? 0)} as it was: \`${excerpt(lost?.text ?? "")}\` is changed or gone, and tools act on it.`;
}

function summary(path: Path, old: Side, now: Side, known: ReadonlySet<string>): Comparison {
  const docstrings = (side: Side): readonly string[] =>
    side.documents.filter(({ role }) => role === "docstring").map(({ text }) => text);
  const comments = (side: Side): readonly string[] =>
    side.documents.filter(({ role }) => role === "comment").map(({ text }) => text);
  const changed = !isSame(docstrings(old), docstrings(now));
  const attributes = (side: Side): readonly string[] =>
    side.tree.language === "rust" ? comments(side).filter(isRustDoc) : [];
  const isRead = changed || !isSame(attributes(old), attributes(now));
  const reader = isRead ? now.code.find(({ text }) => READS_DOCUMENTATION[now.tree.language]?.test(text)) : undefined;
  if (reader !== undefined) {
    const line = lineOf(now.tree.text, reader.from);
    return says("unknown", `${path}, line ${line}: \`${reader.text}\` reads documentation, so a changed one may act.`);
  }
  const current = new Set(now.documents.map(({ text }) => text));
  const touched = [
    ...now.documents.filter(({ text }) => !known.has(text)),
    ...old.documents.filter(({ text }) => !current.has(text)),
  ];
  return {
    verdict: "proved",
    tokens: now.code.length,
    comments: !isSame(comments(old), comments(now)),
    docstrings: changed,
    examples: touched.some(({ text }) => holdsExample(now.tree.language, text)),
  };
}

/** Programs that print or parse their own documentation: by themselves, or through what they derive. */
const READS_DOCUMENTATION: Readonly<Partial<Record<SyntaxTree["language"], RegExp>>> = {
  python: /^(?:__doc__|getdoc|docopt|yacc)$/,
  rust: /^(?:clap|structopt|StructOpt|argh|FromArgs|JsonSchema|ToSchema|displaydoc|Subcommand|ValueEnum)$/,
};

function holdsExample(language: SyntaxTree["language"], document: string): boolean {
  if (language === "python") return /^\s*>>> /m.test(document.replace(/^[rRuU]?["']+/, ""));
  return language === "rust" && /^\/[/*][/*!]/.test(document) && /```|~~~|^\/\/[/!]\s{5,}\S/m.test(document);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function lineOf(text: string, offset: number): number {
  return lineAt(lineStarts(text), offset);
}

function says(verdict: "refuted" | "unknown", sentence: string): Comparison {
  return { verdict, sentence };
}
