import * as z from "zod";

/** A place in a source file of the workspace, as a failure's stack names it. */
const frameSchema = z.object({ path: z.string(), line: z.int().min(1), name: z.string().optional() });
export type Frame = z.infer<typeof frameSchema>;

/** One test and what became of it. `file` and `name` together identify it; the name holds its suites, joined by " > ". */
export const testCaseSchema = z.object({
  file: z.string(),
  name: z.string(),
  status: z.enum(["passed", "failed", "skipped"]),
  /** 1-based line of the test in its file, where the runner says it. */
  line: z.int().min(1).optional(),
  /** First line or lines of the failure, without stack and colours. */
  message: z.string().optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  /** Workspace frames only, innermost first. */
  frames: z.array(frameSchema).default([]),
});
export type TestCase = z.infer<typeof testCaseSchema>;

/** What one execution of a test runner came to. */
const testRunSchema = z.object({
  cases: z.array(testCaseSchema),
  /**
   * Failures that belong to no test: a file that does not load, a runner that crashed or is not installed, a time-out.
   * Each is a sentence; `file` where it is known. A run with problems has not passed, whatever its cases say.
   */
  problems: z.array(
    z.object({ file: z.string().optional(), message: z.string(), frames: z.array(frameSchema).default([]) }),
  ),
  /** Wall time of the command, milliseconds. */
  ms: z.number(),
});
export type TestRun = z.infer<typeof testRunSchema>;
