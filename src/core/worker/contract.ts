import type { AgentDefinition } from "../agents/agent.ts";
import { checksNamed } from "../evidence/checks.ts";
import type { Files } from "../ports/files.ts";
import type { SyntaxTrees } from "../ports/syntax-trees.ts";
import { isTestHarness } from "../testing/project.ts";
import type { ToolContext } from "../tools/tool.ts";
import type { Assignment } from "./assignment.ts";

type Right = AgentDefinition["contract"]["mayChange"];
type Rules = Pick<ToolContext, "subject" | "mayChange" | "complaint">;

interface RightRule {
  /** Which files may be changed at all; "" for none. */
  readonly file: (assignment: Assignment) => string;
  /** Whether that file may be one that takes part in the project's tests. */
  readonly harness: boolean;
  /** A check of `eachEdit` that refuses an edit also where it can establish nothing about it. */
  readonly strict?: string;
}

/** What each named right allows. */
const rights: Readonly<Record<Right, RightRule>> = {
  subject: { file: ({ target }) => target, harness: false },
  /** What is code stays as it is: an agent with this right names a check of that in `eachEdit`. */
  comments: { file: ({ target }) => target, harness: true, strict: "comments-only" },
  "test-file": { file: ({ context }) => context.testFile ?? "", harness: true },
  nothing: { file: () => "", harness: false },
};

/** The contract, as far as it is enforced when an edit is made; all of it is asked again of the whole change. */
export function rulesOf(
  agent: AgentDefinition,
  assignment: Assignment,
  { base, trees }: { readonly base: Files; readonly trees: SyntaxTrees },
): Rules {
  const { contract } = agent;
  const { file, harness, strict } = rights[contract.mayChange];
  const allowed = file(assignment);
  const checks = checksNamed(contract.eachEdit).filter(({ name }) => !isWaived(name, assignment));
  return {
    subject: allowed || assignment.target,
    mayChange: (path) => {
      if (allowed === "")
        return { allowed: false, sentence: `You may change no file, not even ${path}: report what you found.` };
      if (path === allowed && (harness || !isTestHarness(path))) return { allowed: true };
      return { allowed: false, sentence: `You may change ${allowed} only, not ${path}.` };
    },
    async complaint(changes, signal) {
      const { testFile } = assignment.context;
      const own = testFile === undefined ? {} : { testFile };
      const context = { subject: assignment.target, base, changes, trees, ...own };
      for (const check of checks) {
        const { verdict, sentence } = await check.check(context, signal);
        if (verdict === "refuted" || (check.name === strict && verdict === "unknown")) return sentence;
      }
      return undefined;
    },
  };
}

/** What is to be proved for this assignment: the contract without what the user called off. */
export function mustProve({ contract }: AgentDefinition, assignment: Assignment): readonly string[] {
  return contract.mustProve.filter((name) => !isWaived(name, assignment));
}

/** Whether the agent's edits could ever name a file other than the subject. */
export function namesFiles(agent: AgentDefinition): boolean {
  return agent.contract.mayChange === "nothing";
}

function isWaived(name: string, { waived = [] }: Assignment): boolean {
  return waived.includes(name);
}
