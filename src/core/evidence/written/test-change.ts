import { asAppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import type { CheckContext } from "../check.ts";
import { type SubjectNames, subjectNames } from "./subject-names.ts";
import { type WrittenTest, writtenTests } from "./written-tests.ts";

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

/** Undefined where the text cannot be read as tests: it is deleted, or in a language whose tests are not known. */
export async function testChange(
  { subject, base, changes, trees }: CheckContext,
  path: Path,
): Promise<TestChange | undefined> {
  const text = changes.get(path);
  const after = text === undefined ? undefined : await trees.parse(path, text);
  if (after === undefined || !/^(javascript|typescript|tsx|python)$/.test(after.language)) return undefined;
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
  return { path, before, after, tests, fresh, names: subjectNames(after, path, source, subject) };
}

async function read(base: CheckContext["base"], path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return undefined;
  }
}
