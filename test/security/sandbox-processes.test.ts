import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { everyRung, walled } from "../node/sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "../node/sandbox-workspace.ts";

/** Processes whose command line holds the text. */
function alive(text: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        Number(pid) !== process.pid &&
        readFileSync(`/proc/${pid}/cmdline`, "latin1").includes(text)
      );
    } catch {
      return false;
    }
  });
}

const daemon = (mark: string) =>
  `setsid sh -c '(exec sleep ${mark}) >/dev/null 2>&1 </dev/null &' & wait; echo started`;

test.for(everyRung)(
  "T46: a daemon that left its parent and session is dead when the command has ended ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const mark = `98${process.pid}1${rung.length}`;
    const sandbox = await sandboxOver(await folderOf({}), rung);

    const { stdout } = await sh(sandbox, daemon(mark));

    expect(stdout).toBe("started\n");
    expect(alive(`sleep\0${mark}`)).toEqual([]);
  },
);

test.for(everyRung)(
  "T46: cancelling ends everything that was started ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const mark = `98${process.pid}2${rung.length}`;
    const sandbox = await sandboxOver(await folderOf({}), rung);
    const cancelled = new AbortController();
    const command = {
      argv: ["/bin/sh", "-c", `${daemon(mark)}; trap '' TERM; sleep ${mark}`] as const,
      cwd: "",
      timeoutMs: 30_000,
    };

    const running = sandbox.run(command, new Map(), cancelled.signal);
    while (alive(`sleep\0${mark}`).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    const began = performance.now();
    cancelled.abort();

    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - began).toBeLessThan(2000);
    expect(alive(`sleep\0${mark}`)).toEqual([]);
  },
);

test.for(everyRung)(
  "T53: a command that ignores SIGTERM is killed at its deadline, with what it said until then ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);

    const execution = await sh(sandbox, "trap '' TERM; echo said; while :; do sleep 1; done", {}, { timeoutMs: 300 });

    expect(execution).toMatchObject({ ending: "timeout", exit: undefined, stdout: "said\n" });
  },
);

test.for(everyRung)(
  "a command is ended when neither its streams nor its outputs grow any more ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);
    const talks = "for i in 1 2 3 4 5 6 7 8; do echo $i >> {out}/report; sleep 0.2; done; echo said; sleep 100";

    const execution = await sh(sandbox, talks, {}, { timeoutMs: 60_000, quietMs: 1000, outputs: ["report"] });

    expect(execution).toMatchObject({ ending: "timeout", exit: undefined, stdout: "said\n" });
    expect(execution.outputs.get("report")).toBe("1\n2\n3\n4\n5\n6\n7\n8\n");
    expect(execution.quietMs).toBeLessThan(execution.ms);
  },
);

test.for(everyRung)(
  "a command that heeds SIGTERM may still leave its outputs ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);

    const execution = await sh(
      sandbox,
      "trap 'echo partial > {out}/report; exit' TERM; while :; do sleep 0.01; done",
      {},
      { timeoutMs: 300, outputs: ["report"] },
    );

    expect(execution.ending).toBe("timeout");
    expect(execution.outputs.get("report")).toBe("partial\n");
  },
);

test.for(everyRung)(
  "T53: a command that reads its input finds it empty ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);

    expect(await sh(sandbox, "cat; echo read")).toMatchObject({ exit: 0, stdout: "read\n" });
  },
);

test.for(everyRung)(
  "T49: a gigabyte of output is cut in the middle and costs little memory ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);

    const { stdout, truncated } = await sh(sandbox, "echo first; head -c 1073741824 /dev/zero; echo last");
    clearInterval(watch);

    expect(truncated).toBe(true);
    expect(stdout.startsWith("first\n")).toBe(true);
    expect(stdout.endsWith("last\n")).toBe(true);
    expect(stdout.length).toBeLessThan(1.1 * 1024 * 1024);
    expect(peak - before).toBeLessThan(50 * 1024 * 1024);
  },
);

test.for(everyRung)("T07: outputs that are traps are left out ($rung)", async ({ rung, obstacle }, { skip }) => {
  skip(obstacle !== undefined, obstacle);
  const sandbox = await sandboxOver(await folderOf({}), rung);

  const { outputs } = await sh(
    sandbox,
    "cd {out}; ln -s /etc/passwd link; mkfifo pipe; mkdir folder; truncate -s 1G sparse; echo ok > good; ln good hard; echo fine > fine",
    {},
    { outputs: ["link", "pipe", "folder", "sparse", "hard", "fine", "absent"] },
  );

  expect([...outputs]).toEqual([["fine", "fine\n"]]);
});

test.for(everyRung)(
  "a program that does not exist is told apart from one that fails ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);

    expect(await sh(sandbox, "", {}, { argv: ["no-such-program"] })).toMatchObject({
      ending: "not-started",
      exit: undefined,
    });
    expect(await sh(sandbox, "exit 7")).toMatchObject({ ending: "exited", exit: 7 });
  },
);

/** Processes that this one has started itself, with their command lines. */
function children(): readonly (readonly [pid: number, command: string])[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "latin1")
    .split(" ")
    .filter((pid) => pid !== "")
    .map((pid) => [Number(pid), readFileSync(`/proc/${pid}/cmdline`, "latin1")]);
}

test.for(walled)(
  "the shell that starts sandboxes may be killed: what runs goes on, and what comes is started ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);
    const begun = sh(sandbox, "sleep 0.5; echo survived");
    await new Promise((resolve) => setTimeout(resolve, 200));

    const shells = children().filter(([, command]) => command === "/bin/sh\0-s\0");
    for (const [pid] of shells) process.kill(pid, "SIGKILL");

    expect(shells).toHaveLength(1);
    expect(await begun).toMatchObject({ exit: 0, stdout: "survived\n" });
    expect(await sh(sandbox, "echo again")).toMatchObject({ exit: 0, stdout: "again\n", rung });
    await sandbox.close();
    expect(children().filter(([, command]) => command === "/bin/sh\0-s\0")).toEqual([]);
  },
);
