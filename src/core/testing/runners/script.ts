import { globPattern } from "../glob.ts";
import { installed, join, nodeFor, readManifest } from "../package-manifest.ts";
import type { TestRunner } from "../test-runner.ts";
import { needsBuild } from "../test-script.ts";

/** Test scripts that are plain programs ("node test.js") and tape: read from TAP or the exit status. They always run as a whole. */
export const scriptRunner: TestRunner = {
  name: "script",
  language: "javascript",
  knowsRelated: false,

  async detect(folder, lookup) {
    const invocation = (await readManifest(folder, lookup))?.invocation;
    if (invocation === undefined || !/^(?:script|tape)$/.test(invocation.tool)) return undefined;
    needsBuild(invocation, invocation.args, folder, lookup.paths);
    const program = invocation.tool === "tape" ? [await installed("tape", ["tape/bin/tape"], folder, lookup)] : [];
    const named = invocation.args.map((word) => globPattern(join(folder, word.replace(/^\.\//, ""))));
    const files = lookup.paths.filter((path) => named.some((pattern) => pattern.test(path)));
    return {
      folder,
      runner: "script",
      argv: [await nodeFor(folder, lookup), ...invocation.nodeOptions, ...program, ...invocation.args],
      testFiles: files,
      env: invocation.env,
    };
  },

  command({ folder, argv, env = {} }, _, timeoutMs) {
    return { argv, cwd: folder, env: { ...env, CI: "1", NO_COLOR: "1" }, timeoutMs };
  },

  async parse(execution, project, root) {
    // Its readers of XML and TAP are large, and few projects need them.
    const { readPrintedResults } = await import("../printed-results.ts");
    return readPrintedResults(execution, project, root);
  },
};
