import { expect, test } from "vitest";
import { openSchedule, type ScheduleOptions } from "../../../src/core/run/schedule.ts";
import type { Assignment } from "../../../src/core/worker/assignment.ts";
import { assignment, report } from "../../support/run-parts.ts";

/** Carries out by writing down when each began and ended; `failing` ones throw. */
function recorder(failing: readonly string[] = []) {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  const carryOut = async ({ id }: Assignment) => {
    log.push(`+${id}`);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    log.push(`-${id}`);
    if (failing.includes(id)) throw new TypeError(`bug in ${id}`);
    return report(id, "proved");
  };
  return { log, carryOut, most: () => most };
}

const nothingMore = async () => [];

function schedule(assignments: readonly Assignment[], options: ScheduleOptions) {
  return openSchedule(options).carryOut(assignments);
}

test("no more than the given number work at the same time, and all are reported in the order of the plan", async () => {
  const { carryOut, most } = recorder();
  const ids = ["a", "b", "c", "d", "e"];

  const reports = await schedule(
    ids.map((id) => assignment(id)),
    { concurrency: 2, carryOut, followUp: nothingMore },
  );

  expect(most()).toBe(2);
  expect(reports.map((one) => one.assignment)).toEqual(ids);
});

test("an assignment starts when all it depends on have ended, wherever they stand in the plan", async () => {
  const { log, carryOut } = recorder();
  const plan = [
    assignment("last", { dependsOn: ["middle"] }),
    assignment("middle", { dependsOn: ["first"] }),
    assignment("first"),
  ];

  await schedule(plan, { concurrency: 3, carryOut, followUp: nothingMore });

  expect(log).toEqual(["+first", "-first", "+middle", "-middle", "+last", "-last"]);
});

test("whoever depends on an assignment waits for what took its place, too", async () => {
  const { log, carryOut } = recorder();
  const plan = [assignment("one"), assignment("two", { dependsOn: ["one"] })];
  const followUp = async ({ id }: Assignment) => (id === "one" ? [assignment("one-next", { dependsOn: [] })] : []);

  const reports = await schedule(plan, { concurrency: 3, carryOut, followUp });

  expect(log).toEqual(["+one", "-one", "+one-next", "-one-next", "+two", "-two"]);
  expect(reports).toHaveLength(3);
});

test("those that wait hold no place of those that could work", async () => {
  const { log, carryOut } = recorder();
  const plan = [assignment("a"), assignment("b", { dependsOn: ["a"] }), assignment("c")];

  await schedule(plan, { concurrency: 1, carryOut, followUp: nothingMore });

  expect(log).toEqual(["+a", "-a", "+c", "-c", "+b", "-b"]);
});

test("assignments that wait for each other are refused before anything begins", async () => {
  const { log, carryOut } = recorder();
  const circle = [assignment("a", { dependsOn: ["b"] }), assignment("b", { dependsOn: ["a"] }), assignment("c")];
  const missing = [assignment("a", { dependsOn: ["gone"] })];

  const options = { concurrency: 2, carryOut, followUp: nothingMore };

  await expect(schedule(circle, options)).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("a, b"),
  });
  await expect(schedule(missing, options)).rejects.toMatchObject({ code: "usage" });
  expect(log).toEqual([]);
});

test("a bug in one is thrown once all that had begun has ended, and what depends on it does not begin", async () => {
  const { log, carryOut } = recorder(["a"]);
  const plan = [assignment("a"), assignment("b", { dependsOn: ["a"] }), assignment("c"), assignment("d")];

  await expect(schedule(plan, { concurrency: 1, carryOut, followUp: nothingMore })).rejects.toThrow("bug in a");

  expect(log).toEqual(["+a", "-a", "+c", "-c", "+d", "-d"]);
});

test("what is planned later may depend on what has ended, and one that works again waits for those it must not meet", async () => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const log: string[] = [];
  const plan = openSchedule({
    concurrency: 4,
    followUp: nothingMore,
    async carryOut({ id }) {
      log.push(`+${id}`);
      if (id === "b") resolve();
      await new Promise((done) => setImmediate(done));
      log.push(`-${id}`);
      return report(id, "proved");
    },
  });

  await plan.carryOut([assignment("a")]);
  const later = plan.carryOut([assignment("b", { dependsOn: ["a"] })]);
  await begun;
  await plan.again(assignment("a"), ["b"]);
  await later;
  await plan.idle();

  expect(log).toEqual(["+a", "-a", "+b", "-b", "+a", "-a"]);
});

test.each([
  ["that is asked about", 4],
  ["that has no place yet", 1],
])("one %s waits anew when what it depends on works again", async (_, concurrency) => {
  const { log, carryOut } = recorder();
  const looks: string[] = [];
  const plan = openSchedule({
    concurrency,
    carryOut,
    followUp: nothingMore,
    async ready({ id }) {
      looks.push(id);
      if (id === "b" && looks.length === 3) plan.again(assignment("a"), ["b"]);
    },
  });

  await plan.carryOut([assignment("a"), assignment("c")]);
  await plan.carryOut([assignment("b", { dependsOn: ["a"] })]);
  await plan.idle();

  expect(log.slice(4)).toEqual(["+a", "-a", "+b", "-b"]);
  expect(looks).toEqual(["a", "c", "b", "a", "b"]);
});

test("the place of one that is held is another's, and it waits in line for the next", async () => {
  const log: string[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const endless = new AbortController().signal;
  const plan = openSchedule({
    concurrency: 1,
    followUp: nothingMore,
    async carryOut({ id }) {
      log.push(`+${id}`);
      if (id === "a") await plan.giveWay(() => held, endless);
      if (id === "b") {
        release();
        await new Promise((resolve) => setImmediate(resolve));
      }
      log.push(`-${id}`);
      return report(id, "proved");
    },
  });

  await plan.carryOut(["a", "b", "c"].map((id) => assignment(id)));

  expect(log).toEqual(["+a", "+b", "-b", "-a", "+c", "-c"]);
});
