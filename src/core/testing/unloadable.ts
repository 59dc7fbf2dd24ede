import type { ImportGraph } from "./import-graph.ts";
import { isTestHarness } from "./project.ts";
import type { TestCase } from "./test-run.ts";

/**
 * Why a test file that does not load is no matter of any source file, as a sentence that says what to do: it does not parse
 * itself, or what it is loaded by or imports is not installed. Undefined where a source may be to blame, and for single tests.
 */
export async function unloadable(test: TestCase, graph: Pick<ImportGraph, "tree">): Promise<string | undefined> {
  const { file, name, message = "", frames } = test;
  if (name !== "" || !isTestHarness(file)) return undefined;
  if ((await graph.tree(file))?.hasErrors)
    return `${file} does not parse, so none of its tests can run: mend it first.`;
  if (/Unknown file extension/.test(message))
    return `${file} cannot be loaded by this test command: pass --test-command with one that can (${message}).`;
  const missing = missingPackage(message);
  const isOwnImport = message.includes(file) || frames[0] === undefined || frames[0].path === file;
  if (missing === undefined || !isOwnImport) return undefined;
  return `${file} imports ${missing}, which cannot be found: install it, or mend the import.`;
}

/** Of node, bundlers and Python; what is imported by a path is a file of the project. */
function missingPackage(message: string): string | undefined {
  const found =
    /Cannot find (?:package|module) ['"]([^'"./][^'"]*)['"]|Failed to resolve import "([^"./][^"]*)"|No module named ['"]([^'"]+)['"]/.exec(
      message,
    );
  return found?.[1] ?? found?.[2] ?? found?.[3];
}
