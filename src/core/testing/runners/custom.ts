import { AppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import type { TestProject, TestRunner } from "../test-runner.ts";

/**
 * A command the user approved for a folder. It always runs as it is: selections do not narrow it.
 * A report it writes to "{out}/NAME.xml" is read as JUnit XML.
 */
export const customRunner: TestRunner = {
  name: "custom",
  language: "any",
  knowsRelated: false,

  async detect() {
    return undefined;
  },

  command({ folder, argv }, _, timeoutMs) {
    const outputs = argv.flatMap((word) =>
      [...word.matchAll(/\{out\}[\\/]([\w.-]+\.xml)/g)].map((match) => match[1] ?? ""),
    );
    return {
      argv,
      cwd: folder,
      env: { CI: "1", NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1" },
      timeoutMs,
      outputs,
    };
  },

  async parse(execution, project, root) {
    // Its readers of XML and TAP are large, and few projects need them.
    const { readPrintedResults } = await import("../printed-results.ts");
    return readPrintedResults(execution, project, root);
  },
};

/** The project of an approved command. Throws `usage` for an empty command and for one that would wait for changes. */
export function customProject(folder: Path, argv: readonly string[], testFiles: readonly Path[] = []): TestProject {
  const [program, ...args] = argv;
  if (program === undefined || program === "")
    throw new AppError("usage", "The test command is empty: name a program and its arguments.");
  const watching = argv.find((word) => /^--watch(?:All)?(?:=(?!false).*)?$|(?:^|[:/])(?:watch|nodemon)$/.test(word));
  if (watching !== undefined)
    throw new AppError(
      "usage",
      `The test command would wait for changes (${watching}): pass one that runs the tests once and ends.`,
    );
  return { folder, runner: "custom", argv: [program, ...args], testFiles };
}
