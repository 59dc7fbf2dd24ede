import type { ProposedTexts } from "./memory-desk.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `export const line${from + index} = ${from + index};\n`).join("");

/** Forty lines that all differ. */
export const base = lines(1, 40);

/** With one line changed near the start, and one put in near the end. */
export const proposed = base
  .replace("line5 = 5;", "line5 = 'five';")
  .replace("export const line30", "export const added = 0;\nexport const line30");

/** One agent's proposal for one file. */
export function fixOf(texts: { readonly base: string | null; readonly proposed: string | null }, path = "src/a.js") {
  const files = [{ path, ...texts }];
  return { run: "r1", worker: "fix-1", agent: "fix", icon: "wrench", summary: "Counts five in words.", files };
}

/** Another agent's. */
export function docOf(files: ProposedTexts[number]["files"]) {
  return { run: "r1", worker: "doc-1", agent: "doc", icon: "book", summary: "Says what it is.", files };
}
