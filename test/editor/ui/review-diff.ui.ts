import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { base, fixOf, proposed } from "../review/samples.ts";
import { test } from "./review-test.ts";

const right = (page: Page) => page.locator(".monaco-diff-editor .editor.modified");
const lineOf = (page: Page, text: string) => right(page).locator(".view-line", { hasText: text });
const dirtyTab = (page: Page) => page.locator(".tab.dirty", { hasText: "a.js" });

/** Puts the cursor at the end of the line that holds this text, on the proposal's side. */
async function clickLine(page: Page, text: string): Promise<void> {
  await lineOf(page, text).first().click();
  await page.keyboard.press("End");
}

test("hunks are gone through, accepted and rejected by keys alone", async ({ review: open }) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await lineOf(window.page, "'five'").first().waitFor();
  await window.page.keyboard.press("Alt+n");
  await window.page.keyboard.press("Alt+p");
  await window.page.keyboard.press("Alt+Enter");
  await expect.poll(() => review.read("src/a.js")).toBe(base.replace("line5 = 5;", "line5 = 'five';"));
  // Accepting moves the cursor to the next one.
  await window.page.getByText("Ln 30, Col 1").waitFor();
  await window.page.keyboard.press("Alt+Backspace");
  await expect
    .poll(() => review.calls().map(({ call, hunks }) => `${call} ${hunks}`))
    .toEqual(["accept 1", "reject 1"]);

  await expect.poll(() => lineOf(window.page, "added").count()).toBe(0);
  expect(review.read("src/a.js")).not.toContain("added");
  expect(await dirtyTab(window.page).count()).toBe(0);
});

test("the diff's own revert arrow rejects the hunk, and undo takes that back", async ({ review: open }) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await lineOf(window.page, "'five'").first().waitFor();
  await window.page
    .locator(".monaco-diff-editor .gutter .codicon-arrow-right, .monaco-diff-editor .codicon-arrow-right")
    .first()
    .click();
  await expect.poll(() => review.calls().map(({ call }) => call)).toEqual(["reject"]);
  await expect.poll(() => dirtyTab(window.page).count()).toBe(0);
  expect(await lineOf(window.page, "'five'").count()).toBe(0);

  await clickLine(window.page, "line4");
  await window.page.keyboard.press("Control+z");
  await expect.poll(() => review.calls().map(({ call }) => call)).toEqual(["reject", "reopen"]);
  await expect.poll(() => dirtyTab(window.page).count()).toBe(0);
  await lineOf(window.page, "'five'").first().waitFor();
  expect(review.read("src/a.js")).toBe(base);
});

test("what was typed in the proposal is what gets accepted, saved or not", async ({ review: open }) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await clickLine(window.page, "'five'");
  await window.page.keyboard.type(" // in words");
  await window.page.keyboard.press("Alt+Enter");

  await expect.poll(() => review.read("src/a.js")).toBe(base.replace("line5 = 5;", "line5 = 'five'; // in words"));
  expect(review.calls().map(({ call }) => call)).toEqual(["revise", "accept"]);
  expect(await dirtyTab(window.page).count()).toBe(0);
});

test("typing in the proposal survives what happens to the file and to the proposal meanwhile", async ({
  review: open,
}) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await clickLine(window.page, "'five'");
  await window.page.keyboard.type(" // typed");
  review.write("src/a.js", base.replace("line20 = 20;", "line20 = 21;"));
  await expect.poll(() => dirtyTab(window.page).count()).toBe(1);
  await review.propose([fixOf({ base, proposed: proposed.replace("added = 0", "added = 1") })]);
  await window.page.waitForTimeout(1000);
  expect(await lineOf(window.page, "// typed").count()).toBe(1);
  await clickLine(window.page, "// typed");
  await window.page.keyboard.press("Control+s");

  const merged = proposed
    .replace("'five';", "'five'; // typed")
    .replace("added = 0", "added = 1")
    .replace("line20 = 20;", "line20 = 21;");
  await expect.poll(() => review.calls().at(-1)?.text).toBe(merged);
  await expect.poll(() => dirtyTab(window.page).count()).toBe(0);
  await expect.poll(() => lineOf(window.page, "added = 1").count()).toBe(1);
  expect(await window.page.locator(".notification-toast").count()).toBe(0);
});

test("the user's own typing in the file shows on both sides, and stays unsaved when a hunk is accepted", async ({
  review: open,
}) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.openFile("src/a.js");
  await window.page.locator(".view-line", { hasText: "line10 " }).click();
  await window.page.keyboard.press("End");
  await window.page.keyboard.type(" // mine");
  await window.command("Tessera: Review Changes");
  await expect.poll(() => lineOf(window.page, "// mine").count()).toBe(1);
  await clickLine(window.page, "'five'");
  await window.page.keyboard.press("Alt+Enter");
  await expect.poll(() => review.calls().map(({ call }) => call)).toEqual(["accept"]);
  await window.page.waitForTimeout(500);

  expect(review.read("src/a.js")).toBe(base);
  await window.openFile("src/a.js");
  await window.page.keyboard.press("Control+s");
  const both = base.replace("line10 = 10;", "line10 = 10; // mine").replace("line5 = 5;", "line5 = 'five';");
  await expect.poll(() => review.read("src/a.js")).toBe(both);
});

test("line ends and a byte order mark of the file are nothing to review, and stay", async ({ review: open }) => {
  const windows = (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
  const review = await open({ "src/a.js": windows(base) }, [
    fixOf({ base: windows(base), proposed: windows(proposed) }),
  ]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await clickLine(window.page, "'five'");
  await window.page.keyboard.type(" // typed");
  await window.page.keyboard.press("Control+s");
  await expect
    .poll(() => review.calls().map(({ text }) => text))
    .toEqual([windows(proposed).replace("'five';", "'five'; // typed")]);
  await window.page.keyboard.press("Alt+Enter");
  await expect
    .poll(() => review.read("src/a.js"))
    .toBe(windows(base).replace("line5 = 5;", "line5 = 'five'; // typed"));
});

test("a proposal can be read and taken from when its file was deleted", async ({ review: open }) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await lineOf(window.page, "'five'").first().waitFor();
  review.remove("src/a.js");
  await window.page.waitForTimeout(1500);
  expect(await lineOf(window.page, "'five'").count()).toBe(1);
  await clickLine(window.page, "'five'");
  await window.page.keyboard.type(" // kept");
  await window.page.keyboard.press("Alt+Enter");

  await expect.poll(() => review.read("src/a.js")).toBe(proposed.replace("'five';", "'five'; // kept"));
});

test("an open diff is there again after the window was reloaded, with what was typed", async ({ review: open }) => {
  const review = await open({ "src/a.js": base }, [fixOf({ base, proposed })]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await clickLine(window.page, "'five'");
  await window.page.keyboard.type(" // typed");
  await expect.poll(() => backups(window.userData)).toContain("// typed");
  await expect.poll(() => window.page.evaluate(layouts), { timeout: 20_000 }).toContain("diffEditorInput");
  await window.reload();

  await lineOf(window.page, "// typed").first().waitFor();
  await expect.poll(() => dirtyTab(window.page).count()).toBeGreaterThan(0);
  await clickLine(window.page, "// typed");
  await window.page.keyboard.press("Alt+Enter");
  await expect.poll(() => review.read("src/a.js")).toBe(base.replace("line5 = 5;", "line5 = 'five'; // typed"));
});

/** Which editors are open, as the editor keeps it: in a browser some seconds after they were opened, and a reload does not wait for it. */
const layouts = `(async () => {
  const opened = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db-")) continue;
    const database = await opened(indexedDB.open(name));
    for (const table of database.objectStoreNames)
      kept.push(await opened(database.transaction(table).objectStore(table).get("memento/workbench.parts.editor")));
    database.close();
  }
  return kept.join();
})()`;

/** What the editor has put aside of documents that are not saved. */
function backups(userData: string): string {
  const folder = join(userData, "User", "Backups");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")).join("\n");
}
