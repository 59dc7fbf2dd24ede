import { asAppError } from "../../app-error.ts";
import type { Files, Path } from "../../ports/files.ts";
import { isTestHarness } from "../../testing/project.ts";
import { countingFindings } from "../cheating/counting.ts";
import { disguiseFindings } from "../cheating/disguise.ts";
import { type Edit, editOf } from "../cheating/edit.ts";
import { byWeight, type Finding } from "../cheating/finding.ts";
import { hollowFindings } from "../cheating/hollow.ts";
import { inlineTestFindings } from "../cheating/inline-tests.ts";
import { javascriptNames } from "../cheating/names-javascript.ts";
import { pythonNames } from "../cheating/names-python.ts";
import { importFindings } from "../cheating/new-imports.ts";
import { tokenFindings } from "../cheating/other-languages.ts";
import { piecesFindings } from "../cheating/pieces.ts";
import { reachFindings } from "../cheating/reach-javascript.ts";
import { pythonReachFindings } from "../cheating/reach-python.ts";
import { specialCaseFindings } from "../cheating/special-cases.ts";
import { standInFindings } from "../cheating/stand-ins.ts";
import { swallowFindings } from "../cheating/swallow.ts";
import { type TestLiterals, testLiterals } from "../cheating/test-literals.ts";
import { writtenTableFindings } from "../cheating/written-tables.ts";
import type { Check, CheckContext } from "../check.ts";
import type { Evidence } from "../evidence.ts";

const name = "no-cheating";

/**
 * The change adds nothing by which code under test could make a test pass without being right.
 *
 * It looks at what the proposed text holds beyond its base, by syntax tree: what is newly reached outside the file, what hides or swallows,
 * what decides by the failing test's own literals. Refuted when such a thing is certain, unknown when a person has to look.
 * It holds for the whole ChangeSet: a hunk taken alone is another text.
 */
export const noCheating: Check = {
  name,
  cost: "pure",
  async check(context, signal) {
    const tests = await testLiterals(context.tests?.named ?? [], context);
    const all: (Finding & { readonly place: string })[] = [];
    for (const [path, text] of context.changes) {
      if (isTestHarness(path))
        return says("refuted", `${path} belongs to the tests: change the code under test instead.`);
      if (text === undefined)
        return says("unknown", `${path} would be deleted: keep it, and repair what is wrong in it.`);
      const before = await readText(context.base, path);
      if (before === text) continue;
      const after = await context.trees.parse(path, text);
      if (after === undefined) return says("unknown", `${path} is in a language that cannot be looked through.`);
      const edit = editOf(path, before === undefined ? undefined : await context.trees.parse(path, before), after);
      if (after.hasErrors && edit.before?.hasErrors !== true)
        return says("unknown", `${path} has a syntax error now, so it cannot be looked through.`);
      const where = context.changes.size > 1 ? `${path}, line` : "Line";
      for (const finding of await findingsOf(edit, tests, context, signal))
        all.push({ ...finding, place: `${where} ${edit.line(finding.at)}` });
    }
    const [worst] = all.sort(byWeight);
    if (worst === undefined) return says("proved", "Adds nothing that reaches outside the code under test.");
    return says(worst.verdict, `${worst.place}: \`${worst.what}\` ${worst.why}.`);
  },
};

async function findingsOf(
  edit: Edit,
  tests: TestLiterals,
  context: CheckContext,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { language } = edit.after;
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return [
        ...reachFindings(edit, (word) => tests.names.has(word) || tests.packed.includes(word)),
        ...(await importFindings(edit, context, signal)),
        ...countingFindings(edit, javascriptNames),
        ...inAnyLanguage(edit, tests),
      ];
    case "python":
      return [
        ...pythonReachFindings(edit),
        ...(await importFindings(edit, context, signal)),
        ...countingFindings(edit, pythonNames),
        ...inAnyLanguage(edit, tests),
      ];
    case "go":
    case "rust":
    case "java":
    case "csharp":
      return [...inlineTestFindings(edit), ...tokenFindings(edit), ...inAnyLanguage(edit, tests)];
  }
}

function inAnyLanguage(edit: Edit, tests: TestLiterals): readonly Finding[] {
  return [
    ...disguiseFindings(edit),
    ...piecesFindings(edit),
    ...standInFindings(edit),
    ...swallowFindings(edit),
    ...hollowFindings(edit),
    ...specialCaseFindings(edit, tests),
    ...writtenTableFindings(edit, tests),
  ];
}

async function readText(base: Files, path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
