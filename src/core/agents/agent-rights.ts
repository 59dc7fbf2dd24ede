import { AppError } from "../app-error.ts";
import { checksNamed } from "../evidence/checks.ts";
import type { AgentDefinition } from "./agent.ts";

type Contract = AgentDefinition["contract"];
export type FileRight = Exclude<Contract["mayChange"], "nothing">;

/** Whose file an agent comes from: the user's own, or one that lies in the workspace, which others may have written. */
export type Scope = "user" | "workspace";

/** All that an agent of a file may be given to act with. */
const allowedTools: readonly string[] = ["propose", "read", "search"];

const testWriting = ["tests-kept", "tests-honest", "tests-assert"];
const aboutNewTests = [...testWriting, "new-tests-pass", "mutant-killed"];

/** What is proved for a right in any case, whatever the file leaves out. */
const floors: Readonly<Record<FileRight, Pick<Contract, "eachEdit" | "mustProve">>> = {
  subject: { eachEdit: ["clean-text"], mustProve: ["no-cheating", "clean-text"] },
  comments: { eachEdit: ["comments-only", "clean-text"], mustProve: ["comments-only", "clean-text"] },
  "test-file": {
    eachEdit: ["clean-text", ...testWriting],
    mustProve: ["clean-text", ...testWriting, "new-tests-pass"],
  },
};

const ceilings: Readonly<Record<Scope, Budget>> = {
  user: { calls: 20, tokens: 200_000, seconds: 1800 },
  workspace: { calls: 8, tokens: 80_000, seconds: 900 },
};

/** Throws `refused` where the file asks for tools that no agent of a file gets, or leaves out the one that proposes. */
export function grantedTools(asked: readonly string[]): string[] {
  const tool = asked.find((name) => !allowedTools.includes(name));
  if (tool !== undefined)
    throw refused(`the tool "${tool}" is not for agents of files: use ${allowedTools.join(", ")}`);
  if (!asked.includes("propose")) throw refused("tools must hold propose: without it nothing can be changed");
  return [...new Set(asked)];
}

/**
 * The contract a file gets: what it names, and at least what its right demands. Throws `refused` for checks that do not go with the
 * right, `usage` for those that are not there.
 */
export function grantedContract(
  mayChange: FileRight,
  { eachEdit, mustProve }: Pick<Contract, "eachEdit" | "mustProve">,
): Contract {
  const named = [...eachEdit, ...mustProve];
  checksNamed(named);
  const writes = mayChange === "test-file";
  const unfit = named.find((name) => (writes ? isAboutSources(name) : aboutNewTests.includes(name)));
  if (unfit !== undefined) throw refused(`the check ${unfit} does not go with may-change: ${mayChange}`);
  const slow = checksNamed(eachEdit).find(({ cost }) => cost !== "pure");
  if (slow !== undefined) throw refused(`${slow.name} takes an execution: name it in must-prove, not in each-edit`);
  const floor = floors[mayChange];
  const proofs = [...floor.mustProve, ...mustProve];
  return {
    mayChange,
    eachEdit: [...new Set([...floor.eachEdit, ...eachEdit])],
    mustProve: [...new Set([...proofs, ...(mayChange === "subject" ? testsFor(proofs) : [])])],
    waivable: [],
  };
}

/** Who changes code is judged by tests: that what failed passes and nothing else breaks, or that all is as it was. */
function testsFor(proofs: readonly string[]): readonly string[] {
  return proofs.includes("named-tests-pass") ? ["related-still-pass", "control"] : ["same-tests-pass"];
}

function isAboutSources(name: string): boolean {
  return !aboutNewTests.includes(name) && name !== "clean-text" && name !== "diagnostics-no-worse";
}

type Budget = AgentDefinition["budget"];
type Asked = { readonly [Limit in keyof Budget]?: Budget[Limit] | undefined };

/** What the file asks for, as far as its scope goes. */
export function grantedBudget(asked: Asked, scope: Scope): Budget {
  const most = ceilings[scope];
  const usual = { calls: 6, tokens: 60_000, seconds: 600 };
  const least = (name: keyof typeof most) => Math.min(asked[name] ?? usual[name], most[name]);
  return { calls: least("calls"), tokens: least("tokens"), seconds: least("seconds") };
}

/** What follows the name of the file. */
export function refused(sentence: string): AppError {
  return new AppError("refused", `${sentence}.`);
}
