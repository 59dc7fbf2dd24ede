import { mkdir, readFile, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { AppError, asAppError } from "../../core/app-error.ts";
import type { CommandRunner, Rung } from "../../core/ports/command-runner.ts";
import { checkPath } from "../../core/ports/paths.ts";
import { checkOutside } from "../state-root.ts";
import { bindRung } from "./bind-rung.ts";
import { buildCaches } from "./build-caches.ts";
import { copyRung } from "./copy-rung.ts";
import { scrubbedEnvironment } from "./environment.ts";
import { type Launcher, openLauncher } from "./launcher.ts";
import { noSandbox } from "./no-sandbox.ts";
import { bwrapOverlayRung, overlayRung } from "./overlay-rung.ts";
import { findProgram, isWithin, sandboxPrograms } from "./programs.ts";
import type { RungHost, RunsCommands } from "./rung.ts";
import { openScratch } from "./scratch.ts";
import { sandboxExec, seatbeltRung } from "./seatbelt-rung.ts";
import { rememberedRung, rememberRung, selfTest } from "./self-test.ts";
import { visibleFor } from "./visible.ts";

export interface SandboxOptions {
  /** The workspace's folder. */
  readonly root: string;
  /** Tessera's own folder, outside the workspace: scratch folders and the result of the self-test live there. */
  readonly state: string;
  /** The user's environment, to be scrubbed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Forces a rung instead of the best one. "none" only with the user's own approval for this run: it is no wall at all. */
  readonly rung?: Rung;
}

export interface Sandbox extends CommandRunner {
  /** The workspace without links in its path: commands see it under this name. */
  readonly root: string;
  /** Ends what waits and removes every scratch folder. */
  close(): Promise<void>;
}

/**
 * Opens the best sandbox this machine can give for a workspace, found by a self-test that is remembered for as long as the
 * programs and the kernel stay the same. Never falls back to no sandbox: throws `sandbox` with what to install instead.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const root = await realpath(options.root);
  await checkOutside(options.state, root);
  await mkdir(options.state, { recursive: true, mode: 0o700 });
  const state = await realpath(options.state);
  const scratch = await openScratch(state);
  try {
    const rung = await chooseRung(root, state, options, scratch);
    rung.warm();
    const path = scrubbedEnvironment(options.env, { home: "/", temporary: "/tmp" }).PATH ?? "";
    return {
      root,
      get rung() {
        return rung.rung;
      },
      async run(command, changes, signal) {
        if (command.cwd !== "") checkPath(command.cwd);
        return rung.run(command, changes, signal);
      },
      expect: (count) => rung.warm(count),
      which: (program) => findProgram(program, path),
      async close() {
        await rung.close();
        await scratch.close();
      },
    };
  } catch (error) {
    await scratch.close();
    throw error;
  }
}

async function chooseRung(
  root: string,
  state: string,
  { env, rung }: SandboxOptions,
  scratch: RungHost["scratch"],
): Promise<RunsCommands> {
  const caches = buildCaches(root, scratch, env);
  if (rung === "none") {
    const home = env.HOME ?? "/";
    return noSandbox({ root, scratch, caches, env: scrubbedEnvironment(env, { home, temporary: tmpdir() }) });
  }
  const found = ladder(root, env.PATH ?? "");
  if (found === undefined) throw new AppError("sandbox", await whatToInstall());
  const visible = keptFor(30_000, () => visibleFor(root, state, env));
  const { home } = visible();
  if (isWithin(home, root))
    throw new AppError("sandbox", `The workspace ${root} holds the home folder: open a project's own folder instead.`);
  const { bwrap, mkfifo, programs, openers } = found;
  const scrubbed = scrubbedEnvironment(env, { home, temporary: "/tmp" });
  const launcher = openLauncher(scratch.create(), mkfifo, scrubbed);
  const host = { root, bwrap, scratch, launcher, caches, env: scrubbed, visible };
  const known = rung ?? (await rememberedRung(state, programs));
  const failures: string[] = [];
  for (const [index, [name, open]] of openers.entries()) {
    if (rung !== undefined && rung !== name) continue;
    const failure = known === name && rung === undefined ? undefined : await selfTest(open, host);
    if (failure === undefined) {
      if (known !== name && rung === undefined) await rememberRung(state, programs, name);
      const below = rung === undefined ? openers.slice(index + 1) : [];
      return withFallback(
        launcher,
        open(host),
        below.map(
          ([, openBelow]) =>
            () =>
              openBelow(host),
        ),
      );
    }
    failures.push(failure);
  }
  await launcher.close();
  throw new AppError("sandbox", whyNot(failures));
}

type Opener = readonly [name: Rung, open: (host: RungHost) => RunsCommands];

interface Ladder {
  /** These two are empty where the rungs do without. */
  readonly bwrap: string;
  readonly mkfifo: string;
  /** What the result of the self-test depends on. */
  readonly programs: readonly (string | undefined)[];
  /** Best first. */
  readonly openers: readonly Opener[];
}

/** The rungs that this system's programs could give; whether they hold is for the self-test to say. Undefined where there is none. */
function ladder(root: string, path: string): Ladder | undefined {
  if (process.platform === "darwin")
    return { bwrap: "", mkfifo: "", programs: [sandboxExec], openers: [["seatbelt", seatbeltRung]] };
  const programs = sandboxPrograms(root, path);
  if (programs === undefined) return undefined;
  const { bwrap, mkdir, mkfifo, unshare, mount } = programs;
  const overlay: readonly Opener[] =
    unshare === undefined || mount === undefined
      ? []
      : [["overlay", (host) => overlayRung(host, { unshare, mount, mkdir })]];
  return {
    bwrap,
    mkfifo,
    programs: [bwrap, unshare, mount],
    openers: [...overlay, ["bwrap-overlay", bwrapOverlayRung], ["bind", bindRung], ["copy", copyRung]],
  };
}

/**
 * Once a rung cannot be set up over this workspace (files of a group that no namespace maps, more files than can be bound), the next
 * one below does everything. Each of them has a wall.
 */
function withFallback(launcher: Launcher, first: RunsCommands, below: readonly (() => RunsCommands)[]): RunsCommands {
  const opened = [first];
  const current = () => opened.at(-1) ?? first;
  return {
    get rung() {
      return current().rung;
    },
    warm: (count) => current().warm(count),
    async close() {
      for (const rung of opened) await rung.close();
      await launcher.close();
    },
    async run(command, changes, signal) {
      for (;;) {
        const rung = current();
        try {
          return await rung.run(command, changes, signal);
        } catch (error) {
          const next = below[opened.length - 1];
          if (next === undefined || asAppError(error, "sandbox") === undefined) throw error;
          if (current() === rung) opened.push(next());
        }
      }
    },
  };
}

/** Works out a value again once it is older than this. */
function keptFor<Value>(ms: number, make: () => Value): () => Value {
  let kept: { readonly value: Value; readonly at: number } | undefined;
  return () => {
    if (kept === undefined || Date.now() - kept.at > ms) kept = { value: make(), at: Date.now() };
    return kept.value;
  };
}

function whyNot(failures: readonly string[]): string {
  const why = [...new Set(failures)].join("; ");
  if (process.platform === "darwin")
    return `sandbox-exec gives no working sandbox here (${why}): run tests without a sandbox (--no-sandbox).`;
  return `bubblewrap is installed but gives no working sandbox here (${why}): allow unprivileged user namespaces, or run tests without a sandbox (--no-sandbox).`;
}

const installCommands: readonly (readonly [families: readonly string[], command: string])[] = [
  [["debian", "ubuntu"], "sudo apt-get install bubblewrap"],
  [["fedora", "rhel", "centos"], "sudo dnf install bubblewrap"],
  [["arch"], "sudo pacman -S bubblewrap"],
  [["suse", "opensuse"], "sudo zypper install bubblewrap"],
  [["alpine"], "apk add bubblewrap util-linux"],
];

async function whatToInstall(): Promise<string> {
  if (process.platform !== "linux")
    return "There is no sandbox for this system: run tests without one, at your own risk (--no-sandbox), or work in WSL or a container.";
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const families = [...text.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap((match) => (match[1] ?? "").split(" "));
  const command = installCommands.find(([names]) => names.some((name) => families.includes(name)))?.[1];
  return `Tests run in a sandbox, which needs bubblewrap: install it (${command ?? "the package bubblewrap"}), or run tests without a sandbox (--no-sandbox).`;
}
