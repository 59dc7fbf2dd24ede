import { expect, test } from "vitest";
import { RunClock } from "../../../src/core/run/run-clock.ts";

test("time goes on while somebody is at work, and stands while only the user is waited for", async () => {
  let at = 1000;
  const clock = new RunClock(() => at);
  const [asked, also, worked] = [0, 0, 0].map(() => Promise.withResolvers<void>());
  const begun = clock.now();
  const pass = () => {
    at += 10;
    return clock.now() - begun;
  };

  expect(pass()).toBe(10);
  const working = clock.whileWorking(async () => worked?.promise);
  const asking = [clock.whileAsking(async () => asked?.promise), clock.whileAsking(async () => also?.promise)];
  expect(pass()).toBe(20);
  worked?.resolve();
  await working;
  expect(pass()).toBe(20);
  asked?.resolve();
  await asking[0];
  expect(pass()).toBe(20);
  also?.reject(new Error("They left."));
  await expect(asking[1]).rejects.toThrow("They left.");
  expect(pass()).toBe(30);
});

test("it stands while whoever is at work is held, and goes on beside another who is not", async () => {
  let at = 1000;
  const clock = new RunClock(() => at);
  const [first, second, held] = [0, 0, 0].map(() => Promise.withResolvers<void>());
  const begun = clock.now();
  const pass = () => {
    at += 10;
    return clock.now() - begun;
  };

  const one = clock.whileWorking(() => clock.whileHeld(async () => held?.promise).then(() => first?.promise));
  expect(pass()).toBe(0);
  const other = clock.whileWorking(async () => second?.promise);
  expect(pass()).toBe(10);
  second?.resolve();
  await other;
  expect(pass()).toBe(10);
  held?.resolve();
  await new Promise(setImmediate);
  expect(pass()).toBe(20);
  first?.resolve();
  await one;
});
