import * as z from "zod";
import { delegatedSchema, listOf, managementOf } from "./managing.ts";
import { defineTool } from "./tool.ts";

export const routeTool = defineTool({
  name: "route",
  description: "Says who does it.",
  effect: "external",
  input: z.object({
    tasks: listOf(delegatedSchema).optional(),
    supervise: z.boolean().optional().describe("it takes several steps"),
    question: z.string().optional().describe("to the user, if unclear"),
    confidence: z.preprocess(Number, z.number()).describe("0 to 1"),
  }),
  async run({ tasks = [], supervise = false, question = "", confidence }, context, signal) {
    const share = Number.isFinite(confidence) ? (confidence > 1 ? confidence / 100 : confidence) : 0;
    return {
      text: "",
      ended: await managementOf(context).route({ tasks, supervise, question, confidence: share }, signal),
    };
  },
});
