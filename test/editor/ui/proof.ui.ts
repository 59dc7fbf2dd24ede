import { Ledger } from "./ledger.ts";
import { test } from "./window-test.ts";

const patience = { timeout: 90_000 };

test("the proof behind a fact is one click away: which tests pass, and the diff that makes them fail again", async ({
  open,
}) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await window.command("Tessera: Fix Failing Tests");
  await window.panel().getByText("3 of 3 proved", { exact: true }).waitFor(patience);
  const proof = window.panel().locator(".proof").first();

  await window.panel().getByRole("button", { name: "the tests fail again" }).first().click();
  await proof.getByText("a test fails:").first().waitFor(patience);
  await proof
    .locator("pre", { hasText: /^-.*\n\+/m })
    .first()
    .waitFor();
  await window.screenshot("proof-control");
  await window.panel().getByRole("button", { name: "related test" }).first().click();
  await proof.getByText("passed:").first().waitFor(patience);
  await window.screenshot("proof-tests");
});

test("the mutants that new tests kill are a table on the card", async ({ open }) => {
  using ledger = new Ledger();
  const window = await open({ folder: ledger.folder, env: ledger.env });
  await window.openFile("src/interest.js");
  await window.command("Tessera: Write Tests for This File");
  const fact = window
    .panel()
    .getByRole("button", { name: /mutants?/ })
    .first();
  await fact.click(patience);
  await window.panel().locator(".proof table td code").first().waitFor(patience);
  await window.screenshot("proof-mutants");
});
