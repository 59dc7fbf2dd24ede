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
  await window.openView("Tessera");
  await ask("/fix #src/interest.js");
  await window.panel().getByText("1 of 1 proved", { exact: true }).waitFor(patience);
  await window.reload();
  await window.command("Tessera: Ask an Agent…");
  await ask("now cover it too");
  await window.panel().getByText("1 of 1 proved", { exact: true }).nth(1).waitFor(patience);
  await window.screenshot("conversation");

  await window.command("Tessera: New Chat");
  await ask("document it");
  await window.panel().getByText("does not understand").first().waitFor(patience);

  const runs = await Promise.all((await storedRuns(ledger.state)).map((run) => loadRun(ledger.state, run)));
  const [first, second, third] = runs
    .map(({ state }) => state)
    .toSorted((one, other) => one.startedAt - other.startedAt);
  expect(second?.request?.conversation).toMatchObject({ id: first?.run, follows: first?.run });
  expect([...(second?.workers.values() ?? [])].map(({ assignment }) => assignment.target)).toEqual(["src/interest.js"]);
  expect(third?.request?.conversation).toBeUndefined();
});
