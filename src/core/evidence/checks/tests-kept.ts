import { asAppError } from "../../app-error.ts";
import type { Files, Path } from "../../ports/files.ts";
import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import type { Check } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { isCompiled } from "../written/compiled/compiled-tests.ts";
import { compiledWeakening } from "../written/compiled/kept.ts";
import { weakening } from "../written/kept.ts";

const name = "tests-kept";

/** Nothing but the subject's test file changes, and every test that was in it is still there, word for word. */
export const testsKept: Check = {
  name,
  cost: "pure",
  async check({ subject, testFile, base, changes, trees }) {
    let added = 0;
    for (const [path, text] of changes) {
      if (testFile === undefined || path !== testFile || path === subject)
        return says("refuted", `${path} is not the test file of ${subject}: change ${testFile ?? "nothing"} only.`);
      if (text === undefined) return says("refuted", `${path} would be deleted: keep it, and add tests.`);
      const after = await trees.parse(path, text);
      const old = await readText(base, path);
      if (after === undefined) return says("unknown", `${path} is in a language that cannot be looked through.`);
      const before = old === undefined ? undefined : await trees.parse(path, old);
      if (after.hasErrors && before?.hasErrors !== true)
        return says("refuted", `${path} has a syntax error now: write it correctly.`);
      const weaker = before === undefined ? undefined : weakeningOf(before, after);
      if (weaker !== undefined) return says("refuted", weaker);
      added += before === undefined ? 1 : 0;
    }
    return says("proved", added > 0 ? "Only a new test file is added." : "No test that was there is changed.");
  },
};

function weakeningOf(before: SyntaxTree, after: SyntaxTree): string | undefined {
  return isCompiled(after) ? compiledWeakening(before, after) : weakening(before, after);
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
