import { expect } from "vitest";
import type { Workbench } from "../workbench.ts";
import { Ledger } from "./ledger.ts";
import { test } from "./window-test.ts";

const patience = { timeout: 90_000 };
/** For two runs in one test. */
const slow = { timeout: 240_000 };
const words = "fix #src/interest.js and document #src/interest.js";

async function askForMuch(window: Workbench): Promise<void> {
  await window.openView("Tessera");
  await window.panel().getByLabel("Ask Tessera").fill(words);
  await window.page.keyboard.press("Enter");
  await window.panel().getByRole("list", { name: "Plan" }).waitFor(patience);
}

const button = (window: Workbench, name: string | RegExp) =>
  window
    .panel()
    .getByRole("button", { name, exact: typeof name === "string" })
    .first();

test("a plan made from words waits with its estimate, also while the panel is closed, and is started by keyboard", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await askForMuch(window);
  const plan = window.panel().getByRole("list", { name: "Plan" });
  expect(await plan.getByRole("listitem").allTextContents()).toEqual([
    expect.stringContaining("fixsrc/interest.js"),
    expect.stringMatching(/^docsrc\/interest\.jsAfter fix src\/interest\.js\./),
  ]);
  expect(await window.panel().locator(".estimate").textContent()).toMatch(/^About 2–\d+ calls · [\d.]+k–\d+k tokens/);
  await window.screenshot("plan-waits");

  await window.openView("Explorer");
  const badge = window.page.locator('.activitybar .action-item:has(a[aria-label^="Tessera"]) .badge-content');
  await expect.poll(() => badge.textContent(), patience).toBe("1");
  await window.openView("Tessera");
  await button(window, /^Plan Start 2 agents on 1 file/).press("Enter");
  await expect.poll(() => window.panel().locator("button:focus").textContent(), patience).toBe("Start");
  await window.page.keyboard.press("Enter");
  await window.panel().getByText("2 of 2 proved", { exact: true }).waitFor(patience);
  await window.screenshot("plan-proved");

  expect(ledger.text("src/interest.js")).toBe(ledger.original("src/interest.js"));
});

test(
  "a plan that waits survives a reload of the window; cancelled it costs nothing, and tried again it can be started",
  slow,
  async ({ open }) => {
    using ledger = new Ledger();
    const window = await open({ folder: ledger.folder, env: ledger.env });
    await askForMuch(window);
    await window.reload();
    await window.command("Tessera: Ask an Agent…");
    await button(window, "Cancel").click(patience);
    await window.panel().getByText("You did not start this plan.").first().waitFor(patience);
    await window.screenshot("plan-cancelled");
    expect(await window.panel().getByRole("article").count()).toBe(0);

    await button(window, "Try Again").click();
    await button(window, "Start").click(patience);
    await window.panel().getByText("2 of 2 proved", { exact: true }).waitFor(patience);
  },
);

test("where the setting says never, plans begin at once", async ({ open }) => {
  using ledger = new Ledger();
  const settings = { "tessera.approvePlans": "never" };
  const window = await open({ folder: ledger.folder, env: ledger.env, settings });
  await window.openView("Tessera");
  await window.panel().getByLabel("Ask Tessera").fill(words);
  await window.page.keyboard.press("Enter");
  await window.panel().getByText("2 of 2 proved", { exact: true }).waitFor(patience);
});
