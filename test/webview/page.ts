import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type Browser, chromium, type Page } from "playwright-core";
import * as z from "zod";
import { type FromPanel, fromPanelSchema, type ToPanel } from "../../src/protocol.ts";
import { panelHtml } from "../../src/vscode/panel-html.ts";
import { findChromium } from "../support/chromium.ts";
import { type Theme, themes } from "./themes.ts";

const dist = new URL("../../dist/", import.meta.url);
const files: Readonly<Record<string, string>> = {
  "/webview.js": "text/javascript",
  "/panel.css": "text/css",
  "/codicon.css": "text/css",
  "/codicon.ttf": "font/ttf",
};

export interface PanelPage {
  readonly page: Page;
  /** Speaks as the host and waits until it is shown. */
  say(...messages: readonly ToPanel[]): Promise<void>;
  /** What the panel has said since it was last asked. */
  heard(): Promise<readonly FromPanel[]>;
  /** What the page's policy had to stop. */
  violations(): Promise<readonly string[]>;
}

export interface PanelSite {
  /** A panel of its own in a profile of its own. */
  open(options?: {
    readonly theme?: keyof typeof themes;
    readonly width?: number;
    readonly height?: number;
  }): Promise<PanelPage>;
  close(): Promise<void>;
}

/** The built panel, served to a headless Chromium as the editor serves it: same page, same policy, same variables. */
export async function servePanel(): Promise<PanelSite> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const type = files[path];
    if (path === "/") {
      const origin = `http://${request.headers.host}`;
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(
        panelHtml({
          script: `${origin}/webview.js`,
          style: `${origin}/panel.css`,
          codicons: `${origin}/codicon.css`,
          cspSource: origin,
          nonce: "b2ZmZXJlZCBvbmNl",
        }),
      );
    } else if (type === undefined) {
      response.writeHead(404).end();
    } else {
      response.setHeader("content-type", type);
      response.end(readFileSync(new URL(`.${path}`, dist)));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  const browser = await launch();
  return {
    open: async ({ theme = "dark", width = 400, height = 800 } = {}) => {
      const context = await browser.newContext({ viewport: { width, height } });
      const page = await context.newPage();
      await page.addInitScript(standIn(themes[theme]));
      await page.goto(`http://127.0.0.1:${address.port}/`);
      return panelPage(page);
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("There is no Chromium: install one, or name it in CHROME_PATH.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
}

function standIn(theme: Theme): string {
  const script = readFileSync(new URL("stand-in.js", import.meta.url), "utf8");
  return `const TESSERA_THEME = ${JSON.stringify(theme)};\n${script}`;
}

function panelPage(page: Page): PanelPage {
  return {
    page,
    say: async (...messages) => {
      for (const message of messages) await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
      await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))",
      );
    },
    heard: async () => z.array(fromPanelSchema).parse(await page.evaluate("window.posted.splice(0)")),
    violations: async () => z.array(z.string()).parse(await page.evaluate("window.violations")),
  };
}
