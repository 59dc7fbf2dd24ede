import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { node, project, standIn, tools } from "./places.ts";

/** Packages the extension in a folder as users get it, and returns the package's path. The project must be built. */
export function packageExtension(folder: string = project): string {
  const path = join(tools, `${basename(folder)}.vsix`);
  const vsce = join(project, "node_modules", "@vscode", "vsce", "vsce");
  const options = [
    "--no-dependencies",
    "--allow-missing-repository",
    "--no-rewrite-relative-links",
    "--skip-license",
    "--out",
    path,
  ];
  mkdirSync(tools, { recursive: true });
  execFileSync(node, [vsce, "package", ...options], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  return path;
}

/** Installs a package into folders that an editor will be opened with. */
export function installVsix(
  path: string,
  { userData, extensionsDir }: { readonly userData: string; readonly extensionsDir: string },
): void {
  const args = ["--install-extension", path, "--user-data-dir", userData, "--extensions-dir", extensionsDir];
  execFileSync(node, [standIn, ...args], { stdio: ["ignore", "ignore", "pipe"] });
}
