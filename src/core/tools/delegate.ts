import * as z from "zod";
import { delegatedSchema, listOf, managementOf } from "./managing.ts";
import { defineTool } from "./tool.ts";

export const delegateTool = defineTool({
  name: "delegate",
  description: "Starts agents side by side; returns when all have ended.",
  effect: "external",
  input: z.object({
    tasks: listOf(
      delegatedSchema.extend({ after: z.array(z.int()).optional().describe("tasks to be proved first, from 1") }),
    ),
    more: z.boolean().optional().describe("you will delegate again"),
  }),
  run: ({ tasks, more = false }, context, signal) => managementOf(context).delegate(tasks, more, signal),
});
