import { cutToTokens, tokensOfSentence } from "../short-text.ts";
import type { FactNote } from "./fact-note.ts";

const most = { key: 8, value: 24, all: 150 };

/** "key: value" as a model writes it; undefined where it says nothing. */
export function readNote(text: string, source: string): FactNote | undefined {
  const colon = text.indexOf(":");
  const key = cutToTokens(colon < 0 ? text : text.slice(0, colon), most.key);
  const value = colon < 0 ? "" : cutToTokens(text.slice(colon + 1), most.value);
  return key === "" ? undefined : { key, value, source };
}

/** The scratchpad with one more fact: a key holds one value, and what no longer fits goes, oldest first. */
export function withNote(notes: readonly FactNote[], note: FactNote): readonly FactNote[] {
  const kept = [...notes.filter(({ key }) => key !== note.key), note];
  while (kept.length > 1 && tokensOfSentence(noteLines(kept)) > most.all) kept.shift();
  return kept;
}

export function noteLines(notes: readonly FactNote[]): string {
  return notes.map(({ key, value, source }) => `${key}: ${value} (${source})`).join("\n");
}
