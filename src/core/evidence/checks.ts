import { AppError } from "../app-error.ts";
import type { Check } from "./check.ts";
import { cleanText } from "./checks/clean-text.ts";
import { commentsOnly } from "./checks/comments-only.ts";
import { control } from "./checks/control.ts";
import { diagnosticsNoWorse } from "./checks/diagnostics-no-worse.ts";
import { doctests } from "./checks/doctests.ts";
import { exportedApi } from "./checks/exported-api.ts";
import { exportsKept } from "./checks/exports-kept.ts";
import { mutantKilled } from "./checks/mutant-killed.ts";
import { namedTestsPass } from "./checks/named-tests-pass.ts";
import { newTestsPass } from "./checks/new-tests-pass.ts";
import { noCheating } from "./checks/no-cheating.ts";
import { relatedStillPass } from "./checks/related-still-pass.ts";
import { sameEffects } from "./checks/same-effects.ts";
import { sameTestsPass } from "./checks/same-tests-pass.ts";
import { testsAssert } from "./checks/tests-assert.ts";
import { testsHonest } from "./checks/tests-honest.ts";
import { testsKept } from "./checks/tests-kept.ts";
import { testsNotice } from "./checks/tests-notice.ts";

/** Every check a contract may name. Adding one is a file in `checks/` and a line here; the order is the order of their work. */
const checks: readonly Check[] = [
  noCheating,
  cleanText,
  commentsOnly,
  exportsKept,
  exportedApi,
  testsKept,
  testsHonest,
  testsAssert,
  namedTestsPass,
  newTestsPass,
  relatedStillPass,
  sameEffects,
  sameTestsPass,
  control,
  testsNotice,
  mutantKilled,
  diagnosticsNoWorse,
  doctests,
];

/** Whether any of the named checks runs tests. */
export function needsTests(names: readonly string[]): boolean {
  return checksNamed(names).some(({ cost, testless }) => cost === "execution" && testless !== true);
}

/** In the table's order. Throws `usage` for a name that is not in the table. */
export function checksNamed(names: readonly string[]): readonly Check[] {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined)
    throw new AppError("usage", `There is no check "${unknown}": use ${checks.map((check) => check.name).join(", ")}.`);
  return checks.filter((check) => names.includes(check.name));
}
