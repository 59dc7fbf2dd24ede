import { statSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { release, version } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import { hashText } from "../../core/hash.ts";
import { type Rung, rungs } from "../../core/ports/command-runner.ts";
import { errorCode } from "../safe-path.ts";
import { isWithin } from "./programs.ts";
import type { RungHost, RunsCommands } from "./rung.ts";

/** Raised whenever a rung's flags or the test itself change, so that older results count no more. */
const edition = 4;

/**
 * Tries a rung with the flags it is used with and returns what does not hold, as a phrase; undefined when all holds:
 * loopback is up and the outside is not there, no capability is left, HOME and a variable of ours are hidden, nothing outside
 * the tree can be written, what is written inside does not arrive, and a process that was left behind does not survive.
 */
export async function selfTest(open: (host: RungHost) => RunsCommands, host: RungHost): Promise<string | undefined> {
  const probe = host.scratch.create("workspace");
  const root = join(probe, "workspace");
  await writeFile(join(root, "before.txt"), "before");
  const rung = open({ ...host, root });
  try {
    const execution = await rung.run(
      {
        argv: ["/bin/sh", "-c", script, "sh", probe, host.visible().home],
        cwd: "",
        timeoutMs: 5000,
        outputs: ["told"],
      },
      new Map([
        ["before.txt", "after"],
        ["new/file.txt", "new"],
      ]),
      AbortSignal.timeout(10_000),
    );
    if (execution.ending !== "exited")
      return `a test command ended as "${execution.ending}": ${execution.stderr.trim()}`;
    const home = await homeEntries(host, root);
    return (
      execution.stdout
        .split("\n")
        .find((line) => line.startsWith("not: ") && !home.has(line.slice(5)))
        ?.slice(5) ??
      (execution.stdout.includes("all: done\n") ? undefined : `a test command failed: ${execution.stderr.trim()}`) ??
      ((await readFile(join(root, "before.txt"), "utf8")) === "before" ? undefined : "the user's tree was written")
    );
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rung.close();
    host.scratch.remove(probe);
  }
}

/** Nothing but the shell and `cat`, and nothing it needs from the machine. */
const script = `
exec 2>/dev/null
not() { echo "not: $1"; }
[ "$(cat before.txt)" = after ] || not "changed files are not seen"
[ "$(cat new/file.txt)" = new ] || not "new files are not seen"
echo x > written.txt || not "the workspace cannot be written"
(echo x > "$1/outside.txt") && [ -e "$1/before" ] && not "a file outside can be written"
for setting in /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sysrq-trigger; do
  [ -w $setting ] && [ "$(cat $setting 2>/dev/null)" ] && not "the kernel's settings can be written"
done
(echo x > /etc/tessera-probe) && not "/etc can be written"
[ -z "$TESSERA_CANARY" ] || not "the environment is passed on"
if [ "$(uname)" = Darwin ]; then
  (exec 3<>/dev/udp/192.0.2.1/9) && not "the network is reachable"
  (security list-keychains | grep -q .) && not "keychains can be listed"
else
while read -r key value; do [ "$key" = CapEff: ] && [ "$value" != 0000000000000000 ] && not "capabilities are left"; done < /proc/self/status
interfaces=0; while read -r line; do case $line in *:*) interfaces=$((interfaces + 1));; esac; done < /proc/net/dev
[ $interfaces -eq 1 ] || not "the network is reachable"
case "$(cat /proc/net/fib_trie)" in *127.0.0.1*) ;; *) not "loopback is down";; esac
fi
for entry in "$2"/* "$2"/.[!.]*; do [ -e "$entry" ] && not "$entry"; done
(sleep 1000 >/dev/null 2>&1 &)
echo "all: done"
`;

/** What may be seen of HOME: folders on the way to something that is shown. */
async function homeEntries(host: RungHost, root: string): Promise<ReadonlySet<string>> {
  const { home, shown } = host.visible();
  const names = await readdir(home).catch(() => []);
  const wanted = [...shown, root];
  return new Set([
    ...names.map((name) => join(home, name)).filter((path) => wanted.some((folder) => isWithin(folder, path))),
  ]);
}

const resultsSchema = z.record(z.string(), z.enum(rungs));

/** Absolute programs, in an order of the caller's; undefined for one that is not installed. */
type Programs = readonly (string | undefined)[];

/** The rung that was found to hold with these programs, kernel and user, if any was. */
export async function rememberedRung(state: string, programs: Programs): Promise<Rung | undefined> {
  return (await readResults(state))[keyOf(programs)];
}

/** A disk that is full costs the next start a self-test, and this one nothing. */
export async function rememberRung(state: string, programs: Programs, rung: Rung): Promise<void> {
  const file = resultsFile(state);
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify({ [keyOf(programs)]: rung }));
    await rename(draft, file);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    await rm(draft, { force: true });
  }
}

async function readResults(state: string): Promise<Readonly<Record<string, Rung>>> {
  try {
    return resultsSchema.parse(JSON.parse(await readFile(resultsFile(state), "utf8")));
  } catch {
    return {};
  }
}

function resultsFile(state: string): string {
  return join(state, "sandbox-self-test.json");
}

function keyOf(paths: Programs): string {
  const programs = paths.flatMap((path) => {
    if (path === undefined) return ["-"];
    const { size, mtimeMs, ino } = statSync(path);
    return [path, size, mtimeMs, ino];
  });
  const parts = [edition, ...programs, release(), version(), process.getuid?.()];
  return hashText(parts.join("\0"));
}
