import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../support/chromium.ts";
import { frame, sample } from "./conversation.ts";
import { type PanelSite, servePanel } from "./page.ts";

describe.skipIf(findChromium() === undefined)("the panel in a browser", () => {
  let site: PanelSite;
  beforeAll(async () => {
    site = await servePanel();
  });
  afterAll(() => site.close());

  test("it says that it is ready, and shows what it is told then", async () => {
    const { page, say, heard, violations } = await site.open();
    expect(await heard()).toEqual([{ type: "ready" }]);

    await say(frame, sample);

    expect(await page.getByRole("article").count()).toBe(3);
    expect(await page.locator(".run-line").textContent()).toContain("1 of 3 proved");
    expect(await page.locator(".review-text").textContent()).toBe("2 hunks wait in 2 files");
    expect(await violations()).toEqual([]);
  });
});
