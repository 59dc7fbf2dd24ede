#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { develop, openBrowser } from "./browser.ts";
import { type CodeArguments, codeArguments } from "./code-arguments.ts";
import { installServer } from "./install.ts";
import { artefacts, node } from "./places.ts";
import { addressOf, startServer } from "./server.ts";

/**
 * Stands in for the `code` executable of a desktop: takes the same command line, as `@vscode/test-electron` gives it,
 * runs the same tests in the same VS Code with a headless browser as its window, and exits with the same code.
 */
const TIMEOUT = 10 * 60_000;

const asked = codeArguments(process.argv.slice(2));
process.exitCode = asked.type === "command" ? runCommandLine(asked.args) : await runTests(asked);

/** Installing and listing extensions is the server's own command line. */
function runCommandLine(args: readonly string[]): number {
  return spawnSync(node, [installServer(), ...args], { stdio: "inherit" }).status ?? 1;
}

async function runTests(asked: Extract<CodeArguments, { readonly type: "tests" }>): Promise<number> {
  const state = mkdtempSync(join(tmpdir(), "tsr-"));
  const { userData = join(state, "user"), extensionsDir = join(state, "extensions"), trust, folder } = asked;
  const lines: string[] = [];
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const server = await startServer({ state, userData, extensionsDir, trust, env: {} });
  undo.defer(() => server.stop());
  const { page, close } = await openBrowser({ width: 1400, height: 900 });
  undo.defer(close);
  await develop(page, server, asked);

  const end = Promise.withResolvers<number>();
  const fail = (reason: string) => () => end.reject(new Error(reason));
  // The two functions by which the workbench reports from test runs in development.
  await page.exposeFunction("codeAutomationLog", (_: string, args: readonly unknown[]) => lines.push(format(...args)));
  await page.exposeFunction("codeAutomationExit", (code: number) => end.resolve(code));
  page.on("crash", fail("The browser's page crashed."));
  void server.ended.then(fail("The editor's server ended before the tests did."));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, fail(`Ended by ${signal}.`));
  const late = setTimeout(fail(`The tests gave no result within ${TIMEOUT / 60_000} minutes.`), TIMEOUT);
  undo.defer(() => clearTimeout(late));

  try {
    await page.goto(addressOf(server, { folder, onlyDevelopment: asked.onlyDevelopment }));
    const code = await end.promise;
    if (code !== 0) leave(lines);
    return code;
  } catch (error) {
    await page.screenshot({ path: join(artefacts, "stand-in.png") }).catch(() => {});
    leave(lines);
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/** What the workbench said, most of it about itself: worth a look only when something failed. */
function leave(lines: readonly string[]): void {
  mkdirSync(artefacts, { recursive: true });
  const path = join(artefacts, "stand-in.log");
  writeFileSync(path, `${lines.join("\n")}\n`);
  console.error(`The workbench's console is in ${path}.`);
}
