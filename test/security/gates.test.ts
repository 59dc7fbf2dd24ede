import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { plain } from "../../src/cli/terminal.ts";
import { Overlay } from "../../src/core/changes/overlay.ts";
import { hiddenCharacters, protectionOf, reasonsToConfirm } from "../../src/core/changes/protected-paths.ts";
import { unifiedDiff } from "../../src/core/changes/unified-diff.ts";
import { acceptanceOf } from "../../src/core/review/acceptance.ts";
import { reviewFile } from "../../src/core/review/review-file.ts";
import { toolsNamed } from "../../src/core/tools/index.ts";
import { planApply } from "../../src/node/apply.ts";
import { carryOut } from "../../src/node/carry-out.ts";
import { diskFiles } from "../../src/node/disk-files.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

test("T12: what became a link, a folder or binary is refused, and modes stay", async () => {
  using folder = new TemporaryFolder();
  using state = new TemporaryFolder();
  folder.write({ "a.sh": "one\n", "b.txt": "one\n", "c.txt": "one\n", "d.txt": "one\n" });
  chmodSync(join(folder.path, "a.sh"), 0o750);
  rmSync(join(folder.path, "b.txt"));
  symlinkSync("/etc/hostname", join(folder.path, "b.txt"));
  rmSync(join(folder.path, "c.txt"));
  mkdirSync(join(folder.path, "c.txt"));
  writeFileSync(join(folder.path, "d.txt"), Buffer.alloc(5_000_000));
  const change = (path: string) => ({ path, base: "one\n", proposed: "two\n" });

  for (const path of ["b.txt", "c.txt", "d.txt"])
    expect((await planApply([change(path)], folder.path)).problems).toMatchObject([{ type: "refused", path }]);
  await carryOut(await planApply([change("a.sh")], folder.path), { state: state.path });
  expect(statSync(join(folder.path, "a.sh")).mode & 0o777).toBe(0o750);
  expect(unifiedDiff([change("a.sh")])).not.toMatch(/mode|GIT binary/);
});

test.each([".git/config", ".git", "sub/.git/hooks/pre-commit", ".GIT/config", "GIT~1/config", ".g\u200cit/x"])(
  "T27: %j is written by git alone, whatever is confirmed",
  async (path) => {
    using folder = new TemporaryFolder();
    using state = new TemporaryFolder();
    for (const [base, proposed] of [
      [null, "x\n"],
      ["x\n", "y\n"],
      ["x\n", null],
    ] as const) {
      if (base !== null) folder.write({ [path]: base });
      const before = folder.contents();
      const plan = await planApply([{ path, base, proposed }], folder.path, new Set([path]));
      expect(plan.problems).toMatchObject([{ type: "refused", path }]);
      await expect(carryOut(plan, { state: state.path })).rejects.toMatchObject({ code: "refused" });
      expect(folder.contents()).toEqual(before);
    }
  },
);

const guarded = [
  ".vscode/tasks.json",
  ".VSCODE/settings.json",
  ".vscode./settings.json",
  ".git/hooks/pre-commit",
  ".g\u200cit/hooks/pre-commit",
  "GIT~1/config",
  "sub/.gitmodules",
  ".github/workflows/ci.yml",
  ".mcp.json",
  ".npmrc",
  ".envrc",
  ".tessera/agents/x.md",
  "package-lock.json",
  "x.code-workspace",
];

test.each(guarded)("T27: %j is never among all that is accepted at once", async (path) => {
  using folder = new TemporaryFolder();
  expect(protectionOf(path)).toBeDefined();
  const file = reviewFile(
    { changeSet: "c", path, base: null, proposed: "x\n" },
    { accepted: new Set(), rejected: new Set() },
    null,
  );
  const changeSet = { id: "c", revision: 1, by: "fix", files: [] };
  const hunks = new Set(file.hunks.map(({ hunk }) => hunk.id));
  const review = { run: "r", assignment: "a", agent: "fix", changeSet, files: [file] };

  expect(acceptanceOf([{ review, hunks }]).confirm.has(path)).toBe(true);
  const { problems } = await planApply([{ path, base: null, proposed: "x\n" }], folder.path);
  expect(problems).toMatchObject([{ path }]);
});

test("T58: hidden characters of every kind are counted in the reason to confirm", () => {
  const kinds = [
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u{e0041}",
    "\u{e0100}",
    "\u180e",
    "\u3164",
  ];
  const text = `x${kinds.join("x")}x`;

  expect(hiddenCharacters(text)).toBe(kinds.length);
  expect(reasonsToConfirm({ path: "a.js", base: "x", proposed: text }).join()).toContain(
    `${kinds.length} hidden characters`,
  );
});

test.each([
  ["colours", "\u001b[31mred\u001b[0m"],
  ["a title", "\u001b]0;owned\u0007x"],
  ["a link", "\u001b]8;;https://e.com\u001b\\x\u001b]8;;\u001b\\"],
  ["the clipboard", "\u001b]52;c;cm0gLXJm\u0007x"],
  ["eight bits", "\u009b31mx\u009d0;t\u009c"],
  ["a device string", "\u001bP+q544e\u001b\\x"],
  ["erasing", "safe\r\u001b[2K\u001b[1Aevil\b\b"],
])("T59: a terminal gets nothing to obey: %s", (_, text) => {
  expect(plain(text)).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
});

test.each([
  ["propose", { edits: [{ find: "a", replace: "b" }], summary: "x", sandbox: false }],
  ["propose", { edits: [{ find: "a", replace: "b", cwd: "/" }], summary: "x" }],
  ["read", { path: "a.js", cwd: "/etc" }],
  ["search", { pattern: "a", noSandbox: true }],
  ["search", { pattern: "a", env: { NODE_OPTIONS: "x" } }],
  ["read", { path: "a.js", allow_network: true }],
])("T36: %s with what is not for a model to say is an error of its schema (%#)", async (name, args) => {
  using folder = new TemporaryFolder();
  folder.write({ "a.js": "a\n" });
  const [tool] = toolsNamed([name], { paths: true });
  const overlay = new Overlay(diskFiles(folder.path));
  const context = {
    overlay,
    subject: "a.js",
    search: { search: async () => ({ rows: [], truncated: false }) },
    mayChange: () => ({ allowed: true as const }),
    complaint: async () => undefined,
  };

  await expect(tool?.call(args, context, AbortSignal.timeout(1000))).rejects.toMatchObject({ code: "usage" });
  expect(overlay.changes.size).toBe(0);
});

const manifest = z
  .looseObject({
    activationEvents: z.array(z.string()),
    contributes: z.looseObject({
      configuration: z.unknown(),
    }),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")));

test("T32: no setting of a workspace can name a server, a model, a budget or a command", () => {
  const scopes = [...JSON.stringify(manifest.contributes.configuration).matchAll(/"scope":"(\w+)"/g)].map(
    ([, scope]) => scope,
  );
  const settings = [...JSON.stringify(manifest.contributes.configuration).matchAll(/"tessera\.[\w.]+":\{/g)];

  expect(scopes).toHaveLength(settings.length);
  expect(scopes.every((scope) => scope === "application" || scope === "machine")).toBe(true);
});

test("T38: no address of the editor starts anything", () => {
  expect(manifest.activationEvents.filter((event) => event.startsWith("onUri"))).toEqual([]);
});
