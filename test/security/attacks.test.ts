import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { walled } from "../node/sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "../node/sandbox-workspace.ts";
import { shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test("what the program was started with open is closed to tests", async ({ skip }) => {
  skip(process.platform !== "linux", "open files are listed by /proc");
  using folder = new TemporaryFolder();
  using other = new TemporaryFolder();
  const writing = `import { writeSync } from "node:fs";\nfor (let n = 3; n < 64; n++) try { writeSync(n, "evil"); } catch {}\n`;
  folder.write({ ...shop, "src/percent.js": `${writing}${shop["src/percent.js"]}` });
  other.write({ mine: "" });
  const cli = join(import.meta.dirname, "../../dist/cli.mjs");

  for (const more of [[], ["--no-sandbox"]]) {
    const mine = openSync(join(other.path, "mine"), "r+");
    const env = { ...process.env, TESSERA_HOME: join(other.path, "state") };
    // Node closes the first few itself, up to where it finds some fifteen in a row that are not open.
    const stdio = [...Array.from({ length: 50 }, () => "ignore" as const), mine];
    const child = spawn(process.execPath, [cli, "fix", "--repo", folder.path, ...more], { env, stdio });
    await new Promise((resolve) => child.on("close", resolve));
    closeSync(mine);
    expect(readFileSync(join(other.path, "mine"), "utf8")).toBe("");
  }
});

test.for(walled)(
  "links of a workspace do not make a hidden folder visible ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "node_modules/own/package.json": "{}" });
    const home = join(dirname(root), "home");
    const secret = join(home, ".config/cloud/keys/user");
    mkdirSync(secret, { recursive: true });
    for (const name of ["id", "python3", "package.txt"]) writeFileSync(join(secret, name), "canary", { mode: 0o755 });
    symlinkSync(secret, join(root, ".git"));
    symlinkSync(secret, join(root, "venv"));
    symlinkSync(secret, join(root, "node_modules/evil"));
    mkdirSync(join(root, ".venv/bin"), { recursive: true });
    symlinkSync(join(secret, "id"), join(root, ".venv/bin/python3"));
    symlinkSync(join(secret, "python3"), join(root, ".venv/bin/python"));
    const sandbox = await sandboxOver(root, rung, { HOME: home });

    const { stdout } = await sh(
      sandbox,
      `cat .git/id venv/id node_modules/evil/id .venv/bin/python*; find "$HOME" -name id`,
    );

    expect(stdout).toBe("");
  },
);

test.for(walled)(
  "homes of others and secrets of the system are not shown ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);

    const { stdout } = await sh(
      sandbox,
      "ls /home; cat /etc/ssh/* /root/.ssh/* 2>/dev/null; cat /etc/shadow 2>/dev/null | wc -c",
    );

    expect(stdout.replaceAll(/\s/g, "")).toMatch(/^\w*0$/);
  },
);

test.for(walled)(
  "no namespace, mount or other file system can be had inside ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "mine" });
    const sandbox = await sandboxOver(root, rung);

    const { stdout } = await sh(
      sandbox,
      `unshare -Urm true && echo namespace; mount -t tmpfs x /etc && echo mounted; umount "$PWD" && echo unmounted
     mknod dev b 8 0 && echo device; chroot / true && echo root
     for f in /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches /proc/sysrq-trigger; do [ -w $f ] && [ ! -c $f ] && echo "kernel $f"; done
     cat /proc/keys /proc/kallsyms 2>/dev/null
     ls /sys/fs/cgroup/cgroup.procs >/dev/null && echo 1 > /sys/fs/cgroup/cgroup.procs && echo cgroup`,
    );

    expect(stdout).toBe("");
  },
);

test.for(walled)(
  "what tests leave in the tree is never opened by the host ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "mine" });
    const sandbox = await sandboxOver(root, rung);
    const traps = `mkfifo pipe "$GOCACHE/pipe"; ln -s /etc/passwd "$GOCACHE/link"; mkdir "$GOCACHE/shut"; chmod 000 "$GOCACHE/shut"; truncate -s 1T sparse "$GOCACHE/sparse" 2>/dev/null; rm a.txt; ln -s pipe a.txt`;
    const began = performance.now();

    await sh(sandbox, traps, {}, { caches: ["GOCACHE"] });
    const { stdout } = await sh(sandbox, "cat a.txt", {}, { caches: ["GOCACHE"] });

    expect(stdout).toBe("mine");
    expect(performance.now() - began).toBeLessThan(10_000);
  },
);

test.for(walled)("a file that never stops growing is stopped ($rung)", async ({ rung, obstacle }, { skip }) => {
  skip(obstacle !== undefined, obstacle);
  const sandbox = await sandboxOver(await folderOf({}), rung);

  const { stdout } = await sh(sandbox, `ulimit -c; ulimit -f; truncate -s 100T big || echo stopped`);

  expect(stdout).toMatch(/^0\n8388608\nstopped\n$/);
});
