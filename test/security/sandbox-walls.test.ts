import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { walled } from "../node/sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "../node/sandbox-workspace.ts";

test.for(walled)(
  "T43: nothing written inside reaches the user's tree, .git, HOME or /etc ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "src/a.txt": "mine", ".git/config": "[core]" });
    const home = join(dirname(root), "home");
    await mkdir(home);
    const sandbox = await sandboxOver(root, rung, { HOME: home });

    const { stdout } = await sh(
      sandbox,
      `try() { (echo bad > "$1") 2>/dev/null && echo "wrote $1"; }
    try new.txt; rm -f src/a.txt; try src/a.txt; try .git/config; try .git/hooks; try /etc/tessera-probe; try ../sibling; try /usr/x
    try "$HOME/x"; try /tmp/x; try /var/tmp/x; mount -o remount,rw / 2>/dev/null && echo remounted; echo end`,
    );

    expect(stdout).toContain("end");
    expect(stdout).not.toMatch(/wrote (\.git|\/etc|\/usr)|remounted/);
    expect(await readFile(join(root, "src/a.txt"), "utf8")).toBe("mine");
    expect(await readFile(join(root, ".git/config"), "utf8")).toBe("[core]");
    for (const path of [
      join(root, "new.txt"),
      join(root, "../sibling"),
      join(home, "x"),
      "/etc/tessera-probe",
      "/tmp/x",
    ])
      expect(existsSync(path)).toBe(false);
  },
);

test.for(walled)(
  "T42: no variable, process or file of the user outside the workspace is seen ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "" });
    const home = join(dirname(root), "home");
    await mkdir(join(home, ".ssh"), { recursive: true });
    await writeFile(join(home, ".ssh/id_rsa"), "canary-file");
    await writeFile(join(dirname(root), "sibling.txt"), "canary-file");
    const sandbox = await sandboxOver(root, rung, { HOME: home, API_KEY: "canary-variable" });

    const { stdout, stderr } = await sh(
      sandbox,
      `env; cat /proc/*/environ /proc/*/cmdline; cat "$HOME/.ssh/id_rsa" ../sibling.txt; ls -A "$HOME" .. /tmp /run; grep CapEff /proc/self/status`,
    );

    expect(stdout).not.toContain("canary");
    expect(stdout).not.toContain(`process-${process.pid}`);
    expect(stdout).toMatch(/CapEff:\s*0000000000000000/);
    expect(stderr).toContain("id_rsa");
  },
);

const network = `
const { createConnection, createServer } = require("node:net");
const { createSocket } = require("node:dgram");
const { resolve4 } = require("node:dns").promises;
const tcp = (to) => new Promise((done) => {
  const socket = createConnection(to).on("connect", () => { socket.destroy(); done("reached"); }).on("error", () => done("refused"));
  setTimeout(() => { socket.destroy(); done("silent"); }, 1500);
});
const udp = () => new Promise((done) => {
  const socket = createSocket("udp4");
  socket.send("x", 53, "192.0.2.1", (error) => { socket.close(); done(error ? "refused" : "sent"); });
});
const serve = (where) => new Promise((done) => {
  const server = createServer((s) => s.end()).listen(where, async () => {
    const answer = await tcp(server.address().port ? { host: where.host, port: server.address().port } : { path: where.path });
    server.close(); done(answer);
  });
});
(async () => {
  console.log(JSON.stringify({
    host: await tcp({ host: "127.0.0.1", port: Number(process.argv[2]) }),
    outside: await tcp({ host: "192.0.2.1", port: 80 }),
    metadata: await tcp({ host: "169.254.169.254", port: 80 }),
    udp: await udp(),
    dns: await resolve4("example.com").then(() => "reached", () => "refused"),
    v4: await serve({ host: "127.0.0.1", port: 0 }),
    v6: await serve({ host: "::1", port: 0 }),
    unix: await serve({ path: process.env.TMPDIR + "/s.sock" }),
  }));
  process.exit();
})();`;

test.for(walled)(
  "T39, T40: loopback and unix sockets work, everything beyond is unreachable ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const root = await folderOf({ "net.cjs": network });
    const sandbox = await sandboxOver(root, rung);

    const { stdout, stderr } = await sh(sandbox, `node net.cjs ${port}`);

    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      host: "refused",
      outside: "refused",
      metadata: "refused",
      udp: "refused",
      dns: "refused",
      v4: "reached",
      v6: "reached",
      unix: "reached",
    });
  },
);

test.for(walled)(
  "T26: git commit inside is refused and the repository stays as it was ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "1" });
    const git = "git -c user.name=a -c user.email=a@b";
    const maker = await sandboxOver(await folderOf({}), "none");
    await sh(maker, `cd "${root}" && git init -q && ${git} add . && ${git} commit -qm one`);
    const before = await readFile(join(root, ".git/logs/HEAD"), "utf8");
    const sandbox = await sandboxOver(root, rung);

    const { exit, stdout } = await sh(sandbox, `git log --format=%s; echo 2 > a.txt; ${git} commit -qam two`);

    expect(stdout).toContain("one");
    expect(exit).not.toBe(0);
    expect(await readFile(join(root, ".git/logs/HEAD"), "utf8")).toBe(before);
    expect(await readFile(join(root, "a.txt"), "utf8")).toBe("1");
  },
);

test.for(walled)(
  "T43: a link in the tree leads nowhere that could be written or is hidden ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "" });
    const outside = join(dirname(root), "outside");
    await mkdir(outside);
    await writeFile(join(outside, "secret.txt"), "canary");
    await symlink(outside, join(root, "link"));
    const sandbox = await sandboxOver(root, rung);

    const { stdout } = await sh(sandbox, "cat link/secret.txt; echo x > link/new.txt; readlink link");

    expect(stdout.trim()).toBe(outside);
    expect(existsSync(join(outside, "new.txt"))).toBe(false);
    const change = sh(sandbox, "true", { "link/secret.txt": "changed" });
    await expect(change).rejects.toMatchObject({ code: "refused" });
    expect(await readFile(join(outside, "secret.txt"), "utf8")).toBe("canary");
  },
);
