import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { openSandbox } from "../../src/node/sandbox/open-sandbox.ts";
import { bwrapOverlay } from "../../src/node/sandbox/overlay-rung.ts";
import { seatbeltArgs } from "../../src/node/sandbox/seatbelt-rung.ts";
import { walled } from "../node/sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "../node/sandbox-workspace.ts";

test("T52: a rung that is asked for and does not hold is an error that says what to do, never another rung", async ({
  skip,
}) => {
  const missing = walled.find(({ obstacle }) => obstacle !== undefined);
  skip(missing === undefined, "every rung with a wall holds on this machine");
  if (missing === undefined) return;

  await expect(sandboxOver(await folderOf({ "a.txt": "" }), missing.rung)).rejects.toMatchObject({
    code: "sandbox",
    message: expect.stringContaining("--no-sandbox"),
  });
});

test("T52: the seatbelt of another system is not to be had here", async ({ skip }) => {
  skip(process.platform === "darwin", "it is this system's own");

  await expect(sandboxOver(await folderOf({}), "seatbelt")).rejects.toMatchObject({ code: "sandbox" });
});

test("a tree that one rung cannot take goes to the next one with a wall", async ({ skip }) => {
  const best = walled.find(({ obstacle }) => obstacle === undefined);
  skip(best?.rung !== "overlay", "the overlay rung does not hold here");
  skip(process.getuid?.() !== 0, "only root can give a file to a group that no namespace maps");
  const root = await folderOf({ "a.txt": "old" });
  await promisify(execFile)("chown", ["12345:12345", join(root, "a.txt")]);
  await chmod(join(root, "a.txt"), 0o666);
  const sandbox = await openSandbox({ root, state: join(dirname(root), "state"), env: process.env });

  const { rung, stdout } = await sh(sandbox, "cat a.txt", { "a.txt": "new" });
  await sandbox.close();

  expect(stdout).toBe("new");
  expect(rung).toBe("bind");
});

test("T43: a private copy shows what it links to read-only, at the workspace's own path", async ({ skip }) => {
  const copy = walled.find(({ rung }) => rung === "copy");
  skip(copy?.obstacle !== undefined, copy?.obstacle);
  const root = await folderOf({
    "node_modules/lib/index.js": `module.exports = "lib"`,
    "t.cjs": `console.log(require("lib"))`,
  });
  const sandbox = await sandboxOver(root, "copy");

  const { stdout } = await sh(
    sandbox,
    `node t.cjs; pwd; (echo x > node_modules/lib/index.js) 2>/dev/null || echo kept`,
  );

  expect(stdout).toBe(`lib\n${root}\nkept\n`);
});

test("T42: a program's folder in HOME is shown without the credentials beside it", async ({ skip }) => {
  const best = walled.find(({ obstacle }) => obstacle === undefined);
  skip(best === undefined, "no walled rung holds on this machine");
  const root = await folderOf({ "a.txt": "" });
  const home = join(dirname(root), "home");
  for (const [path, text] of [
    [".cargo/bin/tool", "#!/bin/sh\necho tool\n"],
    [".cargo/credentials.toml", "canary"],
    [".docker/bin/x", ""],
    [".docker/config.json", "canary"],
    [".local/bin/python3", ""],
    [".local/share/keyrings/login.keyring", "canary"],
    ["elsewhere/cargo/credentials.toml", "canary"],
  ] as const) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text, { mode: 0o755 });
  }
  const path = [".cargo/bin", ".docker/bin", ".local/bin"].map((name) => join(home, name)).join(":");
  const env = { HOME: home, PATH: `${path}:${process.env.PATH}`, CARGO_HOME: join(home, "elsewhere/cargo") };
  const state = join(home, ".local/share/tessera");
  for (const { rung, obstacle } of walled) {
    if (obstacle !== undefined) continue;
    const sandbox = await sandboxOver(root, rung, env, state);

    const { stdout } = await sh(sandbox, `tool; cat $(find "$HOME" -type f); find "$HOME" -name tessera`);

    expect(stdout).toContain("tool");
    expect(stdout).not.toMatch(/canary|share\/tessera/);
  }
});

test("the arguments of bubblewrap's own overlay: the tree below, what is written above, at the tree's path", () => {
  const caches = [{ variable: "GOCACHE", kept: "/s/1/layer", own: "/home/u/.cache/go-build" }];

  expect(bwrapOverlay("/w", "/s/2", caches)).toEqual({
    workspace: ["--overlay-src", "/w", "--overlay", "/s/2/upper", "/s/2/work", "/w"],
    caches: [
      ...["--overlay-src", "/home/u/.cache/go-build", "--overlay-src", "/s/1/layer"],
      ...["--overlay", "/s/2/GOCACHE/upper", "/s/2/GOCACHE/work", "/run/tessera-cache/GOCACHE"],
    ],
  });
});

test("the profile for macOS denies what it does not name; no path can end a rule", () => {
  const [program, option, profile, ...argv] = seatbeltArgs(["/usr/bin/node", "--test"], {
    workspace: '/Users/u/a "b") (allow default) \\',
    writable: ["/Users/u/Library/tessera/scratch/1"],
    hidden: ["/Users/u", "/private/tmp"],
    shown: ["/Users/u/.nvm"],
    hiddenAgain: [],
  });

  expect([program, option, argv]).toEqual(["/usr/bin/sandbox-exec", "-p", ["/usr/bin/node", "--test"]]);
  expect(profile?.split("\n")).toEqual([
    "(version 1)",
    "(deny default)",
    "(allow process-exec* process-fork)",
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    "(allow ipc-posix-shm* ipc-posix-sem*)",
    '(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo") (global-name "com.apple.system.notification_center") (global-name "com.apple.system.logger") (global-name "com.apple.logd"))',
    "(allow file-read*)",
    '(deny file-read-data file-write* (subpath "/Users/u") (subpath "/private/tmp") (subpath "/Library/Keychains") (subpath "/private/var/db/dslocal") (subpath "/private/etc/master.passwd") (subpath "/Volumes"))',
    '(allow file-read* (subpath "/Users/u/.nvm") (subpath "/Users/u/a \\"b\\") (allow default) \\\\"))',
    '(allow file-read* file-write* (subpath "/Users/u/Library/tessera/scratch/1"))',
    '(deny file-write* (subpath "/Users/u/a \\"b\\") (allow default) \\\\"))',
    '(allow file-write-data file-ioctl (literal "/dev/null") (literal "/dev/zero") (literal "/dev/dtracehelper"))',
    '(allow network-bind network-inbound (local ip "localhost:*"))',
    '(allow network-outbound (remote ip "localhost:*"))',
    '(allow network-bind network-inbound network-outbound (subpath "/Users/u/Library/tessera/scratch/1"))',
  ]);
});
