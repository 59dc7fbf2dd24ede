import type { TestAccess } from "../evidence/check.ts";
import type { MutantSurvey } from "../evidence/mutants/survey.ts";
import { surveyOf } from "../evidence/mutants/survey-of.ts";
import type { Files } from "../ports/files.ts";
import type { SyntaxTree, SyntaxTrees } from "../ports/syntax-trees.ts";
import type { LineRange } from "../syntax/outline.ts";
import type { Assignment } from "./assignment.ts";

/** The mutants of an assignment's target against today's tests: found out at the first question, then remembered. */
export function surveyFor(
  { target, instruction }: Assignment,
  host: { readonly files: Files; readonly trees: SyntaxTrees; now(): number },
  tests: TestAccess,
): (signal: AbortSignal) => Promise<MutantSurvey> {
  let known: Promise<MutantSurvey> | undefined;
  const find = async (signal: AbortSignal) => {
    const { files: base, trees, now } = host;
    const tree = await trees.parse(target, await base.read(target));
    const within = tree === undefined ? undefined : named(tree, instruction);
    return surveyOf({ subject: target, base, trees, tests }, { within, now: () => now() }, signal);
  };
  return (signal) => {
    known ??= find(signal);
    return known;
  };
}

/** The lines of what the instruction names: "the negative case of addMonths". */
function named(tree: SyntaxTree, instruction: string): LineRange | undefined {
  const words = new Set(instruction.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  const found = tree.declarations.find(({ name }) => words.has(name) && /[A-Z_]|^.{7,}$/.test(name));
  return found === undefined ? undefined : { from: found.firstLine, to: found.lastLine };
}
