import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { askChain, type Link } from "../../../src/core/models/chain.ts";
import { defaultPatience } from "../../../src/core/models/patience.ts";
import { ProviderFailure } from "../../../src/core/models/provider-failure.ts";
import { Servers } from "../../../src/core/models/servers.ts";
import { asking, gone, type Listening, link, prompt, refused, stalled } from "../../support/links.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

async function ask(clock: VirtualClock, links: readonly Link[], who: Listening = asking()) {
  const started = clock.now();
  const outcome = await clock
    .through(askChain(links, prompt, who, { clock, patience: defaultPatience }))
    .catch((error: unknown) => error);
  return { outcome, ms: clock.now() - started, who };
}

test.each([408, 409, 425, 429, 500, 502, 503, 504, 529])(
  "status %i is tried again until it is answered",
  async (status) => {
    const clock = new VirtualClock();
    const only = link(clock, "a:m", [refused(status), refused(status), "answer"]);

    const { outcome, ms } = await ask(clock, [only]);

    expect(outcome).toMatchObject({ text: "a:m" });
    expect(only.asked).toHaveLength(3);
    expect(ms).toBeLessThan(5000);
  },
);

test.each([400, 401, 403, 404, 422])("status %i is final, even where another model could be asked", async (status) => {
  const clock = new VirtualClock();
  const first = link(clock, "a:m", [refused(status)]);
  const second = link(clock, "b:m", ["answer"]);

  const { outcome } = await ask(clock, [first, second]);

  expect(outcome).toMatchObject({ message: `${status}: scripted` });
  expect([first.asked.length, second.asked.length]).toEqual([1, 0]);
});

test("what the server asks to wait is waited, and told", async () => {
  const clock = new VirtualClock();
  const only = link(clock, "a:m", [refused(429, 20_000), "answer"]);

  const { ms, who } = await ask(clock, [only]);

  expect(ms).toBeGreaterThanOrEqual(20_000);
  expect(ms).toBeLessThan(22_000);
  expect(who.said).toEqual([expect.stringContaining("Waiting 21 s for a:m: 429")]);
  expect(who.tries).toMatchObject([{ status: 429, bill: "nothing" }, { bill: "usage" }]);
  expect(who.tries[1]?.waitedMs).toBeGreaterThanOrEqual(20_000);
});

test.each([3_600_000, Number.MAX_SAFE_INTEGER])(
  "a wait of %i ms is not borne: the call ends at once and says so",
  async (wait) => {
    const clock = new VirtualClock();
    const only = link(clock, "a:m", [refused(429, wait), "answer"]);

    const { outcome, ms } = await ask(clock, [only]);

    expect(outcome).toMatchObject({ code: "provider", message: expect.stringContaining("more than 120 s") });
    expect(ms).toBe(0);
  },
);

test("a server that fails for good is given up after two minutes, with how often it was tried", async () => {
  const clock = new VirtualClock();
  const only = link(clock, "a:m", [refused(500)]);

  const { outcome, ms } = await ask(clock, [only]);

  expect(ms).toBeGreaterThan(60_000);
  expect(ms).toBeLessThanOrEqual(120_000);
  expect(only.asked.length).toBeGreaterThan(5);
  expect(only.asked.length).toBeLessThan(30);
  expect(outcome).toMatchObject({
    code: "provider",
    message: expect.stringMatching(/Gave up on a:m after \d+ requests in \d+ s\. 500/),
  });
});

test("a server that asks for no wait at all is not hammered", async () => {
  const clock = new VirtualClock();
  const only = link(clock, "a:m", [refused(429, 0)]);

  await ask(clock, [only]);

  expect(only.asked.length).toBeLessThan(30);
});

test("one bad answer may be chance: the same model is asked again, then the next", async () => {
  const clock = new VirtualClock();
  const first = link(clock, "a:m", [refused(500)]);
  const second = link(clock, "b:m", ["answer"]);

  const { outcome, ms, who } = await ask(clock, [first, second]);

  expect(outcome).toMatchObject({ text: "b:m" });
  expect(who.tries.map(({ model }) => model)).toEqual(["a:m", "a:m", "b:m"]);
  expect(ms).toBeLessThan(2000);
});

test("a server that is not there costs nothing where there is a next one, and the others do not try it", async () => {
  const clock = new VirtualClock();
  const first = link(clock, "a:m", [gone]);
  const second = link(clock, "b:m", ["answer"]);

  const calls = await Promise.all(
    Array.from({ length: 8 }, (_, index) => ask(clock, [first, second], asking(`w${index}`))),
  );
  const later = await ask(clock, [first, second]);

  expect([...calls, later].every(({ outcome, ms }) => "text" in Object(outcome) && ms < 1000)).toBe(true);
  expect(later.who.tries.map(({ model }) => model)).toEqual(["b:m"]);
});

test("a server that is not there is given up soon where there is no other, for all who wait for it", async () => {
  const clock = new VirtualClock();
  const servers = new Servers(clock);
  const only = link(clock, "a:m", [gone], servers);

  const calls = await Promise.all(Array.from({ length: 32 }, (_, index) => ask(clock, [only], asking(`w${index}`))));

  for (const { outcome, ms } of calls) {
    expect(outcome).toMatchObject({ code: "provider", message: expect.stringContaining("Cannot reach it.") });
    expect(ms).toBeLessThan(10_000);
  }
});

test("a server that comes back is asked again", async () => {
  const clock = new VirtualClock();
  const first = link(clock, "a:m", [gone, "answer"]);
  const second = link(clock, "b:m", ["answer"]);
  await ask(clock, [first, second]);

  await clock.through(new Promise<void>((resolve) => void clock.after(3000, resolve)));
  const { outcome } = await ask(clock, [first, second]);

  expect(outcome).toMatchObject({ text: "a:m" });
});

test("a stall goes on at the next model at once, and is billed at its reservation", async () => {
  const clock = new VirtualClock();
  const first = link(clock, "a:m", [stalled(30_000)]);
  const second = link(clock, "b:m", ["answer"]);

  const { outcome, ms, who } = await ask(clock, [first, second]);

  expect(outcome).toMatchObject({ text: "b:m" });
  expect(ms).toBeLessThan(40_000);
  expect(who.bills).toEqual(["forfeited", "settled"]);
});

test("a quota that is used up is not asked again, and the next model goes on", async () => {
  const clock = new VirtualClock();
  const used = {
    fails: new ProviderFailure("429: insufficient_quota", { status: 429, retryable: false, unserved: true }),
  };
  const first = link(clock, "a:m", [used]);
  const second = link(clock, "b:m", ["answer"]);

  expect((await ask(clock, [first, second])).outcome).toMatchObject({ text: "b:m" });
  expect((await ask(clock, [first])).outcome).toMatchObject({ message: expect.stringContaining("insufficient_quota") });
});

test("a budget that does not allow another request ends the call where it stands", async () => {
  const clock = new VirtualClock();
  const only = link(clock, "a:m", [refused(500), "answer"]);
  const who = asking();
  const hold = who.hold;
  let holds = 0;
  const poor = {
    ...who,
    hold: (target: Parameters<typeof hold>[0]) => {
      if (++holds > 1) throw new AppError("budget", "No more.");
      return hold(target);
    },
  };

  const { outcome } = await ask(clock, [only], poor);

  expect(outcome).toMatchObject({ code: "budget" });
  expect(only.asked).toHaveLength(1);
  expect((await ask(clock, [only])).outcome).toMatchObject({ text: "a:m" });
});

test("cancelling ends a wait, and a place in the queue, at once", async () => {
  const clock = new VirtualClock();
  const servers = new Servers(clock, 1);
  const slow = link(clock, "a:m", [refused(429, 60_000)], servers);
  const stop = new AbortController();
  const calls = ["w1", "w2"].map((by) => ask(clock, [slow], asking(by, stop.signal)));
  clock.after(1000, () => stop.abort());

  for (const { outcome, ms } of await Promise.all(calls)) {
    expect(outcome).toMatchObject({ code: "cancelled" });
    expect(ms).toBe(1000);
  }
});

test("workers wait as long as a server that limits the rate serves the others", async () => {
  const clock = new VirtualClock();
  const servers = new Servers(clock);
  let allowed = 1;
  const only = link(clock, "a:m", [], servers);
  const limited = {
    ...only,
    model: {
      id: "a:m",
      respond: async (...[sent, signal]: Parameters<typeof only.model.respond>) => {
        if (allowed-- > 0) return only.model.respond(sent, signal);
        clock.after(20_000, () => {
          allowed = 1;
        });
        const cause = new ProviderFailure("429: slow down", {
          status: 429,
          retryable: true,
          unserved: true,
          retryAfterMs: 20_000,
        });
        throw new AppError("provider", "Slow down.", { cause });
      },
    },
  };

  const calls = await Promise.all(Array.from({ length: 12 }, (_, index) => ask(clock, [limited], asking(`w${index}`))));

  expect(calls.map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 12 }, () => expect.objectContaining({ text: "a:m" })),
  );
  expect(Math.max(...calls.map(({ ms }) => ms))).toBeGreaterThan(120_000);
});

test("what one worker is asked to wait, all of them wait", async () => {
  const clock = new VirtualClock();
  const servers = new Servers(clock);
  const only = link(clock, "a:m", [refused(429, 30_000), "answer"], servers);
  const first = ask(clock, [only], asking("w1"));
  await new Promise((resolve) => setImmediate(resolve));

  const later = await ask(clock, [only], asking("w2"));

  expect(later.ms).toBeGreaterThanOrEqual(30_000);
  expect((await first).outcome).toMatchObject({ text: "a:m" });
  expect(only.asked).toHaveLength(3);
});
