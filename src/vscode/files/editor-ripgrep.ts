import { existsSync } from "node:fs";
import { join } from "node:path";
import { env } from "vscode";

/** The ripgrep that comes with the editor, so that the package need not hold one for every platform; undefined where it is not found. */
export function editorRipgrep(): string | undefined {
  const name = process.platform === "win32" ? "rg.exe" : "rg";
  const platform = `${process.platform}-${process.arch}`;
  const places = [
    ["node_modules", "@vscode", "ripgrep-universal", "bin", platform],
    ["node_modules", "@vscode", "ripgrep", "bin"],
    ["node_modules.asar.unpacked", "@vscode", "ripgrep-universal", "bin", platform],
    ["node_modules.asar.unpacked", "@vscode", "ripgrep", "bin"],
  ];
  return places.map((parts) => join(env.appRoot, ...parts, name)).find((path) => existsSync(path));
}
