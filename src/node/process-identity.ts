import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { errorCode } from "./safe-path.ts";

/** One process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from boot to its start; "0" where the system does not tell. */
  readonly start: string;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, start: statOf(process.pid)?.start ?? "0" };
}

/** Whether it still runs. One that is dead but not yet waited for does not; one that cannot be looked at may, so it counts as running. */
export function isAlive({ pid, start }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) !== "EPERM") return false;
  }
  const stat = statOf(pid);
  if (stat === undefined) return true;
  return !/^[ZX]/.test(stat.state) && (start === "0" || stat.start === start);
}

/** A name that nobody else makes, and that says whose it is, so that others can clean up once that process is gone. */
export function ownedName({ pid, start } = thisProcess()): string {
  return `${pid}.${start}.${randomUUID()}`;
}

/** Whose a file is that has an owned name at the end of its own; undefined for any other file. */
export function ownerOf(name: string): ProcessIdentity | undefined {
  const [, pid, start] = /(?:^|\.)(\d{1,10})\.(\d+)\.[0-9a-f]{8}-[0-9a-f-]{27}$/.exec(name) ?? [];
  return pid === undefined || start === undefined ? undefined : { pid: Number(pid), start };
}

/** Undefined where there is no /proc, or no such process. */
function statOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name of the program stands in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", start: fields[19] ?? "0" };
  } catch {
    return undefined;
  }
}
