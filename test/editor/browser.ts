import { type BrowserContext, chromium, type Page } from "playwright-core";
import { installEditor } from "./install.ts";
import type { Server } from "./server.ts";

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A headless Chromium with one empty page; its profile lies in the given folder, or in one that goes with it. It ends with `close`, or when this process does. */
export async function openBrowser(viewport: Size, profile = ""): Promise<Browser> {
  const context = await chromium.launchPersistentContext(profile, {
    headless: true,
    executablePath: installEditor().browser,
    viewport,
    // Signals are for whoever opened it: Playwright would exit at once and leave the server to itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, close: () => context.close() };
}

export interface Development {
  /** Folders of extensions to load as they are. */
  readonly extensions: readonly string[];
  /** A module whose `run` is called in the extension host. */
  readonly tests?: string | undefined;
}

/**
 * Lets the workbench load extensions in development, by the option that embedders of the web workbench have for it:
 * written into the page before the workbench reads it. The document itself must not be answered by a route, or
 * Chromium takes the page for a foreign one and blocks its WebSocket.
 */
export async function develop(page: Page, server: Server, { extensions, tests }: Development): Promise<void> {
  const remote = (path: string) => ({ scheme: "vscode-remote", authority: `127.0.0.1:${server.port}`, path });
  const options = {
    extensions: extensions.map(remote),
    ...(tests === undefined ? {} : { extensionTestsPath: remote(tests) }),
  };
  await page.addInitScript(writeDevelopmentOptions, { origin: server.origin, options });
}

/** Runs in the page. */
function writeDevelopmentOptions({ origin, options }: { readonly origin: string; readonly options: object }): void {
  if (location.origin !== origin || window.top !== window) return;
  new MutationObserver((_, observer) => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (meta === null) return;
    observer.disconnect();
    const settings = JSON.parse(meta.getAttribute("data-settings") ?? "{}");
    settings.developmentOptions = { ...settings.developmentOptions, ...options };
    meta.setAttribute("data-settings", JSON.stringify(settings));
  }).observe(document, { childList: true, subtree: true });
}
