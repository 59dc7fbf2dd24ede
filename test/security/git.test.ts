import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { tessera } from "../support/command-line.ts";
import { mend, shop } from "../support/priced-shop.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", ...args], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
  });
}

/** A repository in which whatever git could be made to run leaves a mark, under names that a shell would act on. */
function trap(base: string, name: string): { readonly root: string; readonly mark: string } {
  const root = join(base, name);
  const mark = join(base, "mark");
  mkdirSync(root);
  for (const [path, text] of Object.entries({ ...shop, ".gitattributes": "* diff=evil filter=evil merge=evil\n" })) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const evil = join(base, "evil.sh");
  writeFileSync(evil, `#!/bin/sh\ntouch "${mark}"\ncat\n`, { mode: 0o755 });
  git(root, "init", "-q");
  git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "one");
  git(root, "checkout", "-q", "-b", `-x$(touch\${IFS}${mark.replaceAll("/", "|")})`.replace(/^-/, "b"));
  const hooks = join(base, "hooks");
  mkdirSync(hooks);
  for (const hook of ["pre-commit", "post-checkout", "post-index-change", "pre-applypatch", "reference-transaction"])
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch "${mark}"\n`, { mode: 0o755 });
  const settings = {
    "core.hooksPath": hooks,
    "core.fsmonitor": evil,
    "core.sshCommand": evil,
    "core.pager": evil,
    "diff.external": evil,
    "diff.evil.textconv": evil,
    "diff.evil.command": evil,
    "filter.evil.clean": evil,
    "filter.evil.smudge": evil,
    "merge.evil.driver": evil,
    "user.email": `$(touch ${mark})`,
    "credential.helper": `!touch ${mark}`,
  };
  for (const [key, value] of Object.entries(settings)) git(root, "config", key, value);
  return { root, mark };
}

test.each(["plain", "-dash 'quote\" $(touch x) ;"])(
  "T16, T17, T20, T23: a run with apply in a repository of traps runs none of them (%s)",
  async (name) => {
    using base = new TemporaryFolder();
    using state = new TemporaryFolder();
    const { root, mark } = trap(base.path, name);
    const before = readFileSync(join(root, ".git/config"), "utf8");

    const env = { TESSERA_HOME: state.path };
    const ended = await tessera(["fix", "--apply", "--patch", join(base.path, "x.diff"), "--repo", root], { env });

    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("Applied to your files.") });
    expect(readFileSync(join(root, "src/price.js"), "utf8")).toContain(mend.replace);
    expect(existsSync(mark)).toBe(false);
    expect(readFileSync(join(root, ".git/config"), "utf8")).toBe(before);
    expect(existsSync(join(root, ".git/index.lock"))).toBe(false);

    execFileSync("git", ["add", "-A"], { cwd: root, stdio: "ignore" });
    expect(existsSync(mark), "the trap is set").toBe(true);
  },
);

test.each(["plain", "a#b?c", `d"q&<x>`, "new\nline", "%41"])(
  "T23: a project in a folder called %j is repaired with and without a sandbox",
  async (name) => {
    using base = new TemporaryFolder();
    using state = new TemporaryFolder();
    const root = join(base.path, name);
    for (const [path, text] of Object.entries(shop)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const more of [[], ["--no-sandbox"]])
      expect(await tessera(["fix", "--repo", root, ...more], { env: { TESSERA_HOME: state.path } })).toMatchObject({
        code: 0,
      });
  },
);

test("T16: no part of the product starts git, and programs are started in few places", () => {
  const src = join(import.meta.dirname, "../../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|tsx|mjs)$/.test(path));
  const starters = files.filter((path) =>
    /(?:from|require\()\s*"node:child_process"/.test(readFileSync(join(src, path), "utf8")),
  );

  expect(starters.sort()).toEqual([
    "cli/entry.mjs",
    "node/copy-attributes.ts",
    "node/ripgrep.ts",
    "node/sandbox/launcher.ts",
    "node/sandbox/run-in-copy.ts",
  ]);
  for (const path of starters) expect(readFileSync(join(src, path), "utf8")).not.toMatch(/["'`]git["'`]|shell: true/);
});
