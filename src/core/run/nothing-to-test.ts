import { asAppError } from "../app-error.ts";
import { testsIn } from "../evidence/checks/mutant-killed.ts";
import { type MutantSurvey, survivors } from "../evidence/mutants/survey.ts";
import { cutToTokens } from "../short-text.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import type { RunLog } from "./run-log.ts";

/** Before a writer of tests is asked for nothing in particular: whether today's tests notice every mutant, so that there is nothing to add. */
export async function nothingToTest(
  assignment: Assignment,
  survey: (signal: AbortSignal) => Promise<MutantSurvey>,
  log: RunLog,
  { task, now, signal }: { readonly task: string; readonly now: () => number; readonly signal: AbortSignal },
): Promise<Report | undefined> {
  if (assignment.instruction !== task) return undefined;
  const started = now();
  const tell = log.teller(assignment.id);
  tell({ type: "step", text: "Looking for mutants that today's tests do not notice" });
  const found = await surveyed(survey, signal);
  if (found === undefined || found.trials.length === 0 || survivors(found).length > 0) return undefined;
  const sentence = `Nothing to add: ${testsIn(found)} notice all ${found.trials.length} mutants tried.`;
  const report: Report = {
    assignment: assignment.id,
    status: "proved",
    summary: cutToTokens(sentence, summaryTokens),
    confidence: { value: 1, reasons: [sentence] },
    evidence: [{ check: "mutant-killed", verdict: "proved", sentence, scope: "changeSet" }],
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: (now() - started) / 1000 },
  };
  tell({ type: "reported", report });
  return report;
}

/** What keeps mutants from being run keeps the tests from being run as well: the worker says so in its report. */
async function surveyed(
  survey: (signal: AbortSignal) => Promise<MutantSurvey>,
  signal: AbortSignal,
): Promise<MutantSurvey | undefined> {
  try {
    return await survey(signal);
  } catch (error) {
    if (asAppError(error) === undefined) throw error;
    return undefined;
  }
}
