import { asAppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import type { CheckContext } from "../check.ts";
import { isCompiled } from "./compiled/compiled-tests.ts";
import { compiledSubject } from "./compiled/subject.ts";
import { type SubjectNames, subjectNames } from "./subject-names.ts";
import type { WrittenTest } from "./written-test.ts";
import { writtenTests } from "./written-tests.ts";

/** What a change does to one test file. */
export interface TestChange {
  readonly path: Path;
  /** Undefined for a new file. */
  readonly before: SyntaxTree | undefined;
  readonly after: SyntaxTree;
  /** Every test there is now, and those that were not there before. */
  readonly tests: readonly WrittenTest[];
  readonly fresh: readonly WrittenTest[];
  readonly names: SubjectNames;
}

/** Undefined where the text cannot be read as tests: it is deleted, or in a language that has no grammar here. */
export async function testChange(
  { subject, base, changes, trees }: CheckContext,
  path: Path,
): Promise<TestChange | undefined> {
  const text = changes.get(path);
  const after = text === undefined ? undefined : await trees.parse(path, text);
  if (after === undefined) return undefined;
  const old = await read(base, path);
  const before = old === undefined ? undefined : await trees.parse(path, old);
  const about = await read(base, subject);
  const source = about === undefined ? undefined : await trees.parse(subject, about);
  const left = new Map<string, number>();
  for (const { name } of before === undefined ? [] : writtenTests(before)) left.set(name, (left.get(name) ?? 0) + 1);
  const tests = writtenTests(after);
  const fresh = tests.filter(({ name }) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
  const names = isCompiled(after) ? compiledSubject(after, source) : subjectNames(after, path, source, subject);
  return { path, before, after, tests, fresh, names };
}

async function read(base: CheckContext["base"], path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}
