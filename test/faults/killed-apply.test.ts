import { describe, expect, test } from "vitest";
import { mendState } from "../../src/node/mend-state.ts";
import { ApplyCase, manyFiles } from "../support/apply-case.ts";
import { brokenPromises, snapshot } from "../support/promises.ts";
import { countCalls, faultAt, whyNoStrace } from "../support/strace.ts";

/** FAULTS=all sweeps every point; else some of them are tried, the same each time. */
const all = process.env.FAULTS === "all";
const everyFew = (count: number, step: number) =>
  Array.from({ length: count }, (_, index) => index + 1).filter((at) => all || at % step === 1 || at === count);

/** What changes anything on a disk. */
const calls = ["rename", "link", "unlink", "rmdir", "mkdir", "fsync", "fchmod", "fchown", "ftruncate"];

describe("F08", () => {
  const missing = whyNoStrace();
  test.skipIf(missing !== undefined)(
    `an apply killed at any system call that changes the disk is there as a whole or not at all${missing === undefined ? "" : ` (not tried: ${missing})`}`,
    { timeout: 600_000 },
    async () => {
      using rehearsal = new ApplyCase();
      const counts = countCalls([...calls, "write"], (under) => expect(rehearsal.run({ under }).said).toBe("applied"));
      expect(counts.get("rename")).toBeGreaterThan(3);
      const outcomes = new Set<string>();
      for (const [call, count] of counts) {
        for (const at of everyFew(count, call === "write" ? 12 : 2)) {
          using one = new ApplyCase();
          const { killed } = one.run({ under: faultAt(call, "signal=KILL", String(at)) });
          const [recovery] = await mendState(one.state.path);
          outcomes.add(recovery?.outcome ?? (killed ? "nothing to do" : "not killed"));
          expect(await brokenPromises(one.watched), `killed at ${call} ${at}`).toEqual([]);
        }
      }
      expect([...outcomes]).toEqual(expect.arrayContaining(["finished", "taken back"]));
    },
  );

  test.skipIf(missing !== undefined)(
    "an apply for which a call fails, once or from then on, is there as a whole or not at all",
    { timeout: 600_000 },
    async () => {
      using rehearsal = new ApplyCase();
      const counts = countCalls(calls, (under) => void rehearsal.run({ under }));
      for (const [call, count] of counts) {
        for (const at of everyFew(count, 4)) {
          for (const [fault, when] of [
            ["error=EIO", `${at}`],
            ["error=ENOSPC", `${at}+`],
          ] as const) {
            using one = new ApplyCase();
            const { said, stderr } = one.run({ under: faultAt(call, fault, when) });
            expect(said, `${fault} at ${call} ${when}: ${stderr}`).not.toBe("");
            await mendState(one.state.path);
            // What was said holds: nothing is applied later that was told as not applied.
            if (!said.includes("was cut off"))
              expect(snapshot(one.folder.path), said).toEqual(said === "applied" ? one.after : one.before);
            expect(await brokenPromises(one.watched), `${fault} at ${call} ${when}`).toEqual([]);
          }
        }
      }
    },
  );

  test("an apply of 500 files killed at any rename is all or nothing", {
    timeout: all ? 3_600_000 : 600_000,
  }, async () => {
    const files = manyFiles(500);
    const outcomes: string[] = [];
    for (const at of all ? everyFew(500, 1) : [1, 2, 250, 500]) {
      using one = new ApplyCase(files);
      const { killed } = one.run({ killBefore: `replace ${files[at - 1]?.path}` });
      expect(killed).toBe(true);
      const [recovery] = await mendState(one.state.path);
      outcomes.push(recovery?.outcome ?? "");
      expect(await brokenPromises(one.watched), `killed at rename ${at}`).toEqual([]);
    }
    expect(new Set(outcomes)).toEqual(new Set(["finished"]));
  });

  test.skipIf(missing !== undefined)("a recovery that is killed itself is gone on with by the next", async () => {
    for (let at = 1; at <= 4; at++) {
      using one = new ApplyCase();
      one.run({ killBefore: "replace deep/b.txt" });
      expect(one.folder.contents()).toMatchObject({ "a.txt": "new a\n" });
      one.folder.write({ "deep/b.txt": "mine\n" });
      one.run({ under: faultAt("rename", "signal=KILL", String(at)) });
      await mendState(one.state.path);
      const { "deep/b.txt": _, ...rest } = one.folder.contents();
      expect(one.folder.contents()["deep/b.txt"]).toBe("mine\n");
      expect(rest).toEqual({ "a.txt": "a\n", "gone.txt": "gone\n", "untouched.txt": "mine\n" });
    }
  });
});
