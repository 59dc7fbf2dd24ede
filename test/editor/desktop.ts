import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findOnPath } from "../support/chromium.ts";

/**
 * The executable of a VS Code with windows of its own: the one TESSERA_VSCODE names, else the one behind `code` on the PATH
 * where there is a screen. Undefined when there is none, and the browser-hosted editor has to do.
 */
export function findDesktop(): string | undefined {
  const named = process.env.TESSERA_VSCODE;
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(`TESSERA_VSCODE names ${named}, which does not exist. Set it to the executable of VS Code.`);
  }
  const screen = process.platform === "darwin" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const script = screen ? findOnPath("code") : undefined;
  return script === undefined ? undefined : behind(realpathSync(script));
}

/** `code` is a script in the `bin` of an installation; tests need the program it would start. */
function behind(script: string): string | undefined {
  const root = dirname(dirname(script));
  const macOs = join(root, "..", "..", "MacOS");
  return [join(root, "code"), join(macOs, "Code"), join(macOs, "Electron")].find(existsSync);
}
