import * as z from "zod";
import { managementOf } from "./managing.ts";
import { defineTool } from "./tool.ts";

export const readReportTool = defineTool({
  name: "read_report",
  description: "Shows a report's evidence, or one file's diff.",
  effect: "read",
  input: z.object({ id: z.string(), path: z.string().optional() }),
  run: async ({ id, path }, context) => ({ text: await managementOf(context).details(id, path) }),
});
