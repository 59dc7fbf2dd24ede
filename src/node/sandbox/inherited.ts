import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";

/** O_CLOEXEC as `/proc` writes it, in octal. */
const closesOnExec = 0o2000000;

/** Looked for once: what node opens itself is closed in children by the kernel. */
let startedWith: readonly number[] | undefined;

/**
 * Starts a child that gets nothing of what our own process was started with. A shell or an editor may have left files or sockets of the
 * user's open there, and a child would inherit them through every wall. `start` is given what stands in the child's table of descriptors
 * after the first `taken`.
 */
export function withoutInherited<Child>(taken: number, start: (rest: readonly ("ignore" | number)[]) => Child): Child {
  startedWith ??= inherited();
  const open = startedWith.filter((descriptor) => descriptor >= taken);
  if (open.length === 0) return start([]);
  const nothing = openSync("/dev/null", "r");
  try {
    const length = Math.max(...open) + 1 - taken;
    return start(Array.from({ length }, (_, index) => (open.includes(index + taken) ? nothing : "ignore")));
  } finally {
    closeSync(nothing);
  }
}

function inherited(): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/fdinfo").map(Number).filter(passesOn);
}

function passesOn(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "latin1"))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closesOnExec) === 0;
  } catch {
    return false;
  }
}
