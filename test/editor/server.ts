import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installServer } from "./install.ts";
import { node } from "./places.ts";

export interface ServerOptions {
  /** For logs, sockets and what programs keep below XDG folders. Keep the path short: unix sockets lie in it. */
  readonly state: string;
  /** Settings, keys and what extensions store. */
  readonly userData: string;
  readonly extensionsDir: string;
  /** Whether folders must be trusted first, as for a user. */
  readonly trust: boolean;
  /** 0 for any that is free. */
  readonly port?: number;
  /** Added to the environment of the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Server {
  readonly origin: string;
  readonly port: number;
  /** The head of its process group. */
  readonly pid: number;
  /** Resolves when the server has ended, asked or not. */
  readonly ended: Promise<void>;
  /** Ends it with all it started. Calling it again waits for the same end. */
  stop(): Promise<void>;
}

/** Starts VS Code's server on a port of 127.0.0.1. It ends with `stop`, or when this process does. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { state, env } = options;
  const entry = installServer();
  const sockets = join(state, "s");
  for (const folder of [sockets, options.userData, options.extensionsDir]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(state, "config.yaml"), "auth: none\ncert: false\n");

  const keeper = fileURLToPath(new URL("keeper.ts", import.meta.url));
  const child = spawn(node, [keeper, node, entry, ...serverArguments(options)], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      XDG_CONFIG_HOME: join(state, "config"),
      XDG_DATA_HOME: join(state, "data"),
      XDG_RUNTIME_DIR: sockets,
      TMPDIR: sockets,
      ...env,
    },
  });
  const log = createWriteStream(join(state, "server.log"));
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => log.end(resolve));
  });

  const { pid } = child;
  if (pid === undefined) throw new Error("The editor's server could not be started.");
  const port = await Promise.race([listening(child.stdout), ended.then(() => undefined)]);
  if (port === undefined) throw new Error(`The editor's server ended at its start. See ${join(state, "server.log")}.`);
  const stop = () => {
    child.stdin.end();
    return ended;
  };
  return { origin: `http://127.0.0.1:${port}`, port, pid, ended, stop };
}

function serverArguments({ state, userData, extensionsDir, trust, port = 0 }: ServerOptions): readonly string[] {
  return [
    ...["--config", join(state, "config.yaml"), "--bind-addr", `127.0.0.1:${port}`, "--auth", "none"],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
    ...["--user-data-dir", userData, "--extensions-dir", extensionsDir],
    ...(trust ? [] : ["--disable-workspace-trust"]),
  ];
}

/** The port the server says it listens on. */
function listening(output: NodeJS.ReadableStream): Promise<number> {
  return new Promise((resolve) => {
    let text = "";
    output.on("data", (piece: Buffer) => {
      text += piece;
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

export interface Opened {
  /** A folder, or a .code-workspace file; left out: an empty window. */
  readonly folder?: string | undefined;
  /** Extensions in development are the only ones. */
  readonly onlyDevelopment?: boolean;
}

/** The address that opens a folder in the server's workbench. */
export function addressOf({ origin }: Pick<Server, "origin">, { folder, onlyDevelopment = false }: Opened): string {
  const address = new URL("/", origin);
  if (folder === undefined) address.searchParams.set("ew", "true");
  else address.searchParams.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", folder);
  if (onlyDevelopment) address.searchParams.set("payload", JSON.stringify([["disableExtensions", "true"]]));
  return address.href;
}
