import { type Edit, editOf } from "../cheating/edit.ts";
import { byWeight, type Finding } from "../cheating/finding.ts";
import type { Check, CheckContext } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { isCompiled } from "../written/compiled/compiled-tests.ts";
import { honestCompiled } from "../written/compiled/honest.ts";
import { type AboutSubject, honestJavascript } from "../written/honest-javascript.ts";
import { honestPython } from "../written/honest-python.ts";
import { saidForTests } from "../written/honest-reasons.ts";
import { leadsTo } from "../written/subject-names.ts";
import { type TestChange, testChange } from "../written/test-change.ts";

const name = "tests-honest";

/** The new tests call the real code with the real assertions and do nothing else: no test is marked to be left out, nothing is patched. */
export const testsHonest: Check = {
  name,
  cost: "pure",
  async check(context) {
    for (const path of context.changes.keys()) {
      const change = await testChange(context, path);
      if (change === undefined) return says("unknown", `What the tests of ${path} do cannot be read in its language.`);
      const marked = change.fresh.find(({ mark }) => mark !== undefined);
      if (marked !== undefined)
        return says("refuted", `"${marked.name}" is marked ${marked.mark}: every test has to run as it is.`);
      const finding = worst(change, context);
      if (finding !== undefined) return finding;
    }
    return says("proved", "The new tests use the real code and the real assertions.");
  },
};

function worst(change: TestChange, { subject }: CheckContext): Evidence | undefined {
  const edit = editOf(change.path, change.before, change.after);
  const about = {
    path: subject,
    names: change.names,
    leadsTo: (specifier: string) => leadsTo(specifier, change.path, subject),
  };
  const findings = findingsOf(edit, about);
  const [first] = findings.toSorted(byWeight);
  if (first === undefined) return undefined;
  return says(first.verdict, `Line ${edit.line(first.at)}: ${first.what} ${saidForTests(first.why)}.`);
}

function findingsOf(edit: Edit, about: AboutSubject): readonly Finding[] {
  if (isCompiled(edit.after)) return honestCompiled(edit, about);
  return edit.after.language === "python" ? honestPython(edit, about) : honestJavascript(edit, about);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
