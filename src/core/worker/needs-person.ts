import { THRESHOLD } from "../evidence/confidence.ts";
import type { Report } from "./report.ts";

/** Whether a person has to look at what is proposed before anything is built on it or it is taken without a look. */
export function needsPerson({ changeSet, confidence }: Pick<Report, "changeSet" | "confidence">): boolean {
  return changeSet !== undefined && confidence.value < THRESHOLD;
}

/** Whether what a worker proposes may be taken, or built on, without a person having looked at it. */
export function isTakeable(report: Report | undefined): boolean {
  return report?.status === "proved" && !needsPerson(report);
}
