import type { Page } from "playwright-core";
import { expect } from "vitest";
import { hunksOf } from "../../../src/core/changes/hunks.ts";
import { base, fixOf, proposed } from "../review/samples.ts";
import { test } from "./review-test.ts";

const thread = (page: Page, text: string) => page.locator(".editor.modified .review-widget", { hasText: text });

/** Presses one of a thread's own buttons. */
async function press(page: Page, text: string, action: string): Promise<void> {
  await thread(page, text).getByRole("button", { name: action }).first().click();
}

test("a critic's findings are threads at their hunks, which can be sent to the agent or dismissed", async ({
  review: open,
}) => {
  const fix = fixOf({ base, proposed });
  const [words, added] = hunksOf(`${fix.run}:${fix.worker}`, "src/a.js", base, proposed);
  const findings = [
    {
      path: "src/a.js",
      hunk: words?.id ?? "",
      line: 5,
      severity: "blocker" as const,
      text: "Callers compare *numbers*.",
    },
    { path: "src/a.js", hunk: added?.id ?? "", line: 30, severity: "major" as const, text: "Nobody uses it." },
    { path: "src/a.js", hunk: "another", severity: "major" as const, text: "About lines that are no longer there." },
  ];
  const review = await open({ "src/a.js": base }, [{ ...fix, findings }]);
  const { window } = review;

  await window.command("Tessera: Review Changes");
  await thread(window.page, "Callers compare").waitFor();
  await window.page.waitForTimeout(500);
  await window.screenshot("review-findings");
  expect(await thread(window.page, "Callers compare").textContent()).toContain("Blocker (fix)");
  // What a model wrote is shown as it is, and marks nothing up.
  expect(await thread(window.page, "Callers compare *numbers*.").count()).toBe(1);
  expect(await thread(window.page, "no longer there").count()).toBe(0);

  await press(window.page, "Callers compare", "Send to the Agent");
  const told =
    "fix src/a.js: Make the failing tests pass. An earlier proposal with the line `export const line5 = 'five';`";
  await window.page.locator(".notifications-toasts").getByText(told).first().waitFor();
  await press(window.page, "Callers compare", "Dismiss");
  await expect.poll(() => thread(window.page, "Callers compare").count()).toBe(0);

  // A finding goes with its hunk.
  await window.page.keyboard.press("Escape");
  await window.command("Tessera: Go to Next Proposed Change");
  await expect.poll(() => thread(window.page, "Nobody uses it.").count()).toBe(1);
  await window.command("Tessera: Reject All Changes to This File");
  await expect.poll(() => thread(window.page, "Nobody uses it.").count()).toBe(0);
});
