import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../core/app-error.ts";
import type { CappedText } from "./capped-text.ts";
import type { Environment } from "./environment.ts";
import { type Launcher, maxOrders } from "./launcher.ts";

/**
 * Runs outside, in the place where mounts are made: lays the overlay where one is wanted, then becomes bubblewrap.
 * Relative paths and a descriptor keep every character of the user's paths out of the mount options.
 * What commands write lies in memory that is gone with the sandbox, or on disk where that is wanted: then no mount options are given.
 * A compiler's cache gets an overlay as well, and is empty where it cannot.
 */
const outerScript = `
exec 6>&3
echo "outer $$" >&3
if [ "$1" = overlay ]; then
  exec 5<"$4" || exit 1
  seen=$6
  if [ "$2" ]; then
    "$5" -t tmpfs -o "$2" tmpfs "$6" && cd -- "$6" && "$7" -m 755 upper work seen out || exit 1
    seen=seen
  else
    cd -- "$3" || exit 1
  fi
  "$5" -t overlay overlay -o lowerdir=/proc/self/fd/5,upperdir=upper,workdir=work,userxattr,volatile "$seen" || exit 1
  exec 5<&-
  cd -- "$3" || exit 1
  mount=$5
  shift 6
  while [ "$2" = cache ]; do
    options=lowerdir=$4,upperdir=$3/upper,workdir=$3/work,userxattr,volatile
    "$mount" -t overlay overlay -o "$options" "$3/seen" 2>/dev/null || "$mount" --bind "$3/upper" "$3/seen" || exit 1
    shift 3
  done
fi
shift
exec "$@"
`;

/**
 * Runs inside and waits: a sandbox can be made before it is known what for. Its orders come line by line (folder, variables,
 * "--", arguments) and are data, never parsed as shell. When its owner dies before that, it ends. No file can be written beyond some
 * gigabytes: a test that never stops writing does not fill the disk.
 */
const innerScript = `
ulimit -c 0; ulimit -f 8388608 2>/dev/null
echo ready >&3
IFS= read -r folder <&4 || exit 0
while IFS= read -r line <&4 && [ "$line" != -- ]; do export "$line"; done
while IFS= read -r line <&4; do set -- "$@" "$line"; done
exec 4<&-
cd -- "$folder" && command -v -- "$1" >/dev/null || { echo absent >&3; exec 3>&-; echo "$1: not found" >&2; exit 127; }
exec 3>&-
exec "$@"
`;

export interface BoxOrder {
  /** Absolute, as seen from inside. */
  readonly folder: string;
  readonly argv: readonly string[];
  readonly env: Environment;
}

/** Whether an order can be given line by line to a sandbox that waits; else it must be given to `openBox`. */
export function fitsLines(order: BoxOrder): boolean {
  const { folder, argv, env } = order;
  const names = Object.keys(env).every((name) => /^[A-Za-z_]\w*$/.test(name));
  if (!names || [folder, ...argv, ...Object.values(env)].some((text) => text.includes("\n"))) return false;
  return Buffer.byteLength(linesOf(order)) <= maxOrders;
}

interface BoxEnding {
  readonly exit: number | undefined;
  readonly started: boolean;
}

/** A sandbox that is set up and waits for its one command. */
export interface Box {
  /** The process outside whose mount namespace holds an overlay of ours. */
  readonly pid: number;
  /** The first process inside, by its number outside; it sees what the command will see. */
  readonly inside: number;
  /** Starts the command; called once. */
  start(order: BoxOrder, stdout: CappedText, stderr: CappedText): void;
  /** Resolves when every process of the sandbox is dead. */
  readonly ended: Promise<BoxEnding>;
  /** Asks the command to end (it may not). */
  terminate(): Promise<void>;
  /** Kills everything inside at once. */
  kill(): void;
}

export interface BoxPlan {
  readonly launcher: Launcher;
  /** The programs before bubblewrap: `unshare` with its arguments, or none. */
  readonly prefix: readonly string[];
  /** First arguments of the outer script. */
  readonly mode: readonly string[];
  readonly bwrap: readonly string[];
  /** Given at once where it does not fit into lines; what comes with `start` is passed over then. */
  readonly order?: BoxOrder | undefined;
}

/** Sets a sandbox up. Throws `sandbox` with the system's own words when it cannot be had. */
export async function openBox({ launcher, prefix, mode, bwrap, order: given }: BoxPlan): Promise<Box> {
  const { news, stdout, stderr, order } = await launcher.launch([
    ...[...prefix, "/bin/sh", "-c", outerScript, "sh", ...mode],
    ...[...bwrap, "/bin/sh", "-c", innerScript, "sh", ...argumentsOf(given)],
  ]);
  const streams = [news, stdout, stderr];
  const closed = Promise.all(streams.map((stream) => new Promise<void>((resolve) => stream.once("close", resolve))));
  let complaint = "";
  const complain = (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(0, 2000);
  };
  stderr.on("data", complain);
  let told = "";
  const isReady = await new Promise<boolean>((resolve) => {
    news.on("data", (chunk: Buffer) => {
      told = `${told}${chunk}`.slice(0, 2000);
      if (told.includes("ready\n")) resolve(true);
    });
    news.once("end", () => resolve(false));
  });
  if (!isReady) {
    stdout.resume();
    await closed;
    throw new AppError("sandbox", `The sandbox could not be set up: ${complaint.trim() || "no reason given"}.`);
  }
  stderr.off("data", complain);
  const outer = Number(/^outer (\d+)$/m.exec(told)?.[1]);
  const pid = Number(/"child-pid"\s*:\s*(\d+)/.exec(told)?.[1]);
  const first = { pid, began: statOf(pid).start };
  hold(streams, false);
  let over = false;
  return {
    pid: outer,
    inside: pid,
    start(later, out, err) {
      hold(streams, true);
      stdout.on("data", (chunk: Buffer) => out.push(chunk));
      stderr.on("data", (chunk: Buffer) => err.push(chunk));
      order(linesOf(given === undefined ? later : undefined));
    },
    ended: closed.then(async () => {
      await untilDead(first);
      over = true;
      const exit = /^exit (\d+)$/m.exec(told)?.[1];
      return { exit: exit === undefined ? undefined : Number(exit), started: !told.includes("absent\n") };
    }),
    terminate: () => terminateCommand(pid),
    kill() {
      if (over) return;
      hold(streams, true);
      for (const stream of streams) stream.resume();
      // Everything inside goes with it, and bubblewrap outside ends by itself.
      killProcess(first);
    },
  };
}

/** `env` sets folder and variables for the program that follows. */
function argumentsOf(order: BoxOrder | undefined): readonly string[] {
  if (order === undefined) return [];
  const variables = Object.entries(order.env).map(([name, value]) => `${name}=${value}`);
  return ["env", "-C", order.folder, ...variables, ...order.argv];
}

function linesOf(order: BoxOrder | undefined): string {
  if (order === undefined) return "/\n--\n";
  const variables = Object.entries(order.env).map(([name, value]) => `${name}=${value}`);
  return `${[order.folder, ...variables, "--", ...order.argv].join("\n")}\n`;
}

/** A sandbox that waits keeps nobody from exiting; one that works does. */
function hold(streams: readonly Socket[], held: boolean): void {
  for (const stream of streams) held ? stream.ref() : stream.unref();
}

/**
 * Bubblewrap's outer process ends a moment before the kernel has killed what the command left behind, and one that is killed
 * very early has not yet bound the namespace's life to its own. So the first process of the namespace is killed by name; it
 * becomes a zombie, or vanishes, only after all the others are dead.
 */
async function untilDead(first: HostProcess): Promise<void> {
  while (isAlive(first)) {
    killProcess(first);
    await sleep(1);
  }
}

/** A process of the host by number and by when it began, so that another with its number is not taken for it. */
interface HostProcess {
  readonly pid: number;
  readonly began: string | undefined;
}

function isAlive({ pid, began }: HostProcess): boolean {
  if (!existsSync(`/proc/${pid}`)) return false;
  const { state, start } = statOf(pid);
  return start !== undefined && start === began && state !== "Z" && state !== "X";
}

function killProcess(one: HostProcess): void {
  try {
    if (isAlive(one)) process.kill(one.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function statOf(pid: number): { readonly state: string | undefined; readonly start: string | undefined } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], start: fields[19] };
  } catch {
    return { state: undefined, start: undefined };
  }
}

/** The command shares the process group of the namespace's first process, which ignores what it has no handler for. */
async function terminateCommand(first: number): Promise<void> {
  try {
    process.kill(-first, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
