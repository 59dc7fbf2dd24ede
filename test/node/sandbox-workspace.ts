import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Command, Execution, Rung } from "../../src/core/ports/command-runner.ts";
import { openSandbox, type Sandbox } from "../../src/node/sandbox/open-sandbox.ts";

/** A folder with these files, gone after the test. */
export async function folderOf(files: Readonly<Record<string, string>>, name = "ws"): Promise<string> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "tessera-")));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const root = join(base, name);
  await mkdir(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** Opens a rung over a folder; its state lies beside the folder. */
export async function sandboxOver(
  root: string,
  rung: Rung,
  env: Record<string, string> = {},
  state = join(dirname(root), "state"),
): Promise<Sandbox> {
  const sandbox = await openSandbox({
    root,
    state,
    env: { ...process.env, ...env },
    rung,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Runs a shell script in it; the shell is the test's own means, given as an argument like any other. */
export function sh(
  sandbox: Sandbox,
  script: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  more: Partial<Command> = {},
): Promise<Execution> {
  const command = { argv: ["/bin/sh", "-c", script] as const, cwd: "", timeoutMs: 20_000, ...more };
  return sandbox.run(command, new Map(Object.entries(changes)), AbortSignal.timeout(25_000));
}
