import { cutToTokens } from "../short-text.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Report } from "../worker/report.ts";
import type { RunLog } from "./run-log.ts";

/** Tells and gives the report of an assignment that is not begun: nothing is spent, and the sentence says why. */
export function notBegun(
  assignment: string,
  status: "blocked" | "cancelled",
  problem: NonNullable<Report["problem"]>,
  log: RunLog,
): Report {
  const { sentence } = problem;
  const report: Report = {
    assignment,
    status,
    summary: cutToTokens(sentence, summaryTokens),
    confidence: { value: 0, reasons: [sentence] },
    evidence: [],
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: 0 },
    problem,
  };
  log.teller(assignment)({ type: "reported", report });
  return report;
}
