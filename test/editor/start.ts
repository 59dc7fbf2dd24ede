import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findDesktop } from "./desktop.ts";
import { copyExample } from "./example.ts";
import { project } from "./places.ts";
import { addressOf, startServer } from "./server.ts";
import { writeSettings } from "./settings.ts";

/**
 * `npm start`: the extension as it is built, in a real editor over a copy of the example project, or over the folder that is
 * given: `npm start -- FOLDER`. The editor has settings and state of its own, which go when it ends.
 */
const state = mkdtempSync(join(tmpdir(), "tsr-"));
const [userData, extensionsDir] = [join(state, "user"), join(state, "extensions")];
const [given] = process.argv.slice(2);
const ended = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));

try {
  const folder = given === undefined ? copyExample(state) : resolve(given);
  writeSettings(userData, "dark", {});
  const desktop = findDesktop();
  if (desktop === undefined) await openInBrowser(folder);
  else await openWindow(desktop, folder);
} finally {
  rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function openWindow(desktop: string, folder: string): Promise<void> {
  console.log(`Opening ${folder} in ${desktop}. Close the window, or press Ctrl+C, to end.`);
  const folders = [`--user-data-dir=${userData}`, `--extensions-dir=${extensionsDir}`];
  const child = spawn(desktop, [`--extensionDevelopmentPath=${project}`, ...folders, folder], {
    stdio: "ignore",
    env: { ...process.env, TESSERA_HOME: join(state, "tessera") },
  });
  await Promise.race([once(child, "exit"), ended]);
  child.kill();
}

/** A browser of the user's own cannot be told of extensions in development: there the project stands among the installed ones. */
async function openInBrowser(folder: string): Promise<void> {
  mkdirSync(extensionsDir, { recursive: true });
  symlinkSync(project, join(extensionsDir, "tessera"));
  const env = { TESSERA_HOME: join(state, "tessera") };
  const server = await startServer({ state, userData, extensionsDir, trust: false, env });
  console.log(`VS Code over ${folder} is at\n\n  ${addressOf(server, { folder })}\n`);
  console.log("After a change: npm run build, then reload the page. Ctrl+C ends it.");
  await Promise.race([server.ended, ended]);
  await server.stop();
}
