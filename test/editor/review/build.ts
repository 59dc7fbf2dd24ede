import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import * as z from "zod";
import { project, tools } from "../places.ts";

const manifestSchema = z.looseObject({ contributes: z.looseObject({ commands: z.array(z.unknown()) }) });

/** Builds an extension of the review part alone and returns its folder. It contributes what the real one does. */
export async function buildReviewExtension(): Promise<string> {
  const folder = join(tools, "review-extension");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { contributes } = manifestSchema.parse(JSON.parse(readFileSync(join(project, "package.json"), "utf8")));
  const reload = { command: "tessera.test.reload", title: "Read the Proposals Again", category: "Tessera Test" };
  const manifest = {
    name: "tessera-review",
    publisher: "tessera-test",
    version: "0.0.1",
    engines: { vscode: "^1.110.0" },
    main: "./extension.cjs",
    activationEvents: ["onStartupFinished", "onFileSystem:tessera"],
    contributes: { ...contributes, commands: [...contributes.commands, reload] },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  cpSync(join(project, "media"), join(folder, "media"), { recursive: true });
  await build({
    entryPoints: [join(project, "test", "editor", "review", "extension.ts")],
    outfile: join(folder, "extension.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node22",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return folder;
}
