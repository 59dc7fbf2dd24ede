import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "../core/app-error.ts";

/** What was typed after the agent's name: files and globs, then an instruction, if there is one. */
export interface Words {
  readonly files: readonly string[];
  readonly instruction: string;
}

/**
 * The last of several words is an instruction when no file is called so and it cannot be meant as one: it has spaces in it, or
 * it is a plain word. What looks like a path stays one, so that a slip of the pen is told as a missing file.
 */
export async function readWords(words: readonly string[], root: string): Promise<Words> {
  const last = words.at(-1);
  if (last === undefined || words.length < 2 || !isSentence(last) || (await isThere(resolve(root, last))))
    return { files: words, instruction: "" };
  return { files: words.slice(0, -1), instruction: last.trim() };
}

/** Of `run`: the request, and the files it is about. Throws `usage` where nothing is asked. */
export function requestWords([request = "", ...files]: readonly string[]): Words {
  if (request.trim() === "")
    throw new AppError("usage", 'Say what is to be done: tessera run "fix the failing tests".');
  return { files, instruction: request.trim() };
}

function isSentence(word: string): boolean {
  if (/[*?[{]/.test(word) && !/\s/.test(word)) return false;
  return /\s/.test(word.trim()) || !/[./\\]/.test(word);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
