import type { Page } from "playwright-core";

const ATTEMPTS = 12;

/** Runs the command with exactly this title. Throws when it does not appear within a minute. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pick(page, "F1", `>${title}`, exactly(title));
}

/** Opens the file at this path by the quick open box. */
export async function runQuickOpen(page: Page, path: string): Promise<void> {
  await pick(page, "Control+p", path, exactly(path.split("/").at(-1) ?? path));
}

/**
 * Types into the quick input and takes the row that reads so. All of it is tried again: keys pressed before the
 * workbench has its keybindings are lost, and a list that is open does not learn of commands that come later.
 */
async function pick(page: Page, key: string, text: string, label: RegExp): Promise<void> {
  const input = page.locator(".quick-input-widget input").first();
  const name = page.locator(".label-name", { hasText: label });
  const row = page.locator(".quick-input-list .monaco-list-row", { has: name }).first();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await page.keyboard.press("Escape");
      await page.keyboard.press(key);
      await input.fill(text, { timeout: 2000 });
      await row.click({ timeout: 2500 });
      return;
    } catch (cause) {
      if (attempt < ATTEMPTS) continue;
      const rows = await page.locator(".quick-input-list .monaco-list-row .label-name").allInnerTexts();
      throw new Error(`"${text}" is not offered. Offered: ${rows.slice(0, 8).join(", ") || "nothing"}.`, { cause });
    }
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}
