import * as z from "zod";
import { AppError } from "../app-error.ts";
import type { Management } from "./management.ts";
import type { ToolContext } from "./tool.ts";

/** What one agent is asked for, as models write it. */
export const delegatedSchema = z.object({
  agent: z.string(),
  files: z
    .preprocess((value) => (Array.isArray(value) && value.length === 1 ? value[0] : value), z.string().optional())
    .describe("a file or glob"),
  task: z.string().optional().describe("only what its agent does not do anyway"),
});

/** Models also give a list as JSON in a string, or its one item alone. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value) => {
    const parsed = typeof value === "string" ? parsedOrNot(value) : value;
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? [parsed] : parsed;
  }, z.array(item));
}

function parsedOrNot(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Throws `refused` for an agent that has nobody to manage. */
export function managementOf({ manage }: ToolContext): Management {
  if (manage === undefined) throw new AppError("refused", "There is nobody to manage here: do the work yourself.");
  return manage;
}
