import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FrameLocator, Page } from "playwright-core";
import { develop, openBrowser, type Size } from "./browser.ts";
import { runCommand, runQuickOpen } from "./palette.ts";
import { artefacts, project } from "./places.ts";
import { descendants } from "./processes.ts";
import { addressOf, startServer } from "./server.ts";
import { type Theme, themeSelector, writeSettings } from "./settings.ts";
import { installVsix } from "./vsix.ts";

export interface WorkbenchOptions {
  /** What to open; left out: an empty window. */
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** Folders of extensions in development. The project itself unless given, or unless it is installed from a package. */
  readonly extensions?: readonly string[];
  /** Packages to install first. */
  readonly vsix?: readonly string[];
  /**
   * A folder of user data to keep over several windows, one at a time; left out: an empty one that goes with the window.
   * What extensions put into mementos may take the editor five seconds to write.
   */
  readonly userData?: string;
  /** Restricted until the folder is trusted, as for a user. Extensions in development run even so: use a package. */
  readonly trust?: boolean;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: Size;
}

/** A real VS Code with a headless browser as its window. */
export interface Workbench extends AsyncDisposable {
  readonly page: Page;
  /** For the extension's own state: what it would keep below the user's data folders. */
  readonly userData: string;
  /** Runs a command by its whole title in the palette, such as "Tessera: Fix Failing Tests". */
  command(title: string): Promise<void>;
  /** Opens a file by its path below the folder. */
  openFile(path: string): Promise<void>;
  /** Opens the view container of this name in the activity bar. */
  openView(name: string): Promise<void>;
  /** The document inside the webview view of the extension with this name. */
  panel(extension?: string): FrameLocator;
  /** Trusts the folder of a window that was opened with `trust`. */
  trustFolder(): Promise<void>;
  /** Leaves a PNG of the window in test/editor/artefacts and returns its path. */
  screenshot(name: string): Promise<string>;
  /** Reloads the window, and waits until it is there again. */
  reload(): Promise<void>;
  /**
   * Ends the extension host as a crash would, and waits until the editor has started another. With extensions in
   * development the editor starts none: install them from packages, or reload the window.
   */
  killExtensionHost(): Promise<void>;
  /** Ends everything and removes what was temporary. */
  stop(): Promise<void>;
}

/** Opens a window and waits until its parts are there; extensions may still be starting. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { folder, theme = "dark", vsix = [], trust = false, env = {}, size = { width: 1400, height: 900 } } = options;
  const extensions = options.extensions ?? (vsix.length > 0 ? [] : [project]);
  const state = mkdtempSync(join(tmpdir(), "tsr-"));
  const userData = options.userData ?? join(state, "user");
  const extensionsDir = join(options.userData ?? state, "extensions");
  await using undo = new AsyncDisposableStack();
  undo.defer(() => rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));

  writeSettings(userData, theme, options.settings ?? {});
  for (const path of vsix) installVsix(path, { userData, extensionsDir });
  const server = await startServer({ state, userData, extensionsDir, trust, env, port: portOf(userData) });
  undo.defer(() => server.stop());
  writeFileSync(join(userData, "port"), String(server.port));
  const browser = await openBrowser(size, join(userData, "browser"));
  undo.defer(() => browser.close());
  const { page } = browser;
  await develop(page, server, { extensions });
  await page.goto(addressOf(server, { folder }));
  await isReady(page, theme);

  const ending = undo.move();
  const stop = () => ending.disposeAsync();
  return {
    page,
    userData,
    command: (title) => runCommand(page, title),
    openFile: async (path) => {
      await runQuickOpen(page, path);
      await page
        .locator(`.tab[data-resource-name="${basename(path)}"]`)
        .first()
        .waitFor({ timeout: 15_000 });
    },
    openView: async (name) => {
      const item = page.locator(`.activitybar .action-item:has(a[aria-label^="${name}"])`).first();
      await item.waitFor({ timeout: 30_000 });
      if (!(await item.evaluate((element) => element.classList.contains("checked")))) await item.click();
      await page.mouse.move(size.width / 2, size.height / 2);
    },
    panel: (extension = "tessera") =>
      page
        // One that was hidden and comes back does not say any more that it is a view.
        .frameLocator(`iframe.webview.ready[src*=".${extension}&"]`)
        .frameLocator("iframe#active-frame"),
    trustFolder: async () => {
      await runCommand(page, "Workspaces: Manage Workspace Trust");
      await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
      await page.locator(".workspace-trust-editor").getByText("You trust this folder").waitFor();
      await page.locator(".monaco-modal-editor-block .codicon-close").last().click();
    },
    screenshot: async (name) => {
      const path = join(artefacts, `${name}.png`);
      mkdirSync(artefacts, { recursive: true });
      await page.screenshot({ path });
      return path;
    },
    reload: async () => {
      await page.reload();
      await isReady(page, theme);
    },
    killExtensionHost: () => crash(server.pid, extensions.length === 0),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The browser keeps mementos, keys and trust by address, so windows that share user data share a port. */
function portOf(userData: string): number {
  const path = join(userData, "port");
  return existsSync(path) ? Number(readFileSync(path, "utf8")) : 0;
}

async function isReady(page: Page, theme: Theme): Promise<void> {
  await page.locator(themeSelector(theme)).waitFor({ timeout: 60_000 });
  await page.locator(".part.activitybar .action-item").first().waitFor({ timeout: 60_000 });
  await page.locator(".part.statusbar .statusbar-item").first().waitFor({ timeout: 60_000 });
}

const extensionHosts = (server: number) =>
  descendants(server).filter(({ command }) => command.includes("--type=extensionHost"));

async function crash(server: number, comesBack: boolean): Promise<void> {
  const old = extensionHosts(server).map(({ pid }) => pid);
  if (old.length === 0) throw new Error("No extension host runs. Wait for the extension to start before killing it.");
  for (const pid of old) process.kill(pid, "SIGKILL");
  const deadline = Date.now() + 30_000;
  while (comesBack && !extensionHosts(server).some(({ pid }) => !old.includes(pid))) {
    if (Date.now() > deadline) throw new Error("The editor did not start another extension host within 30 s.");
    await sleep(100);
  }
}
