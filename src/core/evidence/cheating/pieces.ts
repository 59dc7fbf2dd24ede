import { stringValue } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import type { Finding } from "./finding.ts";
import { FORBIDDEN_JAVASCRIPT, FORBIDDEN_PROPERTIES } from "./globals-javascript.ts";
import { FORBIDDEN_PYTHON } from "./globals-python.ts";
import { reasons } from "./reasons.ts";

/** Shorter names are made of pieces by chance. */
const SHORTEST = 6;

const NAMES: readonly string[] = [
  ...FORBIDDEN_JAVASCRIPT.keys(),
  ...FORBIDDEN_PROPERTIES.keys(),
  ...FORBIDDEN_PYTHON.keys(),
  "__class__",
  "__globals__",
  "__subclasses__",
  "NODE_ENV",
].filter((name) => name.length >= SHORTEST);

/** Added texts that make a forbidden name when put together, forwards or backwards: however the code does that, nothing honest needs them. */
export function piecesFindings(edit: Edit): readonly Finding[] {
  const added = edit.after.tokens.filter((token) => edit.touched(token));
  const pieces = new Set<string>();
  for (const token of added) {
    const text = /^string_(fragment|content)$/.test(token.type) ? edit.text(token) : stringValue(edit.after, token);
    if (text !== undefined && text !== "") pieces.add(text);
  }
  if (pieces.size === 0) return [];
  const backwards = new Set([...pieces].map((piece) => [...piece].reverse().join("")));
  const made = NAMES.find((name) => !pieces.has(name) && (isMade(name, pieces) || isMade(name, backwards)));
  const [first] = added;
  if (made === undefined || first === undefined) return [];
  return [
    { verdict: "refuted", at: first.from, what: made, why: `is put together from pieces, which ${reasons.disguise}` },
  ];
}

function isMade(name: string, pieces: ReadonlySet<string>): boolean {
  const reached = [true];
  for (let end = 1; end <= name.length; end++)
    reached[end] = [...pieces].some(
      (piece) =>
        piece.length <= end && reached[end - piece.length] === true && name.slice(end - piece.length, end) === piece,
    );
  return reached[name.length] === true;
}
