import type { Page } from "playwright-core";
import { expect } from "vitest";
import { base, docOf, fixOf, proposed } from "../review/samples.ts";
import type { Workbench } from "../workbench.ts";
import { test } from "./review-test.ts";

/** The list of proposals lies folded below the chat. */
async function openList(window: Workbench): Promise<void> {
  await window.openView("Tessera");
  const head = window.page.locator(".pane-header", { hasText: "Proposals" }).first();
  await head.waitFor();
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
}

const row = (page: Page, text: string) => page.locator(".pane-body .monaco-list-row", { hasText: text }).first();
const lens = (page: Page, text: string) => page.locator(".codelens-decoration a", { hasText: text });

/** Presses a row's own button. */
async function press(page: Page, text: string, action: string): Promise<void> {
  await row(page, text).hover();
  await row(page, text).locator(`.action-item a[aria-label*="${action}"]`).click();
}

const newFile = { path: "src/new.js", base: null, proposed: "export const fee = 250;\n" };
const oldFile = { path: "src/old.js", base: "export const old = 1;\n", proposed: null };

test("new and deleted files are shown, accepted and rejected from the list", async ({ review: open }) => {
  const review = await open({ "src/a.js": base, "src/old.js": oldFile.base ?? "" }, [docOf([newFile, oldFile])]);
  const { page } = review.window;

  await openList(review.window);
  await row(page, "new.js").click();
  await page.locator(".tab", { hasText: "new.js (doc: new file)" }).waitFor();
  await page.locator(".editor.modified .view-line", { hasText: "fee = 250" }).first().waitFor();
  // A click shows it and leaves the focus in the list.
  expect(await page.evaluate(() => document.activeElement?.closest(".pane-body") !== null)).toBe(true);
  await press(page, "new.js", "Accept");
  await expect.poll(() => review.read("src/new.js")).toBe(newFile.proposed);

  await row(page, "old.js").click();
  await page.locator(".tab", { hasText: "old.js (doc: deletes it)" }).waitFor();
  await press(page, "old.js", "Reject");
  await expect.poll(() => page.getByText("No proposals wait").count()).toBe(1);
  expect(review.read("src/old.js")).toBe(oldFile.base);
  expect(review.calls().map(({ call, path }) => `${call} ${path}`)).toEqual(["accept src/new.js", "reject src/old.js"]);
});

test("two agents' proposals for one file stand side by side, and the one that was not taken shows its conflict", async ({
  review: open,
}) => {
  const other = base.replace("line5 = 5;", "line5 = 2 + 3;");
  const review = await open({ "src/a.js": base }, [
    fixOf({ base, proposed }),
    docOf([{ path: "src/a.js", base, proposed: other }]),
  ]);
  const { page } = review.window;

  await review.window.openFile("src/a.js");
  await expect.poll(() => lens(page, "Accept").count()).toBe(3);
  await review.window.screenshot("review-two-agents");
  await lens(page, "Accept").first().click();
  await expect.poll(() => review.read("src/a.js")).toContain("'five'");
  await expect.poll(() => lens(page, "Accept").count()).toBe(1);
  await expect.poll(() => lens(page, "Conflict with doc").count()).toBe(1);

  await openList(review.window);
  await expect.poll(() => page.locator(".pane-body .monaco-list-row").count()).toBe(6);
  await row(page, "conflicts with your text").click();
  await page.locator(".tab", { hasText: "a.js (doc: conflicts with your text)" }).waitFor();
  await page.locator(".editor.original .view-line", { hasText: "2 + 3" }).first().waitFor();
  await page.locator(".editor.modified .view-line", { hasText: "'five'" }).first().waitFor();
  await review.window.screenshot("review-conflict");
  await press(page, "doc", "Reject All");
  await expect
    .poll(() => review.calls().map(({ call, worker }) => `${call} ${worker}`))
    .toEqual(["accept fix-1", "reject doc-1"]);
});

test("all changes of an agent open as one editor, in which hunks are decided as well", async ({ review: open }) => {
  const b = "export const b = 1;\n";
  const review = await open({ "src/a.js": base, "src/b.js": b }, [
    docOf([
      { path: "src/a.js", base, proposed },
      { path: "src/b.js", base: b, proposed: b.replace("1", "2") },
      newFile,
    ]),
  ]);
  const { page } = review.window;

  await openList(review.window);
  await press(page, "doc", "Show All Changes");
  await expect.poll(() => page.locator(".multiDiffEntry").count()).toBe(3);
  const line = page.locator(".multiDiffEntry .editor.modified .view-line", { hasText: "b = 2" }).first();
  await line.click();
  await review.window.screenshot("review-agent");
  // Which of the editor's parts has the cursor reaches the extension a moment later.
  await page.waitForTimeout(1500);
  await page.keyboard.press("Alt+Enter");
  await expect.poll(() => review.read("src/b.js")).toBe("export const b = 2;\n");
  await page.locator(".multiDiffEntry .codicon-arrow-right").first().click();
  await expect
    .poll(() => review.calls().map(({ call, path }) => `${call} ${path}`))
    .toEqual(["accept src/b.js", "reject src/a.js"]);
});

test("an error in a file can be given to an agent from its quick fixes", async ({ review: open }) => {
  const review = await open({ "src/wrong.js": base }, []);
  const { page } = review.window;

  await review.window.openFile("src/wrong.js");
  await page.locator(".squiggly-error").first().waitFor();
  await page
    .locator(".view-line", { hasText: "line1 " })
    .first()
    .click({ position: { x: 10, y: 8 } });
  const fix = page.locator(".action-widget .monaco-list-row", { hasText: "Fix with Tessera" });
  const ask = async () => {
    await page.keyboard.press("Control+.");
    await page.waitForTimeout(1500);
    return fix.count();
  };
  await expect.poll(ask).toBe(1);
  await fix.click();
  await page.locator(".notifications-toasts").getByText("Fixes src/wrong.js").waitFor();
});

test("selected lines can be given to the agents that test, document and refactor, from the refactorings", async ({
  review: open,
}) => {
  const review = await open({ "src/a.js": base }, []);
  const { page } = review.window;
  const offered = page.locator(".action-widget .monaco-list-row", { hasText: "with Tessera" });

  await review.window.openFile("src/a.js");
  await page.locator(".view-line", { hasText: "line3 " }).first().click();
  const ask = async () => {
    // Asked in an open list, the editor takes what it has chosen there.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Control+.");
    await offered
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => {});
    return offered.allTextContents();
  };
  await expect
    .poll(ask, { timeout: 60_000 })
    .toEqual(["Write tests with Tessera", "Document with Tessera", "Refactor with Tessera…"]);
});

test.for(["dark", "light", "high-contrast", "high-contrast-light"] as const)(
  "review looks right in %s",
  async (theme, { review: open }) => {
    const review = await open(
      { "src/a.js": base, "src/old.js": oldFile.base ?? "" },
      [fixOf({ base, proposed }), docOf([newFile, oldFile])],
      { theme },
    );
    const { page } = review.window;

    await openList(review.window);
    await review.window.openFile("src/a.js");
    await lens(page, "Accept").first().waitFor();
    await page.locator(".cgmr").first().waitFor();
    await page
      .locator(".view-line", { hasText: "line5 " })
      .first()
      .hover({ position: { x: 40, y: 8 } });
    await page.locator(".monaco-hover-content", { hasText: "Counts five in words." }).first().waitFor();
    await review.window.screenshot(`review-file-${theme}`);
    await review.window.command("Tessera: Review Changes");
    await page.locator(".editor.modified .view-line", { hasText: "'five'" }).first().waitFor();
    await row(page, "a.js").hover();
    await review.window.screenshot(`review-diff-${theme}`);
  },
);
