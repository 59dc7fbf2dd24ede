import { constants } from "node:fs";
import { lstat, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import type { Command } from "../../core/ports/command-runner.ts";

const maxOutput = 16 * 1024 * 1024;

/** Writes a command's inputs into its folder, before anything of the project runs. */
export async function writeInputs(folder: string, command: Command): Promise<void> {
  for (const name of [...Object.keys(command.inputs ?? {}), ...(command.outputs ?? [])]) checkName(name);
  await Promise.all(
    Object.entries(command.inputs ?? {}).map(([name, text]) => writeFile(join(folder, name), text, { flag: "wx" })),
  );
}

/**
 * Reads a command's outputs once every process is dead. Whatever lies there may be a trap: links, pipes and devices are
 * left out, and so is what is larger than 16 MB.
 */
export async function readOutputs(folder: string, command: Command): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    (command.outputs ?? []).map(async (name) => [name, await readOutput(join(folder, name))] as const),
  );
  return new Map(found.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** How much lies in a command's outputs while it runs: looked at from outside, opened never. */
export async function sizeOfOutputs(folder: string, command: Command): Promise<number> {
  const sizes = await Promise.all(
    (command.outputs ?? []).map(async (name) => {
      const found = await lstat(join(folder, name)).catch(() => undefined);
      return found?.isFile() === true ? found.size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function readOutput(path: string): Promise<string | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.nlink > 1 || stat.size > maxOutput) return undefined;
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

function checkName(name: string): void {
  if (!/^[\w][\w.-]*$/.test(name))
    throw new AppError("usage", `"${name}" is no plain file name for a command's folder.`);
}

/** The command with "{out}" replaced in its arguments and its environment. */
export function withFolder(
  command: Command,
  folder: string,
): Pick<Command, "argv"> & { readonly env: Record<string, string> } {
  const fill = (text: string) => text.replaceAll("{out}", folder);
  const [program, ...rest] = command.argv;
  return {
    argv: [fill(program), ...rest.map(fill)],
    env: Object.fromEntries(Object.entries(command.env ?? {}).map(([name, value]) => [name, fill(value)])),
  };
}
