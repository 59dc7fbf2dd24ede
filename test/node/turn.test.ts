import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isAlive, ownedName, ownerOf, thisProcess } from "../../src/node/process-identity.ts";
import { inTurn, sweepTurns } from "../../src/node/turn.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const taker = fileURLToPath(new URL("../support/take-turns.ts", import.meta.url));

test("a process that is gone is not taken for another that got its number, and an owned name says whose it is", () => {
  const self = thisProcess();
  expect(isAlive(self)).toBe(true);
  expect(isAlive({ ...self, start: "1" })).toBe(false);
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  expect(isAlive({ pid, start: "0" })).toBe(false);
  expect(ownerOf(`abc.json.${ownedName(self)}`)).toEqual(self);
  expect(ownerOf("journal.jsonl")).toBeUndefined();
});

test("processes that want the same turn have it one after the other", async () => {
  using state = new TemporaryFolder();
  const log = join(state.path, "log");
  appendFileSync(log, "");
  // All at once, so that they are in each other's way.
  const start = String(Date.now() + 2000);
  const runs = Array.from(
    { length: 4 },
    () =>
      new Promise<number | null>((resolve) =>
        spawn(process.execPath, [taker, state.path, log, "15", start], { stdio: "inherit" }).on("close", resolve),
      ),
  );
  expect(await Promise.all(runs)).toEqual([0, 0, 0, 0]);
  const lines = readFileSync(log, "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(120);
  for (let at = 0; at < lines.length; at += 2) expect(lines[at + 1]).toBe(lines[at]?.replace("in", "out"));
  expect(state.contents()).toMatchObject({ "turns/": "" });
});

test("who takes too long is not waited for, and who is dead not at all", async () => {
  using state = new TemporaryFolder();
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const first = inTurn(state.path, "x", () => promise);
  await expect(inTurn(state.path, "x", async () => 1, { patience: 50 })).rejects.toMatchObject({ code: "conflict" });
  expect(await inTurn(state.path, "y", async () => 2)).toBe(2);
  end();
  await first;

  spawnSync(process.execPath, [taker, state.path, join(state.path, "log"), "kill"]);
  expect(Object.keys(state.contents()).filter((path) => path.startsWith("turns/"))).not.toEqual(["turns/"]);
  expect(await inTurn(state.path, "turn", async () => 3, { patience: 0 })).toBe(3);
  spawnSync(process.execPath, [taker, state.path, join(state.path, "log"), "kill"]);
  await sweepTurns(state.path);
  expect(state.contents()).toMatchObject({ "turns/": "" });
});
