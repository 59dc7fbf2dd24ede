import type { Finding } from "./criticism.ts";

/** Whether whoever proposed it should hear of it: something has to be better before it is taken. */
export function isSevere({ severity }: Pick<Finding, "severity">): boolean {
  return severity === "blocker" || severity === "major";
}

/** "major src/a.js:3: …" */
export function findingLine({ path, line, severity, text }: Finding): string {
  return `${severity} ${path}${line === undefined ? "" : `:${line}`}: ${text}`;
}
