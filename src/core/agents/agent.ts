import * as z from "zod";

/** What an agent may change, by name; the table is `worker/contract.ts`. */
const rightSchema = z.enum(["subject", "comments", "test-file", "nothing"]);

/** An agent is data: built in, or a Markdown file's frontmatter and text. */
export const agentSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** What it does, in a few words for people: "Repairs the source so that failing tests pass". */
  description: z.string(),
  /** Words that ask for this agent where a request is made in plain words: "fix", "repair". */
  verbs: z.array(z.string()),
  /** A codicon's name. */
  icon: z.string(),
  /** The system prompt: who the agent is and what it must and must not do. */
  role: z.string(),
  /** What is asked of it where the user asks for nothing in particular. */
  task: z.string(),
  /** Names in the table of tools. */
  tools: z.array(z.string()),
  /** What its first message holds beside the target's text, by name; the table is `worker/shown.ts`. */
  shows: z.array(z.enum(["undocumented", "exported"])),
  tier: z.enum(["small", "medium", "large"]),
  /** "ensemble": tools are called in the text of one completion, in which planner, coder and reviewer hand over. Left out: "tools". */
  style: z.enum(["tools", "ensemble"]).exactOptional(),
  contract: z.object({
    mayChange: rightSchema,
    /** Names of pure checks that every edit must pass by itself: one they refute is refused when it is made. */
    eachEdit: z.array(z.string()),
    /** Names in the table of checks. */
    mustProve: z.array(z.string()),
    /** Those of them the user may call off for one request, since what they ask for breaks them. */
    waivable: z.array(z.string()),
  }),
  budget: z.object({
    /** Model calls. */
    calls: z.int().min(1),
    /** Input and output tokens together. */
    tokens: z.int().min(1),
    seconds: z.int().min(1),
  }),
});
export type AgentDefinition = Readonly<z.infer<typeof agentSchema>>;
