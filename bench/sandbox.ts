import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { asAppError } from "../src/core/app-error.ts";
import type { Rung } from "../src/core/ports/command-runner.ts";
import { openSandbox } from "../src/node/sandbox/open-sandbox.ts";

const files = 100_000;
const perFolder = 100;

/**
 * Prints what a command that does nothing costs on each rung, over a tree of 100,000 files and with one file changed, beside
 * a bare spawn of the same command taken in turns with it. "At once" is the next command right after the last; "prepared" is
 * one that comes when the sandbox already waits for it, as after any real test.
 */
export async function benchSandbox(print: (line: string) => void): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), "tessera-bench-"));
  try {
    const root = await makeTree(join(base, "tree"));
    print(`sandbox over ${files.toLocaleString("en")} files, /bin/true, one file changed; medians, ms`);
    for (const rung of ["overlay", "bind", "none"] as const) print(await measure(root, join(base, "state"), rung));
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

async function measure(root: string, state: string, rung: Rung): Promise<string> {
  try {
    const opened = performance.now();
    const sandbox = await openSandbox({ root, state, env: process.env, rung });
    const opening = performance.now() - opened;
    const once = () => timed(() => sandbox.run(command, changes, AbortSignal.timeout(600_000)));
    const bare: number[] = [];
    const atOnce: number[] = [];
    const prepared: number[] = [];
    try {
      for (let round = 0; round < (rung === "none" ? 1 : 15); round++) {
        bare.push(await timed(spawnBare));
        if (rung === "none") {
          atOnce.push(await once());
          break;
        }
        await once();
        atOnce.push(await once());
        await pause(60);
        prepared.push(await once());
        await pause(60);
      }
    } finally {
      await sandbox.close();
    }
    const [none, now, ready] = [median(bare), median(atOnce), median(prepared)];
    const figure = (ms: number) => `${ms.toFixed(1)} (bare × ${(ms / none).toFixed(1)})`;
    const start = `  ${rung.padEnd(8)} bare ${none.toFixed(1)} · at once ${figure(now)}`;
    if (prepared.length === 0) return `${start}, which is one private copy`;
    return `${start} · prepared ${figure(ready)} · opened with its self-test in ${opening.toFixed(0)}`;
  } catch (error) {
    const expected = asAppError(error, "sandbox");
    if (expected === undefined) throw error;
    return `  ${rung.padEnd(8)} not on this machine: ${expected.message}`;
  }
}

const command = { argv: ["/bin/true"], cwd: "", timeoutMs: 600_000 } as const;
const changes = new Map([["folder-1/file-1.txt", "changed"]]);

function spawnBare(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/true", { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.resume();
    child.stderr.resume();
    child.once("error", reject).once("close", () => resolve());
  });
}

async function makeTree(root: string): Promise<string> {
  for (let folder = 0; folder < files / perFolder; folder++) {
    const path = join(root, `folder-${folder}`);
    await mkdir(path, { recursive: true });
    const names = Array.from({ length: perFolder }, (_, file) => join(path, `file-${file}.txt`));
    await Promise.all(names.map((name) => writeFile(name, "text\n")));
  }
  return root;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
