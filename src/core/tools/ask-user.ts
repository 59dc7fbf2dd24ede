import * as z from "zod";
import { managementOf } from "./managing.ts";
import { defineTool } from "./tool.ts";

export const askUserTool = defineTool({
  name: "ask_user",
  description: "Asks what only the user can tell.",
  effect: "external",
  input: z.object({ question: z.string(), choices: z.array(z.string()).optional() }),
  run: async ({ question, choices = [] }, context, signal) => ({
    text: await managementOf(context).askUser(question, choices, signal),
  }),
});
