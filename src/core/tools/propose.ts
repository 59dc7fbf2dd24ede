import * as z from "zod";
import { AppError, asAppError } from "../app-error.ts";
import { applyEdits, type Edit } from "../changes/edit.ts";
import type { Overlay } from "../changes/overlay.ts";
import type { Path } from "../ports/files.ts";
import { cutToTokens } from "../short-text.ts";
import { plainPath } from "./plain-path.ts";
import { defineTool, type Tool, type ToolContext } from "./tool.ts";

/** The most tokens a summary may have anywhere. */
export const summaryTokens = 25;

/** Loose: a path that was not asked for is still seen, and refused by the contract rather than overlooked. */
const edit = z.looseObject({
  find: z.string('must be a string, and named "find"').describe("text that occurs once; empty to create the file"),
  replace: z.string('must be a string, and named "replace"'),
});
const editWithPath = edit.extend({ path: z.string("must be a string").optional() });

const factList = z.preprocess(
  (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : undefined),
  z.array(z.string()).optional().describe('"key: value", only what agents on other files must know'),
);

/**
 * Several edits and their summary in one call: applied to the overlay together or not at all; verification starts at once.
 * With `paths`, an edit may name another file than the subject; with `facts`, what the others of the run must know is posted.
 */
export function proposeTool({ paths, facts }: { readonly paths: boolean; readonly facts: boolean }): Tool {
  return defineTool({
    name: "propose",
    description: paths ? "Edits files; the result is tested." : "Edits the target file; the result is tested.",
    effect: "edit",
    input: z.object({
      edits: z.preprocess(asList, paths ? z.array(editWithPath) : z.array(edit)),
      summary: z.preprocess(asText, z.string().describe("one short sentence")),
      confidence: z.preprocess(asShare, z.number().optional()),
      ...(facts ? { facts: factList } : {}),
    }),
    async run({ edits, summary, confidence, ...more }, context, signal) {
      const texts = await textsAfter(edits, context);
      const complaint = await context.complaint(texts, signal);
      if (complaint !== undefined)
        throw new AppError("refused", `Refused, and nothing was changed. ${complaint} Propose again without that.`);
      for (const [path, text] of texts) context.overlay.write(path, text);
      for (const fact of factList.parse(more.facts) ?? []) context.post?.(fact);
      const count = edits.length === 1 ? "1 edit" : `${edits.length} edits`;
      return {
        text: `Applied ${count} to ${[...texts.keys()].join(", ")}.`,
        proposal: {
          summary: cutToTokens(summary, summaryTokens) || `Changed ${[...texts.keys()].join(", ")}.`,
          ...(confidence === undefined ? {} : { confidence }),
        },
      };
    },
  });
}

/** The new text of each file, in memory. Throws `refused` for whatever the contract or an edit does not allow. */
async function textsAfter(
  edits: readonly (Edit & { readonly path?: unknown })[],
  context: ToolContext,
): Promise<ReadonlyMap<Path, string>> {
  if (edits.length === 0)
    throw new AppError("refused", "The list of edits is empty: give at least one { find, replace }.");
  const byPath = new Map<Path, Edit[]>();
  for (const { path, find, replace } of edits) {
    const target = typeof path === "string" && path.trim() !== "" ? plainPath(path) : context.subject;
    const allowed = context.mayChange(target);
    if (!allowed.allowed) throw new AppError("refused", allowed.sentence);
    byPath.set(target, [...(byPath.get(target) ?? []), { find, replace }]);
  }
  const texts = new Map<Path, string>();
  for (const [path, ofPath] of byPath) texts.set(path, applyEdits(await textNow(context.overlay, path), ofPath, path));
  return texts;
}

async function textNow(overlay: Overlay, path: Path): Promise<string | undefined> {
  try {
    return await overlay.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}

/** Models also give the list as JSON in a string, or one edit alone. */
function asList(value: unknown): unknown {
  if (typeof value === "string") {
    try {
      return asList(JSON.parse(value));
    } catch {
      return value;
    }
  }
  return typeof value === "object" && value !== null && !Array.isArray(value) ? [value] : value;
}

function asText(value: unknown): unknown {
  return value === undefined || value === null ? "" : value;
}

/** From 0 to 1; some models give percents, and what is no number says nothing. */
function asShare(value: unknown): number | undefined {
  const share = typeof value === "string" ? Number.parseFloat(value) : value;
  if (typeof share !== "number" || !Number.isFinite(share) || share < 0 || share > 100) return undefined;
  return share > 1 ? share / 100 : share;
}
