import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { planApply } from "../../src/node/apply.ts";
import { carryOut } from "../../src/node/carry-out.ts";
import { ApplyCase } from "../support/apply-case.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

/** One file that the user has as `now`, and the bytes it is left with when a change is applied that was made for `base`. */
async function applied(now: Buffer | string, base: string, proposed: string) {
  using one = new ApplyCase([]);
  const path = join(one.folder.path, "file.txt");
  writeFileSync(path, now);
  chmodSync(path, 0o741);
  const plan = await planApply([{ path: "file.txt", base, proposed }], one.folder.path, new Set(["file.txt"]));
  const problems = plan.problems.map(({ type }) => type);
  if (problems.length === 0) await carryOut(plan, { state: one.state.path });
  const { before, ...rest } = one.watched;
  const mode = snapshot(one.folder.path).get("file.txt")?.split(" ")[0];
  const after = new Map([...before, ["file.txt", snapshot(one.folder.path).get("file.txt") ?? ""]]);
  expect(await brokenPromises({ ...rest, before, after })).toEqual([]);
  expect(mode).toBe("741");
  return { problems, bytes: readFileSync(path) };
}

test("F09 a full disk applies nothing, says so, and leaves nothing behind", async () => {
  const program = fileURLToPath(new URL("../support/full-disk.ts", import.meta.url));
  const { stdout, stderr, status } = spawnSync("unshare", ["-Urm", process.execPath, program], { encoding: "utf8" });
  if (/unshare|permitted|mount/i.test(stderr) && status !== 0) {
    console.warn("not tried: this system lets nobody mount a small disk");
    return;
  }
  expect(stderr).toBe("");
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ broken: [], again: "applied" });
  expect(told.said).toContain("disk is full");
});

describe("F11", () => {
  test("a read-only file is refused and left, and so is everything else of the change", async () => {
    using one = new ApplyCase();
    chmodSync(join(one.folder.path, "a.txt"), 0o444);
    const before = snapshot(one.folder.path);
    expect(one.run().said).toContain("a.txt is read-only");
    expect(await brokenPromises({ ...one.watched, before, after: before })).toEqual([]);
  });
});

describe("F12, F13", () => {
  test("what the user typed on other lines meanwhile stays, and on the same lines nothing is applied", async () => {
    const [base, proposed] = ["one\ntwo\nthree\n", "one\ntwo\nTHREE\n"];
    expect((await applied("zero\none\ntwo\nthree\n", base, proposed)).bytes.toString()).toBe("zero\none\ntwo\nTHREE\n");
    const same = await applied("one\ntwo\nthird\n", base, proposed);
    expect(same).toMatchObject({ problems: ["conflict"], bytes: Buffer.from("one\ntwo\nthird\n") });
  });

  test("an edit that comes while it is written is not lost, however late it comes", async () => {
    const steps = [
      "prepare",
      "commit",
      "replace a.txt",
      "replace deep/b.txt",
      "replace gone.txt",
      "replace made/in/c.txt",
      "finish",
    ];
    for (const step of steps) {
      using one = new ApplyCase();
      const path = join(one.folder.path, "deep/b.txt");
      const plan = await planApply(one.files, one.folder.path, new Set(["gone.txt"]));
      const onStep = (name: string) => {
        if (name === step) writeFileSync(path, "mine\n");
      };
      const ended = await carryOut(plan, { state: one.state.path, onStep }).then(
        () => "applied",
        (error: unknown) => String(error),
      );
      expect(readFileSync(path, "utf8"), `${step}: ${ended}`).toBe("mine\n");
    }
  });
});

describe("F14", () => {
  const moves: Readonly<Record<string, (folder: string) => void>> = {
    deleted: (folder) => unlinkSync(join(folder, "a.txt")),
    renamed: (folder) => renameSync(join(folder, "a.txt"), join(folder, "z.txt")),
    "of another branch": (folder) => {
      const git = (...args: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder });
      git("init", "-q");
      git("add", "-A");
      git("commit", "-qm", "one");
      git("checkout", "-qb", "other");
      writeFileSync(join(folder, "a.txt"), "something else\n");
      git("commit", "-qam", "two");
    },
  };
  test.each(Object.keys(moves))("a file that is %s meanwhile keeps everything from being applied", async (name) => {
    using one = new ApplyCase();
    moves[name]?.(one.folder.path);
    const before = snapshot(one.folder.path);
    expect(one.run().said).toMatch(/deleted or renamed|changed meanwhile/);
    expect(await brokenPromises({ ...one.watched, before, after: before })).toEqual([]);
  });
});

describe("F16", () => {
  test.each<[string, string, string, string]>([
    ["CRLF", "one\r\ntwo\r\nthree\r\n", "one\r\ntwo\r\nTHREE\r\n", "one\r\ntwo\r\nTHREE\r\n"],
    ["mixed line ends", "one\r\ntwo\nthree\rfour\n", "one\r\ntwo\nthree\rFOUR\n", "one\r\ntwo\nthree\rFOUR\n"],
    ["a byte order mark", "\uFEFFone\ntwo\n", "\uFEFFone\nTWO\n", "\uFEFFone\nTWO\n"],
    ["no final newline", "one\ntwo", "ONE\ntwo", "ONE\ntwo"],
    ["a line separator", "one\u2028x\ntwo\n", "one\u2028x\nTWO\n", "one\u2028x\nTWO\n"],
  ])("%s stays, byte for byte", async (_, base, proposed, wanted) => {
    expect(await applied(base, base, proposed)).toEqual({ problems: [], bytes: Buffer.from(wanted) });
  });

  test("line ends that the user has changed since stay the user's", async () => {
    const { bytes } = await applied("one\r\ntwo\r\n", "one\ntwo\n", "one\nTWO\nthree\n");
    expect(bytes.toString()).toBe("one\r\nTWO\r\nthree\r\n");
  });
});

test.each<[string, Buffer]>([
  ["UTF-16", Buffer.from("\uFEFFone\n", "utf16le")],
  ["Latin-1", Buffer.from("caf\u00e9\n", "latin1")],
  ["binary", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1])],
  ["half a character", Buffer.from([0x61, 0xe2, 0x82])],
])("F17 what is %s is refused and never rewritten", async (_, bytes) => {
  for (const base of ["one\n", bytes.toString("utf8"), bytes.toString("latin1")])
    expect(await applied(bytes, base, "two\n")).toEqual({ problems: ["refused"], bytes });
});

test("F18 a file of 10 MB with a hundred thousand changes is merged with the user's own, in seconds", {
  timeout: 60_000,
}, async () => {
  const lines = Array.from({ length: 400_000 }, (_, index) => `line number ${index} of many\n`);
  const changed = (mark: string, at: number) =>
    lines.map((line, index) => (index % 4 === at ? `${mark} ${line}` : line)).join("");
  const began = performance.now();
  const { problems, bytes } = await applied(changed("mine", 2), lines.join(""), changed("new", 0));
  expect(problems).toEqual([]);
  expect(bytes.length).toBeGreaterThan(10_000_000);
  expect(bytes.toString().split("\n")[2]).toBe("mine line number 2 of many");
  expect(bytes.toString().split("\n")[4]).toBe("new line number 4 of many");
  expect(performance.now() - began).toBeLessThan(20_000);
});

describe("F21", () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", ...args], {
      cwd,
      stdio: "pipe",
    });
  const repositories: Readonly<Record<string, (folder: string) => void>> = {
    "no repository": () => {},
    "an unborn HEAD": (folder) => void git(folder, "init", "-q"),
    "a held index.lock": (folder) => {
      git(folder, "init", "-q");
      git(folder, "add", "-A");
      git(folder, "commit", "-qm", "one");
      writeFileSync(join(folder, ".git/index.lock"), "");
    },
    "a shallow clone": (folder) => {
      git(folder, "init", "-q");
      git(folder, "add", "-A");
      git(folder, "commit", "-qm", "one");
      writeFileSync(join(folder, ".git/shallow"), git(folder, "rev-parse", "HEAD"));
    },
    "a submodule": (folder) => {
      using inner = new TemporaryFolder();
      inner.write({ "x.txt": "x\n" });
      git(inner.path, "init", "-q");
      git(inner.path, "add", "-A");
      git(inner.path, "commit", "-qm", "inner");
      git(folder, "init", "-q");
      git(folder, "submodule", "--quiet", "add", inner.path, "sub");
      mkdirSync(join(folder, "sub"), { recursive: true });
    },
  };
  test.each(Object.keys(repositories))(
    "in %s it is applied all the same, and git's own files stay as they are",
    async (name) => {
      using one = new ApplyCase();
      repositories[name]?.(one.folder.path);
      const before = snapshot(one.folder.path);
      expect(one.run().said).toBe("applied");
      const after = new Map([...before, ...one.after]);
      after.delete("gone.txt");
      expect(await brokenPromises({ ...one.watched, before, after })).toEqual([]);
    },
  );
});
