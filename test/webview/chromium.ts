import { existsSync } from "node:fs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The Chromium of this machine, or undefined. CHROME_PATH names another one. */
export function findChromium(): string | undefined {
  return [process.env.CHROME_PATH ?? "", ...places].find((path) => path !== "" && existsSync(path));
}
