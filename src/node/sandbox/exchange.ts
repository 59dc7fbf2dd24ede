import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import type { Command } from "../../core/ports/command-runner.ts";

const maxOutput = 16 * 1024 * 1024;

/**
 * Writes a command's inputs into its folder, before anything of the project runs. At once, as everything here: a few small files,
 * for which each step behind the caller's back costs more than the work itself.
 */
export function writeInputs(folder: string, command: Command): void {
  for (const name of [...Object.keys(command.inputs ?? {}), ...(command.outputs ?? [])]) checkName(name);
  for (const [name, text] of Object.entries(command.inputs ?? {}))
    writeFileSync(join(folder, name), text, { flag: "wx" });
}

/**
 * Reads a command's outputs once every process is dead. Whatever lies there may be a trap: links, pipes and devices are
 * left out, and so is what is larger than 16 MB.
 */
export function readOutputs(folder: string, command: Command): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of command.outputs ?? []) {
    const text = readOutput(join(folder, name));
    if (text !== undefined) found.set(name, text);
  }
  return found;
}

/** How much lies in a command's outputs while it runs: looked at from outside, opened never. */
export function sizeOfOutputs(folder: string, command: Command): number {
  return (command.outputs ?? []).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

function sizeOf(path: string): number {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true ? found.size : 0;
  } catch {
    return 0;
  }
}

function readOutput(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.nlink > 1 || stat.size > maxOutput) return undefined;
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
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
