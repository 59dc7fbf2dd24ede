import type { Path } from "../ports/files.ts";
import { importLineOf } from "../testing/import-line.ts";
import { isTestHarness } from "../testing/project.ts";
import { testPlaceOf } from "../testing/test-place.ts";
import type { TestProject } from "../testing/test-runner.ts";
import { skeletonFor } from "../testing/test-skeleton.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { TestDesk } from "./test-desk.ts";

/** Where the tests of a source are written, and how this project writes them. */
export async function writingFor(
  target: Path,
  project: TestProject,
  desk: Pick<TestDesk, "graph">,
): Promise<Pick<Assignment["context"], "testFile" | "writing">> {
  const { path, example } = await testPlaceOf(target, project, desk.graph);
  const importLine = await importLineOf(target, path, example, desk.graph);
  const skeleton = example === undefined ? skeletonFor(project.runner, path, importLine) : undefined;
  return {
    testFile: path,
    writing: {
      ...(importLine === undefined ? {} : { importLine }),
      ...(example === undefined ? {} : { example }),
      ...(skeleton === undefined ? {} : { skeleton }),
    },
  };
}

/** Tests are written about code, not about tests. */
export function isTestable(path: Path): boolean {
  return !isTestHarness(path) && /\.([cm]?[jt]sx?|py|go|rs|java|cs)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}
