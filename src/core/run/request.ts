import * as z from "zod";
import { criticSchema } from "../worker/assignment.ts";

/** Where a request stands in a conversation, and all that it sees of what came before. */
const conversationSchema = z.object({
  /** The run it began with. */
  id: z.string(),
  /** The run before this one. */
  follows: z.string(),
  /** What the earlier requests were and came to, in rows. */
  earlier: z.string(),
  /** Which files the last of them was about: what "it" means. */
  files: z.array(z.string()),
});
export type Conversation = Readonly<z.infer<typeof conversationSchema>>;

/** What the user asked, wherever they asked it. */
export const requestSchema = z.object({
  /** Name of the agent of a direct route. */
  agent: z.string(),
  /** Paths and globs relative to the root; empty lets the agent find its files where it can. */
  files: z.array(z.string()),
  instruction: z.string(),
  /** The user's own words, where the request was made from words. */
  said: z.string().exactOptional(),
  /** Left out where it is the first of its conversation. */
  conversation: conversationSchema.exactOptional(),
  /** Checks of the agent's contract that the user calls off, since what they ask for breaks them; only those the contract lets go of. */
  waive: z.array(z.string()).exactOptional(),
  /** Which proposals a critic reads; left out: those that are doubtful. */
  critic: criticSchema.exactOptional(),
  limits: z.object({
    tokens: z.int().positive().exactOptional(),
    usd: z.number().positive().exactOptional(),
    calls: z.int().positive().exactOptional(),
    seconds: z.number().positive().exactOptional(),
  }),
  concurrency: z.int().min(1),
});
export type Request = Readonly<z.infer<typeof requestSchema>>;

/** The user's own words, or what comes nearest to them. */
export function requestText({ agent, files, instruction, said }: Request): string {
  return said ?? [agent, ...files, instruction].filter((part) => part !== "").join(" ");
}
