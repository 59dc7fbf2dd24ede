import { expect } from "vitest";
import { loadRun, storedRuns } from "../../../src/node/run-store.ts";
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
