import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { planApply } from "../../src/node/apply.ts";
import { carryOut } from "../../src/node/carry-out.ts";
import { mendState } from "../../src/node/mend-state.ts";
import { recoverApplies } from "../../src/node/recover-applies.ts";
import { proposal } from "../support/crash-apply.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const before = { "a.txt": "a\n", "deep/b.txt": "b\n", "gone.txt": "gone\n", "other.txt": "other\n" };
const after = { "a.txt": "new a\n", "deep/b.txt": "new b\n", "made/in/c.txt": "c\n", "other.txt": "other\n" };
const confirmed = new Set(["gone.txt"]);

test("a plan is carried out whole and leaves nothing else behind", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  const plan = await planApply(proposal, root.path, confirmed);
  expect(root.contents()).toEqual(before);
  expect(await carryOut(plan, { state: state.path })).toEqual(["a.txt", "deep/b.txt", "gone.txt", "made/in/c.txt"]);
  expect(root.contents()).toEqual(after);
  expect(state.contents()).toEqual({ "applies/": "", "turns/": "" });
});

test("the user's later edits elsewhere in the file are kept", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write({ "a.txt": "mine\r\n1\r\n2\r\n3\r\n" });
  const plan = await planApply([{ path: "a.txt", base: "0\n1\n2\n3\n", proposed: "0\n1\n2\nthree\n" }], root.path);
  await carryOut(plan, { state: state.path });
  expect(root.contents()).toEqual({ "a.txt": "mine\r\n1\r\n2\r\nthree\r\n" });
});

test("what is there already is settled", async () => {
  using root = new TemporaryFolder();
  root.write({ "a.txt": "new\n", "b.txt": "b\n" });
  const files = [
    { path: "a.txt", base: "old\n", proposed: "new\n" },
    { path: "none.txt", base: "x", proposed: null },
    { path: "b.txt", base: null, proposed: "b\n" },
  ];
  const plan = await planApply(files, root.path);
  expect(plan).toMatchObject({ files: [], problems: [], settled: ["a.txt", "none.txt", "b.txt"] });
});

test.each([
  ["the same lines were changed", { "a.txt": "mine\n" }, { path: "a.txt", base: "a\n", proposed: "b\n" }],
  ["the file is gone", {}, { path: "a.txt", base: "a\n", proposed: "b\n" }],
  ["a new file exists by now", { "a.txt": "mine\n" }, { path: "a.txt", base: null, proposed: "b\n" }],
  ["a file to be deleted was changed", { "a.txt": "mine\n" }, { path: "a.txt", base: "a\n", proposed: null }],
])("it is a conflict, and nothing is written, when %s", async (_, texts, file) => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write({ ...texts, "b.txt": "b\n" });
  const plan = await planApply([{ path: "b.txt", base: "b\n", proposed: "c\n" }, file], root.path, new Set(["a.txt"]));
  expect(plan.problems).toMatchObject([{ type: "conflict", path: "a.txt" }]);
  await expect(carryOut(plan, { state: state.path })).rejects.toMatchObject({ code: "conflict" });
  expect(root.contents()).toEqual({ ...texts, "b.txt": "b\n" });
});

test("read-only files, links, folders, binary files and paths outside are refused", async () => {
  using root = new TemporaryFolder();
  using outside = new TemporaryFolder();
  outside.write({ "x.txt": "x\n" });
  root.write({ "read-only.txt": "a\n", "real.txt": "a\n", "folder/x": "", ".env": "a\n" });
  chmodSync(join(root.path, "read-only.txt"), 0o444);
  symlinkSync("real.txt", join(root.path, "link.txt"));
  symlinkSync(outside.path, join(root.path, "way-out"));
  writeFileSync(join(root.path, "latin.txt"), Buffer.from([0x61, 0xe9, 0x0a]));
  const change = (path: string) => ({ path, base: "a\n", proposed: "b\n" });
  const files = ["read-only.txt", "link.txt", "way-out/x.txt", "latin.txt", "folder", "../x.txt", ".env"].map(change);
  const plan = await planApply([...files, { path: "way-out/new.txt", base: null, proposed: "b\n" }], root.path);
  expect(plan.problems.map(({ type, path }) => [type, path])).toEqual(
    [...files, { path: "way-out/new.txt" }].map(({ path }) => ["refused", path]),
  );
  expect(outside.contents()).toEqual({ "x.txt": "x\n" });
});

test("T27: protected files and deletions wait for a confirmation that names the reason", async () => {
  using root = new TemporaryFolder();
  root.write({ ".vscode/settings.json": "{}\n", "a.txt": "a\n" });
  const files = [
    { path: ".vscode/settings.json", base: "{}\n", proposed: '{ "a": 1 }\n' },
    { path: "a.txt", base: "a\n", proposed: null },
  ];
  const plan = await planApply(files, root.path);
  expect(plan.problems.map(({ type, sentence }) => [type, sentence])).toEqual([
    ["confirm", ".vscode/settings.json needs your own confirmation: it is settings, tasks and launches of the editor."],
    ["confirm", "a.txt needs your own confirmation: it is deleted."],
  ]);
  expect((await planApply(files, root.path, new Set(["a.txt", ".vscode/settings.json"]))).problems).toEqual([]);
});

test("mode and owner stay, and another name of the same file keeps the old text", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write({ "run.sh": "a\n" });
  chmodSync(join(root.path, "run.sh"), 0o751);
  mkdirSync(join(root.path, "copy"));
  linkSync(join(root.path, "run.sh"), join(root.path, "copy", "run.sh"));
  await carryOut(await planApply([{ path: "run.sh", base: "a\n", proposed: "b\n" }], root.path), { state: state.path });
  expect(statSync(join(root.path, "run.sh")).mode & 0o7777).toBe(0o751);
  expect(root.contents()).toEqual({ "run.sh": "b\n", "copy/run.sh": "a\n" });
});

/** python3 reads and writes what node cannot. */
const python = (code: string, path: string) =>
  execFileSync("python3", ["-c", `import os,sys\n${code}`, path], { encoding: "utf8" });
/** Reading and writing for user 1234 beside owner, group and others, as the kernel keeps it. */
const accessList =
  "b'\\x02\\0\\0\\0' + bytes.fromhex('01000600ffffffff' '02000600d2040000' '04000400ffffffff' '10000600ffffffff' '20000400ffffffff')";

test.runIf(process.platform === "linux")(
  "access lists and extended attributes stay, and the text is the new one",
  async () => {
    using root = new TemporaryFolder();
    using state = new TemporaryFolder();
    root.write({ "a.txt": "a longer text\n", "plain.txt": "a\n" });
    const path = join(root.path, "a.txt");
    python(
      `p=sys.argv[1]; os.setxattr(p,'user.tag',b'mine'); os.setxattr(p,'system.posix_acl_access',${accessList})`,
      path,
    );
    const attributes = () =>
      python(
        "p=sys.argv[1]; print({name: os.getxattr(p,name) for name in sorted(os.listxattr(p))}, oct(os.stat(p).st_mode))",
        path,
      );
    const before = attributes();
    const files = [
      { path: "a.txt", base: "a longer text\n", proposed: "b\n" },
      { path: "plain.txt", base: "a\n", proposed: "b\n" },
    ];

    await carryOut(await planApply(files, root.path), { state: state.path });

    expect(before).toContain("user.tag");
    expect(before).toContain("posix_acl_access");
    expect(attributes()).toBe(before);
    expect(root.contents()).toEqual({ "a.txt": "b\n", "plain.txt": "b\n" });
  },
);

test("a file that changes while it is being applied takes everything back, and the change stays", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  const plan = await planApply(proposal, root.path, confirmed);
  const onStep = (step: string) => {
    if (step === "replace gone.txt") root.write({ "gone.txt": "mine\n" });
  };
  await expect(carryOut(plan, { state: state.path, onStep })).rejects.toMatchObject({ code: "conflict" });
  expect(root.contents()).toEqual({ ...before, "gone.txt": "mine\n" });
  expect(state.contents()).toEqual({ "applies/": "", "turns/": "" });
});

test("a file that someone else makes meanwhile is not overwritten", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  const plan = await planApply(proposal, root.path, confirmed);
  const onStep = (step: string) => {
    if (step === "replace made/in/c.txt") root.write({ "made/in/c.txt": "mine\n" });
  };
  await expect(carryOut(plan, { state: state.path, onStep })).rejects.toMatchObject({ code: "conflict" });
  expect(root.contents()).toEqual({ ...before, "made/in/c.txt": "mine\n" });
});

test("an error before any step takes everything back", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  const plan = await planApply(proposal, root.path, confirmed);
  const steps: string[] = [];
  using rehearsal = new TemporaryFolder();
  rehearsal.write(before);
  await carryOut(await planApply(proposal, rehearsal.path, confirmed), {
    state: state.path,
    onStep: (step) => steps.push(step),
  });
  for (const failing of steps.slice(0, steps.indexOf("finish") + 1)) {
    const onStep = (step: string) => {
      if (step === failing) throw new Error(failing);
    };
    await expect(carryOut(plan, { state: state.path, onStep })).rejects.toThrow(failing);
    expect(root.contents()).toEqual(before);
    expect(state.contents()).toEqual({ "applies/": "", "turns/": "" });
  }
});

const crash = fileURLToPath(new URL("../support/crash-apply.ts", import.meta.url));

test("killed at any step, an apply is finished or taken back afterwards", async () => {
  const outcomes: string[] = [];
  for (let step = 1; ; step++) {
    using root = new TemporaryFolder();
    using state = new TemporaryFolder();
    root.write(before);
    const { signal } = spawnSync(process.execPath, [crash, root.path, state.path, String(step)]);
    if (signal !== "SIGKILL") {
      expect(root.contents()).toEqual(after);
      break;
    }
    const [recovery] = await mendState(state.path);
    outcomes.push(recovery?.outcome ?? "nothing to do");
    expect(root.contents()).toEqual(recovery?.outcome === "finished" ? after : before);
    expect(Object.keys(state.contents()).filter((path) => !path.endsWith("/"))).toEqual([]);
    expect(await mendState(state.path)).toEqual([]);
  }
  // Before anything was written; four files staged and the decision to go on; four replaced, finished, cleaned up.
  const times = (count: number, outcome: string) => Array.from({ length: count }, () => outcome);
  expect(outcomes).toEqual(["nothing to do", ...times(5, "taken back"), ...times(6, "finished")]);
});

test("after a crash, what the user has changed since is kept, and the rest is taken back", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  const replaceB = 8;
  spawnSync(process.execPath, [crash, root.path, state.path, String(replaceB)]);
  expect(root.contents()).toMatchObject({ "a.txt": "new a\n", "deep/b.txt": "b\n" });
  root.write({ "deep/b.txt": "mine\n" });
  expect(await recoverApplies(state.path)).toMatchObject([{ outcome: "taken back" }]);
  expect(root.contents()).toEqual({ ...before, "deep/b.txt": "mine\n" });
});

test("an apply that another process is still at is left to it, and a damaged journal is set aside", async () => {
  using root = new TemporaryFolder();
  using state = new TemporaryFolder();
  root.write(before);
  spawnSync(process.execPath, [crash, root.path, state.path, "8"]);
  state.write({ "applies/broken.json": "{" });
  expect(await recoverApplies(state.path, () => true)).toMatchObject([{ outcome: "left" }]);
  expect(Object.keys(state.contents()).sort()).toContain("applies/broken.json.damaged");
  expect(await recoverApplies(state.path)).toMatchObject([{ outcome: "finished" }]);
  expect(root.contents()).toEqual(after);
});
