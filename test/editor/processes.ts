import { readdirSync, readFileSync } from "node:fs";

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process below this one, read from /proc; on systems without it there are none to see. */
export function descendants(root: number): readonly Process[] {
  const children = readChildren(root).map((pid) => ({
    pid,
    command: readOr(`/proc/${pid}/cmdline`).replaceAll("\0", " "),
  }));
  return children.flatMap((child) => [child, ...descendants(child.pid)]);
}

function readChildren(pid: number): readonly number[] {
  let threads: readonly string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    readOr(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
}

/** The text of a process that may end while we look. */
function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
