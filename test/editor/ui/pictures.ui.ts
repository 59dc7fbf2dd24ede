import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { project } from "../places.ts";
import type { Theme } from "../settings.ts";
import type { Workbench } from "../workbench.ts";
import { Ledger } from "./ledger.ts";
import { test } from "./window-test.ts";

const patience = { timeout: 90_000 };

/** With TESSERA_PICTURES set, a picture becomes the one that README or walkthrough shows. */
function keep(picture: string, name: string): void {
  if (!process.env.TESSERA_PICTURES) return;
  mkdirSync(join(project, "media", "walkthrough"), { recursive: true });
  copyFileSync(picture, join(project, "media", "walkthrough", `${name}.png`));
}

async function ask(window: Workbench, text: string): Promise<void> {
  await window.panel().getByLabel("Ask Tessera").fill(text);
  await window.page.keyboard.press("Enter");
}

/** Makes the sidebar as wide as people have it who work with it. */
async function widenSidebar({ page }: Workbench): Promise<void> {
  for (const sash of await page.locator(".monaco-sash.vertical").all()) {
    const box = await sash.boundingBox();
    if (box === null || box.x < 300 || box.x > 400) continue;
    await page.mouse.move(box.x + 2, 400);
    await page.mouse.down();
    await page.mouse.move(box.x + 102, 400, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(900, 400);
    return;
  }
}

test.for<Theme>(["dark", "light", "high-contrast"])(
  "the panel and a diff in %s, without a violation of its policy or a request from afar",
  async (theme, { open }) => {
    using ledger = new Ledger();
    const window = await open({ folder: ledger.folder, env: ledger.env, theme, size: { width: 1280, height: 860 } });
    const violations: string[] = [];
    const remote: string[] = [];
    window.page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text()) && /tessera/i.test(message.location().url))
        violations.push(message.text());
    });
    window.page.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      const fromPanel = /tessera/.test(request.frame().url());
      if (fromPanel && protocol.startsWith("http") && hostname !== "127.0.0.1" && !hostname.endsWith("vscode-cdn.net"))
        remote.push(request.url());
    });
    await window.openView("Tessera");
    await widenSidebar(window);
    await window.panel().getByText("Small agents, clean diffs").waitFor(patience);
    await window.screenshot(`panel-empty-${theme}`);
    await ask(window, "Fix the failing tests");
    await window.panel().getByText("3 of 3 proved", { exact: true }).waitFor(patience);
    await ask(window, "/doc #src/money.js");
    await window.panel().getByText("1 of 1 proved", { exact: true }).first().waitFor(patience);
    await window.panel().getByRole("button", { name: "Accept 4 proved" }).waitFor(patience);
    await window.panel().locator("article").first().scrollIntoViewIfNeeded();
    // What has just come into sight is coloured a moment later.
    await window.page.waitForTimeout(600);
    const panel = await window.screenshot(`panel-${theme}`);
    await window
      .panel()
      .getByRole("button", { name: /^Open diff of src\/categories\.js/ })
      .first()
      .click();
    await window.page.locator(".tab", { hasText: "categories.js (fix: proposed)" }).waitFor(patience);
    await window.page.locator(".monaco-diff-editor .char-insert").first().waitFor(patience);
    const diff = await window.screenshot(`diff-${theme}`);
    if (theme === "dark") {
      keep(panel, "panel");
      keep(diff, "diff");
    }

    expect(violations).toEqual([]);
    expect(remote).toEqual([]);
  },
);
