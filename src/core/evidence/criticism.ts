import * as z from "zod";
import type { Hunk } from "../changes/hunks.ts";
import type { Path } from "../ports/files.ts";
import { cutToTokens } from "../short-text.ts";

/** "blocker": it must not be taken as it is. "major": a person has to look at it. "minor": it should be better. "note": good to know. */
export const severitySchema = z.enum(["blocker", "major", "minor", "note"]);

/** One thing a critic finds, where our code found it in the diff. */
const findingSchema = z.object({
  path: z.string(),
  /** The hunk it is about, by its id; absent where it is about the file as a whole. */
  hunk: z.string().exactOptional(),
  /** 1-based line of the proposed text, where it is about one. */
  line: z.int().min(1).exactOptional(),
  severity: severitySchema,
  text: z.string(),
});
export type Finding = Readonly<z.infer<typeof findingSchema>>;

/** Equal for the same words about the same place. */
export function findingKey({ path, hunk, line, text }: Finding): string {
  return JSON.stringify([path, hunk ?? "", line ?? 0, text]);
}

/**
 * What a critic made of one proposal. "unsure": it knows too little to say that nothing is wrong. A model's opinion and no evidence:
 * it can hold a proposal back until a person has looked, and proves nothing.
 */
export const criticismSchema = z.object({
  verdict: z.enum(["good", "revise", "unsure"]),
  findings: z.array(findingSchema),
  /** Findings that were not kept: about files that are not part of the change, without words, or too many. */
  dropped: z.int(),
});
export type Criticism = Readonly<z.infer<typeof criticismSchema>>;

/** A finding as a model says it. */
export interface SaidFinding {
  readonly path?: string | undefined;
  /** 1-based line of the proposed text. */
  readonly line?: number | undefined;
  /** A line of the diff. */
  readonly quote?: string | undefined;
  readonly severity: Finding["severity"];
  readonly text: string;
}

const mostFindings = 20;
const longestText = 90;

/**
 * Finds the place of each finding in the diff, by the line it quotes, else by its number; one that is nowhere in the diff stays with
 * its file, and one about a file that does not change is dropped.
 */
export function anchored(
  verdict: Criticism["verdict"],
  said: readonly SaidFinding[],
  { paths, hunks }: { readonly paths: readonly Path[]; readonly hunks: readonly Hunk[] },
): Criticism {
  const findings = said.slice(0, mostFindings).flatMap((one): readonly Finding[] => {
    const { severity } = one;
    const text = cutToTokens(one.text, longestText);
    const path = pathOf(one, paths, hunks);
    if (path === undefined || text === "") return [];
    const own = hunks.filter((hunk) => hunk.path === path);
    const place = (one.quote === undefined ? undefined : quoted(one.quote, one.line, own)) ?? numbered(one.line, own);
    return [{ path, ...place, severity, text }];
  });
  return { verdict, findings, dropped: said.length - findings.length };
}

function pathOf({ path, quote = "" }: SaidFinding, paths: readonly Path[], hunks: readonly Hunk[]): Path | undefined {
  const [only, second] = paths;
  const plain = path?.trim().replace(/^(?:\.\/)+/, "") ?? "";
  if (plain !== "")
    return paths.find((one) => one === plain) ?? paths.find((one) => [`a/${one}`, `b/${one}`].includes(plain));
  if (second === undefined) return only;
  return hunks.find((hunk) => quoted(quote, undefined, [hunk]) !== undefined)?.path;
}

type Place = Pick<Finding, "hunk" | "line">;

/** The line that is quoted, as it will be or, of what goes, as it was; of several the one nearest to the number. */
function quoted(quote: string, line: number | undefined, hunks: readonly Hunk[]): Place | undefined {
  const wanted = quote
    .split("\n")
    .map(plainLine)
    .find((one) => one !== "");
  if (wanted === undefined) return undefined;
  const unmarked = plainLine(wanted.replace(/^[+-]/, ""));
  for (const words of new Set([wanted, unmarked])) {
    if (words === "") continue;
    const isMeant = (text: string) =>
      plainLine(text) === words || (words.length > 3 && plainLine(text).includes(words));
    const places = hunks.flatMap((hunk) =>
      hunk.newLines.flatMap((text, index) =>
        isMeant(text) ? [{ hunk: hunk.id, line: hunk.newStart + index + 1 }] : [],
      ),
    );
    const [nearest] = places.toSorted((one, other) => distance(one.line, line) - distance(other.line, line));
    if (nearest !== undefined) return nearest;
    const gone = hunks.find((hunk) => hunk.oldLines.some(isMeant));
    if (gone !== undefined) return { hunk: gone.id };
  }
  return undefined;
}

function numbered(line: number | undefined, hunks: readonly Hunk[]): Place {
  if (line === undefined) return {};
  const hunk = hunks.find(({ newStart, newLines }) => newStart < line && line <= newStart + newLines.length);
  return hunk === undefined ? {} : { hunk: hunk.id, line };
}

function distance(one: number, other: number | undefined): number {
  return other === undefined ? 0 : Math.abs(one - other);
}

function plainLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
