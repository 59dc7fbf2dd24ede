import { parseDocument } from "yaml";
import * as z from "zod";
import { AppError, asAppError } from "../app-error.ts";
import { hiddenCharacters } from "../changes/protected-paths.ts";
import { type AgentDefinition, agentSchema } from "./agent.ts";
import { grantedBudget, grantedContract, grantedTools, refused, type Scope } from "./agent-rights.ts";

/** Characters of a role: it is sent with every request. */
const longestRole = 3000;

/** "read, search" or a list. */
const names = z.preprocess(
  (value) => (typeof value === "string" ? value.split(",").map((name) => name.trim()) : value),
  z.array(z.string().min(1)),
);

/** What a file may say of its agent; anything else is refused, so that nobody believes it has an effect. */
const frontmatterSchema = z.strictObject({
  name: agentSchema.shape.name.optional(),
  description: z.string().trim().min(1).max(200),
  verbs: names.optional(),
  icon: z
    .string()
    .regex(/^[a-z-]+$/)
    .default("robot"),
  task: z.string().trim().min(1).max(500).default("Do what your role says."),
  tools: names.default(["propose", "read", "search"]),
  style: agentSchema.shape.style.unwrap().optional(),
  tier: agentSchema.shape.tier.default("small"),
  shows: agentSchema.shape.shows.default([]),
  "may-change": z.enum(["subject", "comments", "test-file"]).default("subject"),
  "each-edit": names.default([]),
  "must-prove": names.default([]),
  budget: z.strictObject(agentSchema.shape.budget.partial().shape).default({}),
});

export interface MarkdownFile {
  /** As people find it: ".tessera/agents/rename.md". */
  readonly path: string;
  readonly text: string;
  readonly scope: Scope;
}

export type MarkdownAgent =
  | { readonly status: "read"; readonly agent: AgentDefinition }
  | { readonly status: "refused"; readonly name: string; readonly sentence: string };

/**
 * The agent a Markdown file describes: frontmatter in YAML, and its role as the text below. Its rights are what the file asks for,
 * as far as `agent-rights.ts` grants them; a file that asks for more is refused with a sentence. `taken` are names it may not have.
 */
export function markdownAgent({ path, text, scope }: MarkdownFile, taken: ReadonlySet<string>): MarkdownAgent {
  const name = path.replace(/^.*\//, "").replace(/\.md$/, "");
  try {
    return { status: "read", agent: definitionOf(name, text, scope, taken) };
  } catch (error) {
    const expected = asAppError(error, "refused", "usage");
    if (expected === undefined) throw error;
    return { status: "refused", name, sentence: `${path}: ${expected.message}` };
  }
}

function definitionOf(fileName: string, text: string, scope: Scope, taken: ReadonlySet<string>): AgentDefinition {
  const hidden = hiddenCharacters(text.replace(/^\uFEFF/, ""));
  if (hidden > 0) throw refused(`${hidden} characters that nobody sees are in it; take them out`);
  const { frontmatter, body } = split(text);
  const said = frontmatterSchema.safeParse(frontmatter);
  if (!said.success) throw refused(problemOf(said.error));
  const { name = fileName, description, icon, task, tier, style, budget, shows, verbs, tools } = said.data;
  if (!agentSchema.shape.name.safeParse(name).success)
    throw refused(`"${name}" is no name for an agent: use lower-case letters, digits and dashes`);
  if (name !== fileName) throw refused(`its name is ${name}, so the file must be called ${name}.md`);
  if (taken.has(name)) throw refused(`the name ${name} is taken; give the agent another one`);
  const role = body.trim();
  if (role === "") throw refused("there is no text below the frontmatter: write there what the agent is to do");
  if (role.length > longestRole)
    throw refused(`its text is longer than ${longestRole} characters; it is sent with every request`);
  return {
    name,
    description,
    verbs: verbs ?? [name],
    icon,
    role,
    task,
    tools: grantedTools(tools),
    tier,
    ...(style === undefined ? {} : { style }),
    shows,
    contract: grantedContract(said.data["may-change"], {
      eachEdit: said.data["each-edit"],
      mustProve: said.data["must-prove"],
    }),
    budget: grantedBudget(budget, scope),
  };
}

/** Between two lines of dashes, and what comes after. YAML is data here: no tags of one's own, no aliases. */
function split(text: string): { readonly frontmatter: unknown; readonly body: string } {
  const plain = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  const parts = /^---[ \t]*\n(.*?\n)?---[ \t]*(?:\n(.*))?$/s.exec(plain);
  if (parts === null) throw refused('it must begin with frontmatter between two lines "---"');
  const document = parseDocument(parts[1] ?? "", { schema: "core", logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) throw refused(`its frontmatter is no YAML: ${error.message.split("\n")[0]}`);
  return { frontmatter: plainData(() => document.toJS({ maxAliasCount: 0 })) ?? {}, body: parts[2] ?? "" };
}

function plainData(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    throw new AppError("refused", "its frontmatter uses aliases: write the values out.", { cause: error });
  }
}

function problemOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return "its frontmatter is not understood";
  const known = Object.keys(frontmatterSchema.shape).join(", ");
  if (issue.code === "unrecognized_keys") return `"${issue.keys.join('", "')}" is nothing a file may set: use ${known}`;
  return `${issue.path.join(".") || "its frontmatter"}: ${issue.message}`;
}
