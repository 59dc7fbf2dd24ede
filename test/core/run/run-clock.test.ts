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
