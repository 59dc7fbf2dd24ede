import * as z from "zod";
import { mutantDetailSchema } from "./mutants/survey.ts";

/** One test by name and what became of it. */
const testSchema = z.object({ file: z.string(), name: z.string(), status: z.string() });

/** Which tests a sentence counts. */
const testsDetailSchema = z.object({ kind: z.literal("tests"), tests: z.array(testSchema), more: z.int() });

/** How code was broken on purpose, one entry for each way, and what tests said of it. */
const brokenDetailSchema = z.object({
  kind: z.literal("broken"),
  tries: z.array(
    z.object({
      /** "line 12: return-value", or what was broken. */
      what: z.string(),
      path: z.string(),
      /** The lines that differ from what is proposed, "-" before and "+" after. */
      diff: z.string(),
      outcome: z.enum(["noticed", "survived", "unclear"]),
      /** A test that failed by it. */
      test: z.string().exactOptional(),
      message: z.string().exactOptional(),
    }),
  ),
});
export type BrokenTry = z.infer<typeof brokenDetailSchema>["tries"][number];

/** What of a file can be used by others, before and after. */
const namesDetailSchema = z.object({
  kind: z.literal("names"),
  files: z.array(
    z.object({
      path: z.string(),
      /** How many names were there before. */
      before: z.int(),
      added: z.array(z.string()),
      removed: z.array(z.string()),
      changed: z.array(z.object({ was: z.string(), is: z.string() })),
    }),
  ),
});
export type NamesOfFile = z.infer<typeof namesDetailSchema>["files"][number];

/** What a checker says after the change. */
const diagnosticsDetailSchema = z.object({
  kind: z.literal("diagnostics"),
  by: z.string(),
  found: z.array(
    z.object({
      path: z.string(),
      line: z.int(),
      severity: z.string(),
      code: z.string(),
      message: z.string(),
      isNew: z.boolean(),
    }),
  ),
});

/** The blob behind a `detailRef`, for people to look at. */
export const detailSchema = z.discriminatedUnion("kind", [
  mutantDetailSchema,
  testsDetailSchema,
  brokenDetailSchema,
  namesDetailSchema,
  diagnosticsDetailSchema,
]);
export type Detail = z.infer<typeof detailSchema>;
