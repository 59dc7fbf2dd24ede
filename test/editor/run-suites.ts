import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import * as z from "zod";
import { findDesktop } from "./desktop.ts";
import { copyExample } from "./example.ts";
import { installEditor } from "./install.ts";
import { modelProvider, project, standIn, tools } from "./places.ts";
import type { Counts } from "./run-windows.ts";
import { writeSettings } from "./settings.ts";

const statsSchema = z.object({ passes: z.number(), failures: z.number() });

/** Runs the suites of test/editor/suites in the extension host of a desktop's editor, or of the browser-hosted one. */
export async function runSuites(grep: string | undefined): Promise<Counts> {
  const desktop = findDesktop();
  if (desktop === undefined) installEditor();
  const bundles = await bundleSuites();
  const state = mkdtempSync(join(tmpdir(), "tsr-"));
  const report = join(state, "report");
  const [userData, extensionsDir] = [join(state, "user"), join(state, "extensions")];
  writeSettings(userData, "dark", {});
  try {
    const code = await runTests({
      vscodeExecutablePath: desktop ?? standIn,
      extensionDevelopmentPath: [project, modelProvider],
      extensionTestsPath: join(bundles, "index.cjs"),
      launchArgs: [copyExample(state), `--user-data-dir=${userData}`, `--extensions-dir=${extensionsDir}`],
      extensionTestsEnv: {
        TESSERA_TEST_REPORT: report,
        TESSERA_HOME: join(state, "tessera"),
        ...(grep === undefined ? {} : { TESSERA_TEST_GREP: grep }),
      },
    }).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    });
    if (existsSync(report)) console.log(readFileSync(report, "utf8"));
    return countsOf(`${report}.json`, code);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** An extension host loads CommonJS; mocha stays outside, so that suites and runner share one. */
async function bundleSuites(): Promise<string> {
  const source = join(project, "test", "editor", "suites");
  const outdir = join(tools, "suites");
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: readdirSync(source).map((name) => join(source, name)),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
    // Only the search for ripgrep asks where its own code lies, and no suite searches.
    logOverride: { "empty-import-meta": "silent" },
  });
  return outdir;
}

/** What the runner counted; an editor that ended without counts is a failure of its own. */
function countsOf(path: string, code: number): Counts {
  const where = "in the extension host";
  if (!existsSync(path)) return { where, passed: 0, failed: 1 };
  const { passes, failures } = statsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  return { where, passed: passes, failed: failures === 0 && code !== 0 ? 1 : failures };
}
