import { chmod, link, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { everyRung } from "./sandbox-rungs.ts";
import { folderOf, sandboxOver, sh } from "./sandbox-workspace.ts";

test.for(everyRung)(
  "changed, new and deleted files are seen, by relative and by absolute path ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "src/a.txt": "old", "src/b.txt": "b", "src/keep/c.txt": "c", "d.txt": "d" });
    const sandbox = await sandboxOver(root, rung);

    const { stdout, stderr } = await sh(
      sandbox,
      `cat src/a.txt "${sandbox.root}/src/a.txt" new/deep/x.txt src/y.txt src/keep/c.txt; ls src . ; pwd`,
      { "src/a.txt": "new ", "src/b.txt": undefined, "new/deep/x.txt": "x", "src/y.txt": "y", "d.txt": undefined },
    );

    expect(stderr).toBe("");
    expect(stdout).toBe(`new new xyc.:\nnew\nsrc\n\nsrc:\na.txt\nkeep\ny.txt\n${root}\n`);
    expect(await readFile(join(root, "src/a.txt"), "utf8")).toBe("old");
    expect((await readdir(join(root, "src"))).sort()).toEqual(["a.txt", "b.txt", "keep"]);
  },
);

test.for(everyRung)(
  "each execution starts from the user's tree again, as it is then ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "1", "sub/b.txt": "b" });
    const sandbox = await sandboxOver(root, rung);

    await sh(sandbox, "echo left > left.txt; rm -rf sub 2>/dev/null; true", { "a.txt": "2" });
    await writeFile(join(root, "a.txt"), "3");
    await writeFile(join(root, "late.txt"), "late");

    expect((await sh(sandbox, "cat a.txt sub/b.txt; ls")).stdout).toBe("3ba.txt\nlate.txt\nsub\n");
  },
);

test.for(everyRung)(
  "the root of the workspace can be written to, as caches of runners are ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "", "node_modules/lib/index.js": "" });
    const sandbox = await sandboxOver(root, rung);

    const { stdout } = await sh(
      sandbox,
      "mkdir .cache node_modules/.vite && echo x > .cache/x && echo y > node_modules/.vite/y && ls -A",
    );

    expect(stdout).toBe(".cache\na.txt\nnode_modules\n");
    expect((await readdir(root)).sort()).toEqual(["a.txt", "node_modules"]);
    expect(await readdir(join(root, "node_modules"))).toEqual(["lib"]);
  },
);

test.for(everyRung.filter(({ rung }) => rung === "overlay"))(
  "a command may write more than memory holds, and those after it see the tree and their changes ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({ "a.txt": "old", "b/c.txt": "c" }), rung);

    const large = await sh(sandbox, "head -c 1200M /dev/zero > large && wc -c < large; cat a.txt", { "a.txt": "new" });
    expect(large).toMatchObject({ exit: 0, stderr: "", stdout: "1258291200\nnew" });

    const after = await sh(sandbox, "ls; cat a.txt; rm -r b; mkdir b && ls b", { "a.txt": "newer" });
    expect(after).toMatchObject({ exit: 0, stdout: "a.txt\nb\nnewer" });
  },
);

const oddNames = [
  "with space",
  "quo'te\"s",
  "-dash",
  "ünï–ço∂é",
  "comma,colon:back\\slash",
  "$(touch x)`y`;",
  "new\nline",
];
test.for(everyRung.flatMap((each) => oddNames.map((name) => ({ ...each, name }))))(
  "a workspace may have any name ($rung, $name)",
  async ({ rung, obstacle, name }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a b/c'd.txt": "old" }, name);
    const sandbox = await sandboxOver(root, rung);
    const changes = new Map([["a b/c'd.txt", "new"]]);
    const command = { argv: ["cat", "c'd.txt", join(root, "a b/c'd.txt")] as const, cwd: "a b", timeoutMs: 5000 };

    const execution = await sandbox.run(command, changes, AbortSignal.timeout(9000));

    expect(execution).toMatchObject({ exit: 0, stdout: "newnew", stderr: "", rung });
  },
);

test.for(everyRung)(
  "arguments and variables arrive unchanged, whatever is in them ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const sandbox = await sandboxOver(await folderOf({}), rung);
    const hard = ["", " lead and trail ", "a\\nb\\", "'\"`$(x)", "--", "-n", "ü", "*"];
    const script = `process.stdout.write(JSON.stringify([process.env.ODD, ...process.argv.slice(1)]))`;

    for (const odd of ["x 'y' $z\\", "two\nlines"]) {
      const argv = ["node", "-e", script, "--", ...hard, ...(odd.includes("\n") ? ["l1\nl2\n"] : [])] as const;
      const { stdout } = await sh(sandbox, "", {}, { argv, env: { ODD: odd } });

      expect(JSON.parse(stdout)).toEqual([odd, ...argv.slice(4)]);
    }
  },
);

test.for(everyRung)(
  "a change replaces all of a file, its other name and one that may not be written included ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "named.txt": "a long old text\n", "sealed.txt": "a long old text\n" });
    await link(join(root, "named.txt"), join(root, "..", "other-name.txt"));
    await chmod(join(root, "sealed.txt"), 0o444);
    const sandbox = await sandboxOver(root, rung);

    const execution = await sh(sandbox, "cat named.txt sealed.txt; stat -c %a sealed.txt", {
      "named.txt": "new\n",
      "sealed.txt": "shut\n",
    });

    expect(execution.stdout).toBe("new\nshut\n444\n");
    expect(await readFile(join(root, "..", "other-name.txt"), "utf8")).toBe("a long old text\n");
  },
);

test.for(everyRung)("the executable bit of a changed file stays ($rung)", async ({ rung, obstacle }, { skip }) => {
  skip(obstacle !== undefined, obstacle);
  const root = await folderOf({ "run.sh": "#!/bin/sh\necho old\n" });
  await chmod(join(root, "run.sh"), 0o755);
  const sandbox = await sandboxOver(root, rung);

  const execution = await sh(sandbox, "./run.sh", { "run.sh": "#!/bin/sh\necho new\n" });

  expect(execution.stdout).toBe("new\n");
});

test.for(everyRung)(
  "modules above the workspace, and linked ones beside it, are found ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const mono = await folderOf({
      "packages/a/test.cjs": `console.log(require("above"), require("beside"), require("@scope/linked"))`,
      "packages/a/node_modules/own/index.js": "",
      "packages/b/index.js": `module.exports = "beside"`,
      "packages/c/index.js": `module.exports = "linked"`,
      "node_modules/above/index.js": `module.exports = "above"`,
    });
    const root = join(mono, "packages/a");
    await symlink("../../b", join(root, "node_modules/beside"));
    await mkdir(join(root, "node_modules/@scope"));
    await symlink(join(mono, "packages/c"), join(root, "node_modules/@scope/linked"));
    const sandbox = await sandboxOver(root, rung, {}, join(dirname(mono), "state"));

    expect((await sh(sandbox, "node test.cjs")).stdout).toBe("above beside linked\n");
  },
);

test.for(everyRung)("python and node of the user run inside ($rung)", async ({ rung, obstacle }, { skip }) => {
  skip(obstacle !== undefined, obstacle);
  const sandbox = await sandboxOver(await folderOf({}), rung);

  expect(await sandbox.which("no-such-program")).toBeUndefined();
  for (const program of ["node", "python3"]) {
    const path = await sandbox.which(program);
    skip(path === undefined, `${program} is not installed`);
    if (path === undefined) continue;
    expect(path).not.toContain("node_modules");
    expect(await sh(sandbox, "", {}, { argv: [path, "--version"] })).toMatchObject({ exit: 0 });
  }
});

test.for(everyRung)(
  "nothing is left in the state folder but the result of the self-test ($rung)",
  async ({ rung, obstacle }, { skip }) => {
    skip(obstacle !== undefined, obstacle);
    const root = await folderOf({ "a.txt": "" });
    const sandbox = await sandboxOver(root, rung);
    await sh(
      sandbox,
      "mkdir -p locked/in; chmod 000 locked; mkdir {out}/shut; echo x > {out}/shut/y; chmod 000 {out}/shut",
      { "b.txt": "b" },
    );
    await sandbox.close();

    expect(await readdir(join(dirname(root), "state/scratch"))).toEqual([]);
  },
);
