import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "../support/chromium.ts";
import { editors, node } from "./places.ts";

/** A build of VS Code whose workbench runs in a browser and whose extension host runs on node: all of it comes from npm. */
const PACKAGE = "code-server";
const VERSION = "4.139.1";

interface InstalledEditor {
  /** The server's entry, to be run by the project's node. */
  readonly entry: string;
  /** A Chromium to open the workbench in. */
  readonly browser: string;
}

/**
 * Where the browser-hosted editor lies, after installing it (half a minute, 600 MB) if it is not there yet.
 * Throws with the command that helps when a browser or the network is missing.
 */
export function installEditor(): InstalledEditor {
  return { entry: installServer(), browser: findBrowser() };
}

/** Only the server: enough to install extensions, or for a browser that someone else opens. */
export function installServer(): string {
  const folder = join(editors, `${PACKAGE}-${VERSION}`);
  if (!existsSync(folder)) {
    console.log(`Installing ${PACKAGE} ${VERSION} into ${editors} (once; about half a minute).`);
    const partial = `${folder}.partial-${process.pid}`;
    try {
      fill(partial);
      // Another checkout may have been faster.
      if (!existsSync(folder)) renameSync(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return join(folder, "node_modules", PACKAGE, "out", "node", "entry.js");
}

/**
 * Does by hand what the package's install script does, without the native modules that script builds: they are for
 * log files and sign-in, and want compilers. `npm install`, since the inner lock files are out of step with their manifests.
 */
function fill(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: { [PACKAGE]: VERSION } }));
  const editor = join(folder, "node_modules", PACKAGE, "lib", "vscode");
  install(folder);
  install(editor, "--omit=dev");
  install(join(editor, "extensions"), "--omit=dev");
  execFileSync(node, ["postinstall.mjs"], { cwd: join(editor, "extensions"), stdio: "ignore" });
  const commands = join(editor, "bin", "remote-cli");
  const system = process.platform === "darwin" ? "darwin" : "linux";
  if (!existsSync(join(commands, PACKAGE))) symlinkSync(`code-${system}.sh`, join(commands, PACKAGE));
}

function install(folder: string, ...options: readonly string[]): void {
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...options];
  try {
    execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  } catch (cause) {
    throw new Error(`npm could not install ${PACKAGE} ${VERSION}. Check the network, then start again.`, { cause });
  }
}

function findBrowser(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  throw new Error(
    "The editor tests need Chromium, and none was found. On Debian or Ubuntu: " +
      "apt-get install -y --no-install-recommends chromium fonts-dejavu-core. " +
      "Elsewhere: npx playwright-core install chromium, or set CHROME_PATH to the path of one.",
  );
}
