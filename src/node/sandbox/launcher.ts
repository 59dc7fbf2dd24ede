import { spawn } from "node:child_process";
import { closeSync, constants, openSync, unlinkSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import type { Environment } from "./environment.ts";
import { withoutInherited } from "./inherited.ts";

/**
 * The shell reads its orders as they come. Each is started in the background, with pipes that have a name until both ends are open.
 * When its input ends, its owner is gone or done: it kills its process group, which is everything it has started outside of the
 * sandboxes. (Bubblewrap's own child waits for bubblewrap before it binds its life to it: were only bubblewrap killed in that moment,
 * the child would wait for ever.)
 */
const shellScript = `
trap 'kill -9 0' EXIT
launch() {
  "$1" -m 600 "$2.news" "$2.orders" "$2.out" "$2.err" || { echo "$2 failed"; return; }
  echo "$2 made"
  (
    exec </dev/null 3>"$2.news" 4<"$2.orders" >"$2.out" 2>"$2.err"
    cd /
    shift 2
    "$@"
    echo "exit $?" >&3
  ) &
}
`;

/** A program that was started, and its pipes. */
interface Launched {
  /** Its descriptor 3; at the end, the launcher adds "exit" and the exit code. */
  readonly news: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** Writes to its descriptor 4, which ends with that; called at most once, with at most `maxOrders` bytes. */
  order(text: string): void;
}

/** A pipe takes so much at once, even where the system is short of pipes. */
export const maxOrders = 8192;

/**
 * A shell that starts programs in our place. A fork takes time for every page that the forking process has: some milliseconds in an
 * editor's host, in which that does nothing else, and next to nothing in a shell.
 */
export interface Launcher {
  /** Throws `sandbox`. */
  launch(argv: readonly string[]): Promise<Launched>;
  /** Kills what still runs. */
  close(): Promise<void>;
}

interface Shell {
  /** Resolves to whether the pipes of this name could be made. */
  launch(name: string, words: readonly string[]): Promise<boolean>;
  complaint(): string;
  close(): Promise<void>;
  /** Resolves when it has ended, for whatever reason. */
  readonly gone: Promise<void>;
}

/** `folder` is for the pipes' names; what is started gets `env`. The shell itself is started when it is needed. */
export function openLauncher(folder: string, mkfifo: string, env: Environment): Launcher {
  let shell: Shell | undefined;
  let count = 0;

  function opened(): Shell {
    if (shell !== undefined) return shell;
    const started = startShell(folder, env);
    shell = started;
    void started.gone.then(() => {
      if (shell === started) shell = undefined;
    });
    return started;
  }

  return {
    async launch(argv) {
      const name = String(++count);
      const used = opened();
      if (await used.launch(name, [mkfifo, name, ...argv])) return openPipes(join(folder, name));
      throw notSetUp(used.complaint().trim() || "no reason given");
    },
    close: async () => shell?.close(),
  };
}

function startShell(folder: string, env: Environment): Shell {
  const child = withoutInherited(3, (rest) =>
    spawn("/bin/sh", ["-s"], { cwd: folder, env, stdio: ["pipe", "pipe", "pipe", ...rest], detached: true }),
  );
  const { stdin, stdout, stderr } = child;
  if (!(stdin instanceof Socket && stdout instanceof Socket && stderr instanceof Socket))
    throw new Error("A child's pipes are not what they were asked to be.");
  const waiting = new Map<string, (made: boolean) => void>();
  let complaint = "";
  const gone = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      complaint = error.message;
      resolve();
    });
  });
  void gone.then(() => {
    for (const resolve of waiting.values()) resolve(false);
  });
  stdin.on("error", () => undefined);
  stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2000);
  });
  let told = "";
  stdout.on("data", (chunk: Buffer) => {
    const lines = `${told}${chunk}`.split("\n");
    told = lines.pop() ?? "";
    for (const line of lines) {
      const [name = "", made] = line.split(" ");
      waiting.get(name)?.(made === "made");
    }
  });
  // It keeps nobody from exiting, unless it is waited for.
  for (const handle of [child, stdin, stdout, stderr]) handle.unref();
  stdin.write(shellScript);
  return {
    gone,
    complaint: () => complaint,
    async launch(name, words) {
      const made = new Promise<boolean>((resolve) => waiting.set(name, resolve));
      stdout.ref();
      stdin.write(`launch ${words.map(quoted).join(" ")}\n`);
      const isMade = await made;
      waiting.delete(name);
      if (waiting.size === 0) stdout.unref();
      return isMade;
    },
    close() {
      child.ref();
      stdin.end();
      return gone;
    },
  };
}

/** The one way to write a word that a shell takes for nothing but a word. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function notSetUp(why: string, cause?: unknown): AppError {
  return new AppError("sandbox", `The sandbox could not be set up: ${why}.`, { cause });
}

/**
 * Opens our ends. Those we read from have had no writer yet, which Linux does not take for an end. The one we write to is opened for
 * reading as well, since it has no reader yet.
 */
function openPipes(path: string): Launched {
  const { O_RDONLY, O_RDWR, O_NONBLOCK } = constants;
  const readers: Socket[] = [];
  const reader = (pipe: string) => {
    const fd = openSync(`${path}.${pipe}`, O_RDONLY | O_NONBLOCK);
    const socket = new Socket({ fd, readable: true, writable: false }).on("error", () => undefined);
    readers.push(socket);
    return socket;
  };
  try {
    const [news, stdout, stderr] = [reader("news"), reader("out"), reader("err")];
    const order = writer(openSync(`${path}.orders`, O_RDWR | O_NONBLOCK));
    news.once("data", () => removePipes(path));
    news.once("close", () => order(""));
    return { news, stdout, stderr, order };
  } catch (error) {
    for (const socket of readers) socket.destroy();
    throw notSetUp(error instanceof Error ? error.message : String(error), error);
  }
}

/** Both ends are open: nobody needs their names any more. */
function removePipes(path: string): void {
  try {
    for (const pipe of ["news", "orders", "out", "err"]) unlinkSync(`${path}.${pipe}`);
  } catch {
    // The folder is gone already: the sandbox was closed meanwhile.
  }
}

/** Writes once, and closes with that. */
function writer(descriptor: number): (text: string) => void {
  let isOpen = true;
  return (text) => {
    if (!isOpen) return;
    isOpen = false;
    if (text !== "") writeSync(descriptor, text);
    closeSync(descriptor);
  };
}
