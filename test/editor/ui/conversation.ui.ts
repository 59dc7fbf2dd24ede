import { expect } from "vitest";
import { loadRun, storedRuns } from "../../../src/node/run-store.ts";
import type { Workbench } from "../workbench.ts";
import { Ledger } from "./ledger.ts";
import { test } from "./window-test.ts";

const patience = { timeout: 90_000 };

test("a request goes on with the conversation that the panel shows, after a reload too, until a new one begins", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  const ask = async (text: string) => {
    await window.panel().getByLabel("Ask Tessera").fill(text);
    await window.page.keyboard.press("Enter");
  };
  const runs = async () => {
    const stored = await Promise.all((await storedRuns(ledger.state)).map((run) => loadRun(ledger.state, run)));
    return stored.map(({ state }) => state).toSorted((one, other) => one.startedAt - other.startedAt);
  };
  await window.openView("Tessera");
  await ask("/doc #src/interest.js");
  await expect.poll(async () => (await runs())[0]?.status, patience).toBe("proved");
  await window.reload();
  await window.command("Tessera: Ask an Agent…");
  await ask("now cover it too");
  await window.panel().locator("article").nth(1).waitFor(patience);
  await window.screenshot("conversation");

  // The run before is under way and stays, but what is asked now has nothing to do with it.
  await window.command("Tessera: New Chat");
  await expect.poll(() => window.panel().locator("article").count(), patience).toBe(1);
  await ask("document it");
  await expect.poll(async () => (await runs()).length, patience).toBe(3);

  const [first, second, third] = await runs();
  expect(second?.request?.conversation).toMatchObject({ id: first?.run, follows: first?.run });
  expect([...(second?.workers.values() ?? [])].map(({ assignment }) => assignment.target)).toEqual(["src/interest.js"]);
  expect(third?.request).toMatchObject({ said: "document it" });
  expect(third?.request?.conversation).toBeUndefined();
});

const path = "src/interest.js";

/** A fix that waits, and what documents it too. */
async function fixAndFollow(window: Workbench): Promise<void> {
  const ask = async (text: string) => {
    await window.panel().getByLabel("Ask Tessera").fill(text);
    await window.page.keyboard.press("Enter");
  };
  await window.openView("Tessera");
  await ask(`/fix #${path}`);
  await window.panel().getByText("1 of 1 proved", { exact: true }).waitFor(patience);
  await ask("now document it too");
  await builds(window).waitFor(patience);
  await window.panel().getByText("1 of 1 proved", { exact: true }).nth(1).waitFor(patience);
}

const card = (window: Workbench, agent: string) => window.panel().getByRole("article", { name: `${agent} ${path}` });
const builds = (window: Workbench) =>
  window.panel().getByText(`Builds on what fix proposes for ${path} in an earlier request.`);

test("a follow-up builds on the fix that still waits, and taking it takes that first", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await fixAndFollow(window);
  // Two proposals, one file.
  await window
    .panel()
    .getByText(/hunks wait in 1 file$/)
    .waitFor();
  await window.screenshot("follow-up");
  expect(ledger.text(path)).toBe(ledger.original(path));

  await card(window, "doc")
    .getByRole("button", { name: `Accept ${path}` })
    .click();
  await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Accept Both" }).click();

  await expect.poll(() => ledger.text(path), patience).toContain("return 4;");
  await expect.poll(() => ledger.text(path), patience).toMatch(/\*\/\nexport function monthlyPayment/);
});

test("rejecting the fix puts what builds on it onto the user's own file", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await fixAndFollow(window);

  await card(window, "fix")
    .getByRole("button", { name: `Reject ${path}` })
    .click();
  await expect.poll(() => builds(window).count(), patience).toBe(0);
  await card(window, "doc")
    .getByRole("button", { name: `Accept ${path}` })
    .click();

  await expect.poll(() => ledger.text(path), patience).toMatch(/\*\/\nexport function monthlyPayment/);
  expect(ledger.text(path)).toContain("return 3;");
});

test("all that is proved of two runs for one file is taken at once, the lower first", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await fixAndFollow(window);

  await window.panel().getByRole("button", { name: "Accept 2 proved" }).click(patience);

  await expect.poll(() => ledger.text(path), patience).toMatch(/\*\/\nexport function monthlyPayment/);
  expect(ledger.text(path)).toContain("return 4;");
  await window
    .panel()
    .getByText(/hunks? waits? in/)
    .waitFor({ state: "detached" });
});
