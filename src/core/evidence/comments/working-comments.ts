import type { Language } from "../../ports/syntax-trees.ts";
import { tellsTools } from "./directives.ts";
import type { Piece } from "./piece.ts";

/** A comment that a compiler, an interpreter or a tool obeys, with where it stands to the code. */
export interface WorkingComment {
  readonly text: string;
  readonly at: number;
  /** Equal for the same words at the same place. */
  readonly key: string;
}

/** The working comments in order. What else a comment of theirs says is left out: prose may change. */
export function workingComments(language: Language, text: string, pieces: readonly Piece[]): readonly WorkingComment[] {
  const found: WorkingComment[] = [];
  const code = pieces.filter(({ role }) => role === "code");
  const thirdLine = text.indexOf("\n", text.indexOf("\n") + 1);
  const whole = wholeComments(language, text);
  let before = 0;
  let comments = 0;
  /** Whether a line ended since the last code. */
  let isBelow = true;
  let at = 0;
  for (const piece of pieces) {
    isBelow ||= text.slice(at, piece.from).includes("\n");
    at = Math.max(at, piece.to);
    if (piece.role === "code") {
      whole.pass(piece.text);
      before++;
      isBelow = false;
    }
    if (piece.role !== "comment") continue;
    const isFirst = before === 0 && comments === 0;
    const isAtTop = before === 0 && (thirdLine < 0 || piece.from < thirdLine);
    const next = code[before];
    const words = whole.holds(piece.text, next?.text, code[before + 1]?.text)
      ? piece.text.trim()
      : tellsTools(language, piece.text, isAtTop);
    comments++;
    if (words !== undefined) {
      const isFar = REACHES_FAR.test(words) || !(isBelow || /\bnext\b/.test(words));
      const lines = isFar ? 0 : linesBetween(text, piece.to, next?.from ?? text.length);
      const isHead = isFirst && /^@|coding[:=]|^#!/.test(words);
      found.push({ text: words, at: piece.from, key: JSON.stringify([words, before, isBelow, isHead, lines]) });
    }
    isBelow ||= piece.text.includes("\n");
  }
  return found;
}

/** These hold for a file or until they are taken back, however far away the code is. */
const REACHES_FAR =
  /eslint-(?:disable|enable|env)(?!-)|\bglobals?\b|@ts-(?:no)?check|@(?:jest|vitest|license|preserve|flow|noflow|jsx)|SPDX|source(?:Mapping)?URL|coding[:=]|^#!|(?:pylint|mypy|ruff|flake8|fmt|yapf|isort|pyright|formatter)\s*:|auto-?generated|DO NOT EDIT/;

interface WholeComments {
  /** Code goes by. */
  pass(token: string): void;
  /** Whether every word of the comment counts, given the two tokens of code after it. */
  holds(comment: string, next: string | undefined, second: string | undefined): boolean;
}

/** Comments that are programs or data as a whole: C above `import "C"` and expected output in Go, a script's metadata in Python. */
function wholeComments(language: Language, text: string): WholeComments {
  const usesC = language === "go" && text.includes('"C"');
  let inImports = false;
  let inOutput = false;
  let inScript = false;
  return {
    pass(token) {
      inOutput = false;
      if (token === "import") inImports = true;
      else if (token === ")" || token.startsWith("func")) inImports = false;
    },
    holds(comment, next, second) {
      if (language === "python") {
        const isMark = /^#\s*\/\/\/(?:\s|$)/.test(comment);
        if (isMark) inScript = !inScript;
        return isMark || inScript;
      }
      if (language !== "go") return false;
      if (/^(?:\/\/|\/\*)\s*(?:unordered\s+)?output:/i.test(comment)) inOutput = true;
      return inOutput || (usesC && (next === "import" || (inImports && next === '"C"') || second === '"C"'));
    },
  };
}

function linesBetween(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to && lines < 1000; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
