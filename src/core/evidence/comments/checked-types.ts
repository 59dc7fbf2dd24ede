import { asAppError } from "../../app-error.ts";
import type { Files, Path } from "../../ports/files.ts";
import { parseJsonc } from "../../testing/jsonc.ts";
import { folderOf } from "../../testing/path-steps.ts";
import type { Piece } from "./piece.ts";

/** Whether a project's settings have the types that comments of a JavaScript file declare checked, by the nearest ones that say it. */
export async function hasCheckedComments(files: Pick<Files, "read">, path: Path): Promise<boolean> {
  if (!/\.[cm]?jsx?$/.test(path)) return false;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    for (const name of ["jsconfig.json", "tsconfig.json"]) {
      const settings = await readText(files, folder === "" ? name : `${folder}/${name}`);
      if (settings !== undefined) return checksScripts(parseJsonc(settings));
    }
    if (folder === "") return false;
  }
}

function checksScripts(settings: unknown): boolean {
  return /"checkJs":true/.test(JSON.stringify(settings) ?? "");
}

/** A checked file says so itself, or its project does. */
export function isCheckedFile(pieces: readonly Piece[]): boolean {
  return pieces.some(({ role, text }) => role === "comment" && /^\/[/*]+\s*@ts-check\b/.test(text));
}

/** The types that the comments of a file declare, with the code they stand before: equal where a checker sees the same. */
export function declaredTypes(pieces: readonly Piece[]): readonly string[] {
  const found: string[] = [];
  let code = 0;
  for (const { role, text } of pieces) {
    if (role === "code") code++;
    if (role !== "comment" || !text.startsWith("/**")) continue;
    const words = text.match(TYPE_TAG)?.map((tag) => tag.replace(/\s*\n[\s*]*|\s+/g, " ")) ?? [];
    if (words.length > 0) found.push(JSON.stringify([code, ...words]));
  }
  return found;
}

/** A tag with its braces and the name after them, or one that acts alone. */
const TYPE_TAG =
  /@\w+\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}(?:\s*\[?[\w$.]+)?|@(?:overload|private|protected|readonly|override|class|constructor|template\s+\w+|import\s[^\n]*)\b/g;

async function readText(files: Pick<Files, "read">, path: Path): Promise<string | undefined> {
  try {
    return await files.read(path);
  } catch (error) {
    if (asAppError(error, "not-found", "refused") === undefined) throw error;
    return undefined;
  }
}
