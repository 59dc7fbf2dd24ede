import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";

export type Theme = "dark" | "light" | "high-contrast" | "high-contrast-light";

const THEMES: Readonly<Record<Theme, string>> = {
  dark: "Dark Modern",
  light: "Light Modern",
  "high-contrast": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
};

/** A window that stays still and asks nobody: no welcome, no built-in chat beside the editor, nothing fetched. */
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "window.menuBarVisibility": "compact",
};

/** Writes user settings: quiet ones first, then what the folder of user data already holds, then these. */
export function writeSettings(userData: string, theme: Theme, settings: Readonly<Record<string, unknown>>): void {
  const path = join(userData, "User", "settings.json");
  const kept = existsSync(path) ? z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, "utf8"))) : {};
  const whole = { ...QUIET, ...kept, "workbench.colorTheme": THEMES[theme], ...settings };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(whole, undefined, 2));
}
