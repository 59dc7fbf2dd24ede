import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";

export type Theme = "dark" | "light" | "high-contrast" | "high-contrast-light";

/** By the name a setting gives it, and the one that the workbench's element bears once its colours are there. */
const THEMES: Readonly<Record<Theme, { readonly setting: string; readonly applied: string }>> = {
  dark: { setting: "Dark Modern", applied: "dark_modern" },
  light: { setting: "Light Modern", applied: "light_modern" },
  "high-contrast": { setting: "Default High Contrast", applied: "hc_black" },
  "high-contrast-light": { setting: "Default High Contrast Light", applied: "hc_light" },
};

/** Matches the workbench once it shows the theme. */
export function themeSelector(theme: Theme): string {
  return `.monaco-workbench[class*="${THEMES[theme].applied}"]`;
}

/** A window that stays still and asks nobody: no welcome, no built-in chat beside the editor, nothing fetched. */
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
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
  const whole = { ...QUIET, ...kept, "workbench.colorTheme": THEMES[theme].setting, ...settings };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(whole, undefined, 2));
}
