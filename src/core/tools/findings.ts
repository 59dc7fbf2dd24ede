import * as z from "zod";
import { criticismSchema, severitySchema } from "../evidence/criticism.ts";
import { asList } from "./as-list.ts";
import { defineTool, looseInteger } from "./tool.ts";

/** How a critic answers. Where each finding belongs in the diff is found out by whoever asked. */
export const findingsTool = defineTool({
  name: "findings",
  description: "Says what is wrong with the diff.",
  effect: "read",
  input: z.object({
    findings: z.preprocess(
      asList,
      z.array(
        z.object({
          path: z.string().optional(),
          quote: z.string().optional().describe("the line of the diff it is about"),
          line: looseInteger.describe("its number in the new text"),
          severity: severitySchema,
          text: z.string().describe("one sentence"),
        }),
      ),
    ),
    verdict: criticismSchema.shape.verdict,
  }),
  async run({ findings, verdict }) {
    return { text: "Thank you.", criticism: { findings, verdict } };
  },
});
