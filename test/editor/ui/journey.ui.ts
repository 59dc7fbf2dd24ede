import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { startEditorModel } from "../model-server.ts";
import { modelProvider, project } from "../places.ts";
import { packageExtension } from "../vsix.ts";
import type { Workbench } from "../workbench.ts";
import { Ledger } from "./ledger.ts";
import { test } from "./window-test.ts";

const patience = { timeout: 90_000 };

/** Runs the agents over the whole folder and waits until the run has ended. */
async function fixEverything(window: Workbench): Promise<void> {
  await window.command("Tessera: Fix Failing Tests");
  await window.panel().getByText("3 of 3 proved", { exact: true }).waitFor(patience);
}

const button = (window: Workbench, name: string | RegExp) => window.panel().getByRole("button", { name }).first();

test("a newcomer installs the package, fixes what fails, and has accepted the right hunk", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, vsix: [packageExtension()], env: ledger.env });
  const started = performance.now();
  await fixEverything(window);
  expect(ledger.text("src/categories.js")).toBe(ledger.original("src/categories.js"));
  await window.screenshot("newcomer-proved");

  await button(window, "Accept hunk 1 of 1 of src/categories.js").click();
  await window.panel().getByText("2 hunks wait in 2 files").waitFor();
  console.log(`From the command to the accepted hunk: ${((performance.now() - started) / 1000).toFixed(1)} s`);

  expect(ledger.passes("test/categories.test.js")).toBe(true);
  expect(ledger.text("src/interest.js")).toBe(ledger.original("src/interest.js"));
});

test("decisions survive a reload, what is rejected is not written, and an undo puts back what was there", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await fixEverything(window);
  await button(window, "Reject src/interest.js").click();
  await window.panel().getByText("2 hunks wait in 2 files").waitFor();
  await window.reload();
  await window.command("Tessera: Ask an Agent…");
  await button(window, "Accept 2 proved").click(patience);
  await expect.poll(() => ledger.passes("test/statements.test.js"), patience).toBe(true);
  expect(ledger.text("src/interest.js")).toBe(ledger.original("src/interest.js"));

  await window.command("Tessera: Undo Accepted Changes");
  await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => ledger.text("src/statements.js"), patience).toBe(ledger.original("src/statements.js"));
  expect(ledger.text("src/categories.js")).toBe(ledger.original("src/categories.js"));
});

test("F08: an accept that was cut off after some of its files is taken back when the window is there again", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await fixEverything(window);
  await button(window, "Accept 3 proved").click(patience);
  await window.panel().getByText("hunks wait").waitFor({ state: "detached" });
  await expect.poll(() => ledger.text("src/categories.js"), patience).not.toBe(ledger.original("src/categories.js"));
  const files = ["src/categories.js", "src/interest.js", "src/statements.js"];
  await expect.poll(() => files.filter((file) => ledger.text(file) === ledger.original(file)), patience).toEqual([]);

  await ledger.forgetLastApplied();
  writeFileSync(join(ledger.folder, "src/interest.js"), ledger.original("src/interest.js"));
  await window.reload();
  await window.command("Tessera: Ask an Agent…");

  await window.panel().getByText("3 hunks wait in 3 files").waitFor(patience);
  for (const file of files) expect(ledger.text(file)).toBe(ledger.original(file));
  await button(window, "Accept 3 proved").click(patience);
  await expect.poll(() => ledger.passes("test/statements.test.js"), patience).toBe(true);
});

test("F27: a window reloaded while agents work shows the run as interrupted, has changed nothing, and goes on when told to", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await window.command("Tessera: Fix Failing Tests");
  await window.panel().locator("article").first().waitFor(patience);
  await window.reload();
  await window.command("Tessera: Ask an Agent…");
  await window.panel().getByText("interrupted").first().waitFor(patience);

  for (const file of ["src/categories.js", "src/interest.js", "src/statements.js"])
    expect(ledger.text(file)).toBe(ledger.original(file));
  await button(window, "Go On").click();
  await window.panel().getByText("3 of 3 proved", { exact: true }).waitFor(patience);
});

test("F15: edits made meanwhile stay, on disk and in a dirty editor, and the accepted hunk joins them", async ({
  open,
}) => {
  using ledger = new Ledger();
  // A browser's editor saves by itself; a desktop's does not.
  const window = await open({ folder: ledger.folder, env: ledger.env, settings: { "files.autoSave": "off" } });
  await fixEverything(window);
  writeFileSync(join(ledger.folder, "src/interest.js"), `// mine\n${ledger.text("src/interest.js")}`);
  await window.openFile("src/categories.js");
  await window.page.locator(".monaco-editor .view-line").first().click();
  await window.page.keyboard.press("Control+Home");
  await window.page.keyboard.type("let typedAndNotSaved;\n");
  await button(window, "Accept src/interest.js").click();
  await expect.poll(() => ledger.passes("test/interest.test.js"), patience).toBe(true);
  expect(ledger.text("src/interest.js")).toMatch(/^\/\/ mine\n/);

  await button(window, "Accept src/categories.js").click();
  await window.page.locator(".monaco-editor").getByText("rule.all.every").first().waitFor(patience);
  expect(ledger.text("src/categories.js")).toBe(ledger.original("src/categories.js"));
  await window.command("File: Save");
  await expect.poll(() => ledger.passes("test/categories.test.js"), patience).toBe(true);
  expect(ledger.text("src/categories.js")).toMatch(/^let typedAndNotSaved;\n/);
});

test("a model that another extension offers serves a whole run", async ({ open }) => {
  using ledger = new Ledger();
  await using model = await startEditorModel((_, index) => [
    {
      type: "tool-call",
      id: `c${index}`,
      name: "propose",
      input: { edits: [{ find: "return 3;", replace: "return 4;" }], summary: "A year has four quarters." },
    },
  ]);
  const window = await open({
    folder: ledger.folder,
    extensions: [project, modelProvider],
    env: { ...ledger.env, TESSERA_TEST_MODEL_URL: model.url },
    settings: { "tessera.model": "editor:tessera-test/tessera-test-1" },
  });
  await window.openView("Tessera");
  await window.panel().getByLabel("Ask Tessera").fill("/fix #src/interest.js");
  await window.page.keyboard.press("Enter");
  const allow = window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Allow" });
  await allow.click({ timeout: 15_000 }).catch(() => {});
  await window.panel().getByText("A year has four quarters").waitFor(patience);
  await window.panel().getByText("1 of 1 proved", { exact: true }).waitFor(patience);

  expect(model.requests).toHaveLength(1);
  expect(ledger.text("src/interest.js")).toBe(ledger.original("src/interest.js"));
});

test("in a folder that is not trusted nothing runs, whatever is called", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, vsix: [packageExtension()], env: ledger.env, trust: true });
  await window.openView("Tessera");
  await window.panel().getByText(/trust/i).first().waitFor(patience);
  await window.screenshot("untrusted");

  expect(await window.panel().getByLabel("Ask Tessera").count()).toBe(0);
});

test("with several folders open, the one whose file is named is worked on, and the others stay as they are", async ({
  open,
}) => {
  using first = new Ledger();
  using second = new Ledger();
  const folder = join(dirname(first.folder), "books.code-workspace");
  const folders = [
    { path: first.folder, name: "first" },
    { path: second.folder, name: "second" },
  ];
  writeFileSync(folder, JSON.stringify({ folders }));
  const window = await open({ folder, env: first.env });
  await window.openView("Tessera");
  await window.panel().getByLabel("Ask Tessera").fill("/fix #second/src/interest.js");
  await window.page.keyboard.press("Enter");
  await window.panel().getByText("1 of 1 proved", { exact: true }).waitFor(patience);
  await button(window, "Accept 1 proved").click();

  await expect.poll(() => second.text("src/interest.js"), patience).not.toBe(second.original("src/interest.js"));
  expect(first.text("src/interest.js")).toBe(first.original("src/interest.js"));
  await window.screenshot("several-folders");
});
