import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { mendState } from "../../src/node/mend-state.ts";
import { surveyRuns } from "../../src/node/survey-runs.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { ProposalCase } from "../support/proposal-case.ts";

const files = [
  { path: "a.js", base: "one\ntwo\nthree\nfour\n", proposed: "one\nTWO\nthree\nfour\n" },
  { path: "b.js", base: "x\n", proposed: "y\n" },
];

const odd: Readonly<Record<string, (path: string) => void>> = {
  "a folder": (path) => void mkdirSync(path, { recursive: true }),
  "a pipe": (path) => void execFileSync("mkfifo", [path]),
  "a link": (path) => symlinkSync("/etc/hostname", path),
  "empty bytes": (path) => writeFileSync(path, Buffer.from("\0\0\0\n")),
};

test.each(Object.keys(odd))("F26 a journal that is %s is set aside at once, and the other runs stay", async (kind) => {
  using one = await ProposalCase.of(files);
  const journal = join(one.state.path, "runs/20260101-000001-aaaaaa/journal.jsonl");
  mkdirSync(dirname(journal), { recursive: true });
  odd[kind]?.(journal);

  const { runs, notices } = await surveyRuns(one.state.path);

  expect(runs).toHaveLength(1);
  expect(notices).toMatchObject([expect.stringContaining("set aside")]);
  expect(existsSync(dirname(journal))).toBe(false);
  expect(await one.accept()).toBe("done");
  expect(await brokenPromises({ ...one.watched, before: snapshot(one.root) })).toEqual([]);
});

test.each(Object.keys(odd))(
  "F26 the record of an apply that is %s is set aside, and keeps nobody waiting",
  async (kind) => {
    using one = await ProposalCase.of(files);
    const record = join(one.state.path, "applies/x.json");
    mkdirSync(dirname(record), { recursive: true });
    odd[kind]?.(record);

    expect(await mendState(one.state.path)).toEqual([]);

    expect(readdirSync(dirname(record))).toEqual(["x.json.damaged"]);
    expect(await one.accept()).toBe("done");
    expect(await brokenPromises({ ...one.watched, before: snapshot(one.root) })).toEqual([]);
  },
);

test.each(Object.keys(odd))(
  "F26 a text that is %s in the store is told as lost, and nothing is applied",
  async (kind) => {
    using one = await ProposalCase.of(files);
    const blobs = join(one.state.path, "blobs");
    const names = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of names) {
      rmSync(join(parentPath, name));
      odd[kind]?.(join(parentPath, name));
    }

    expect(await one.accept()).toMatch(/blob [0-9a-f]{64} (cannot be read|is damaged)/);

    expect(snapshot(one.root)).toEqual(one.before);
    expect(await brokenPromises({ ...one.watched, stored: false })).toEqual([]);
  },
);

test.each([
  ["edited on other lines", (path: string) => appendFileSync(path, "mine\n"), "one\ntwo\nthree\nfour\nmine\n"],
  ["left alone", () => {}, "one\ntwo\nthree\nfour\n"],
])("F08 what was written before the crash and %s is told as applied, and can be undone", async (_, touch, back) => {
  using one = await ProposalCase.of(files.slice(0, 1));
  expect(await one.accept()).toBe("done");
  one.forgetLast("applied");
  touch(join(one.root, "a.js"));

  expect(await one.undo()).toBe("done");

  expect(readFileSync(join(one.root, "a.js"), "utf8")).toBe(back);
  expect(await brokenPromises({ ...one.watched, before: snapshot(one.root) })).toEqual([]);
});

test("F08 what was not written before the crash is told as that, whatever the user typed since", async () => {
  using one = await ProposalCase.of(files.slice(0, 1));
  expect(await one.accept()).toBe("done");
  one.forgetLast("applied");
  one.write({ "a.js": "one\ntwo\nthree\nfour\nmine\n" });
  const before = snapshot(one.root);

  expect(await one.undo()).toBe("done");

  expect(await brokenPromises({ ...one.watched, before })).toEqual([]);
  expect(await one.accept()).toBe("done");
  expect(readFileSync(join(one.root, "a.js"), "utf8")).toBe("one\nTWO\nthree\nfour\nmine\n");
});

test("F21 a state folder inside the project is refused before anything of it is made or its rights are changed", async () => {
  using one = await ProposalCase.of(files);
  const { mode } = statSync(one.root);
  symlinkSync(one.root, `${one.root}-link`);
  for (const home of [one.root, join(one.root, "deep/state"), join(`${one.root}-link`, "state")]) {
    const ended = await one.run(["fix", "--repo", one.root], { env: { TESSERA_HOME: home } });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining("TESSERA_HOME") });
  }
  expect(readdirSync(one.root).toSorted()).toEqual(["a.js", "b.js", "untouched.txt"]);
  expect(statSync(one.root).mode).toBe(mode);
  expect(await brokenPromises(one.watched)).toEqual([]);
});

describe("an accept of an editor that was cut off after it had written some of the files", () => {
  const files = [
    { path: "a.js", base: "one\ntwo\n", proposed: "ONE\ntwo\n" },
    { path: "new/b.js", base: null, proposed: "b\n" },
    { path: "c.js", base: "three\nfour\n", proposed: "THREE\nfour\n" },
  ];

  /** What is on disk is written, and what is open in the editor is not. */
  async function cutOff(): Promise<ProposalCase> {
    const one = await ProposalCase.of(files);
    expect(await one.accept()).toBe("done");
    one.forgetLast("applied");
    one.write({ "c.js": "three\nfour\n" });
    return one;
  }

  test("is taken back when it is next looked at, and can be accepted again", async () => {
    using one = await cutOff();
    expect((await one.tessera("undo")).stdout).toContain("Nothing of this run is in your files");

    expect(snapshot(one.root)).toEqual(one.before);
    expect(await brokenPromises(one.watched)).toEqual([]);
    expect((await one.tessera("show")).stdout).not.toContain("Applied to your files");
    expect(await one.accept()).toBe("done");
    expect(readFileSync(join(one.root, "c.js"), "utf8")).toBe("THREE\nfour\n");
  });

  test("keeps what was typed there since, and says where that stands in the way", async () => {
    using one = await cutOff();
    one.write({ "a.js": "ONE\ntwo\nmine\n", "new/b.js": "b\nmine\n" });
    const { stdout } = await one.tessera("undo", "--json");

    expect(readFileSync(join(one.root, "a.js"), "utf8")).toBe("one\ntwo\nmine\n");
    expect(readFileSync(join(one.root, "new/b.js"), "utf8")).toBe("b\nmine\n");
    expect(stdout).toContain("It was cut off after some of the files: new/b.js cannot be taken back");
  });
});
