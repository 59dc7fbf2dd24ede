import * as z from "zod";
import { assignmentSchema } from "../worker/assignment.ts";

/** What a request comes to: data, made by a route, and grown where the run learns more. */
export const planSchema = z.object({
  route: z.enum(["direct", "playbook", "supervised"]),
  assignments: z.array(assignmentSchema),
  /** Why there is nothing (more) to do; one sentence each. */
  notes: z.array(z.string()),
  /** What is wrong and yet nobody's assignment, and why; one sentence each. A run with any of it has not done everything. */
  unplanned: z.array(z.string()),
});
export type Plan = Readonly<z.infer<typeof planSchema>>;
