import { cutToTokens } from "../short-text.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { successorOf } from "./outcome.ts";
import type { RunLog } from "./run-log.ts";

/** Where something that an assignment stands on was not proved: its report, which says so. Nothing was begun, and nothing is spent. */
export function blockedByOthers(assignment: Assignment, log: RunLog): Report | undefined {
  const open = (assignment.requires ?? [])
    .map((id) => successorOf(log.state, id))
    .find((worker) => worker?.report?.status !== "proved");
  if (open === undefined) return undefined;
  const { id, agent, target } = open.assignment;
  const became = open.report?.status ?? "not done";
  const sentence = `Not begun: ${id} (${agent} ${target}), which it builds on, is ${became}. Retry that one first.`;
  const report: Report = {
    assignment: assignment.id,
    status: "blocked",
    summary: cutToTokens(sentence, summaryTokens),
    confidence: { value: 0, reasons: [sentence] },
    evidence: [],
    openQuestions: [],
    spent: { calls: 0, input: 0, output: 0, cacheRead: 0, usd: 0, seconds: 0 },
    problem: { sentence },
  };
  log.teller(assignment.id)({ type: "reported", report });
  return report;
}
