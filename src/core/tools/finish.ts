import * as z from "zod";
import { managementOf } from "./managing.ts";
import { defineTool } from "./tool.ts";

export const finishTool = defineTool({
  name: "finish",
  description: "Ends the run.",
  effect: "external",
  input: z.object({ open: z.string().optional().describe("what was asked and is not done") }),
  async run({ open = "" }, context) {
    return { text: "", ended: managementOf(context).finish(open.trim()) };
  },
});
