import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { type Browser, chromium, type Page } from "playwright-core";
import * as z from "zod";
import { type FromPanel, fromPanelSchema, type ToPanel } from "../../src/protocol/messages.ts";
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

interface PanelPage {
  readonly page: Page;
  /** Speaks as the host and waits until it is shown. */
  say(...messages: readonly ToPanel[]): Promise<void>;
  /** What the panel has said since it was last asked. */
  heard(): Promise<readonly FromPanel[]>;
  /** What the page's policy had to stop. */
  violations(): Promise<readonly string[]>;
}

interface PanelOptions {
  readonly theme?: keyof typeof themes;
  readonly width?: number;
  readonly height?: number;
  /** What the host says as soon as the panel is ready. */
  readonly answers?: readonly ToPanel[];
}

export interface PanelSite {
  /** A panel in a profile of its own; the one before is closed. */
  open(options?: PanelOptions): Promise<PanelPage>;
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
    } else if (path === "/bare") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end("<!DOCTYPE html><title>Bare</title><p>Bare</p>");
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
    open: async ({ theme = "dark", width = 400, height = 800, answers = [] } = {}) => {
      await Promise.all(browser.contexts().map((before) => before.close()));
      const context = await browser.newContext({ viewport: { width, height } });
      const page = await context.newPage();
      await page.addInitScript(standIn(themes[theme], answers));
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

function standIn(theme: Theme, answers: readonly ToPanel[]): string {
  const script = readFileSync(new URL("stand-in.js", import.meta.url), "utf8");
  const given = `const TESSERA_THEME = ${JSON.stringify(theme)}, TESSERA_ANSWERS = ${JSON.stringify(answers)};`;
  return `${given}\n${script}`;
}

/** Waits until what was caused is drawn, and what follows from having been drawn has happened. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))",
  );
}

function panelPage(page: Page): PanelPage {
  return {
    page,
    say: async (...messages) => {
      for (const message of messages) await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
      await settled(page);
    },
    heard: async () => {
      await settled(page);
      return z.array(fromPanelSchema).parse(await page.evaluate("window.posted.splice(0)"));
    },
    violations: async () => z.array(z.string()).parse(await page.evaluate("window.violations")),
  };
}
