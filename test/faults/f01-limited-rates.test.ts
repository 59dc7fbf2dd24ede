import { expect, test } from "vitest";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import type { Answer } from "../support/model-script.ts";
import { startModelServer } from "../support/model-server.ts";

const usage = { input: 900, output: 100 };
const answer: Answer = { toolCalls: [documented], usage };

/** Every form of Retry-After there is, and some that are none. */
const headers: readonly (() => Readonly<Record<string, string>>)[] = [
  () => ({}),
  () => ({ "retry-after": "0" }),
  () => ({ "retry-after": "-5" }),
  () => ({ "retry-after": "soon" }),
  () => ({ "retry-after": "1" }),
  () => ({ "retry-after-ms": "40" }),
  () => ({ "retry-after": new Date(Date.now() + 1000).toUTCString() }),
  () => ({ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }),
];
const statuses = [429, 529, 500, 503];

test("F01: each of 32 workers is refused once, in every way there is, and each is answered once after that", async () => {
  const refused = new Set<string>();
  const server = await startModelServer(({ text }) => {
    const file = fileIn(text);
    if (refused.has(file)) return answer;
    refused.add(file);
    const status = statuses[refused.size % statuses.length] ?? 429;
    const wait = headers[refused.size % headers.length] ?? headers[0];
    return { fault: { type: "status", status, headers: wait?.() ?? {} } };
  });
  try {
    const { state, events } = await fleet(await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl }));

    expect(state.status).toBe("proved");
    expect(server.requests).toHaveLength(64);
    expect(state.spent).toMatchObject({ calls: 32, input: 32 * 900, output: 32 * 100 });
    const receipts = events.flatMap((event) =>
      event.type === "answered" && event.kind === "model" ? [event.route] : [],
    );
    expect(receipts).toHaveLength(32);
    for (const receipt of receipts) {
      expect(receipt).toMatchObject({ asked: "openai:m", served: "openai:m", why: "the model for all" });
      expect(receipt?.tries.map(({ bill }) => bill)).toEqual(["nothing", "usage"]);
    }
  } finally {
    await server.close();
  }
});

test("F01: what the headers allow is not exceeded by all workers together", async () => {
  const times: number[] = [];
  const server = await startModelServer(() => {
    times.push(Date.now());
    const left = Math.max(0, 4 - times.length);
    return {
      ...answer,
      ...(times.length > 4 ? {} : { latencyMs: 20 }),
      headers: {
        "x-ratelimit-limit-requests": "1000",
        "x-ratelimit-remaining-requests": String(times.length > 4 ? 900 : left),
        "x-ratelimit-reset-requests": "700ms",
      },
    };
  });
  try {
    const model = await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl });
    const { state } = await fleet(model, { concurrency: 2 });

    expect(state.status).toBe("proved");
    expect(server.requests).toHaveLength(32);
    expect((times[5] ?? 0) - (times[3] ?? 0)).toBeGreaterThanOrEqual(600);
  } finally {
    await server.close();
  }
});

test("F01: with a server that fails on and on, no budget is exceeded, and what was proved before is kept", async () => {
  let paid = 0;
  const server = await startModelServer((_, index) => {
    if (index % 3 === 1) return { fault: { type: "status", status: 500, headers: { "retry-after-ms": "10" } } };
    if (index % 3 === 2) {
      return { ...answer, fault: { type: "cut", at: "tool-call" } };
    }
    paid += usage.input + usage.output;
    return answer;
  });
  const tokens = 60_000;
  try {
    const model = await servedBy({ spec: "anthropic:m", anthropicUrl: server.anthropicUrl });
    const { state, events } = await fleet(model, { limits: { tokens } });

    const reserved = events.flatMap((event) =>
      event.type === "asked" && event.kind === "model" ? [event.reserved] : [],
    );
    const lost = events.flatMap((event) =>
      event.type === "answered" && event.kind === "model"
        ? (event.route?.tries ?? []).filter(({ bill }) => bill === "reservation")
        : [],
    );
    expect(paid + lost.length * Math.min(...reserved)).toBeLessThanOrEqual(tokens);
    expect(state.status).toBe("budget");
    expect(state.sentence).toContain(`${tokens} tokens`);
    const statuses = [...state.workers.values()].map(({ report }) => report?.status);
    expect(new Set(statuses)).toEqual(new Set(["proved", "budget"]));
    expect([...state.workers.values()].filter(({ report }) => report?.changeSet !== undefined).length).toBe(
      statuses.filter((status) => status === "proved").length,
    );
  } finally {
    await server.close();
  }
});

test("F01: a wait without end is not borne: the run ends at once, and says what the server asks", async () => {
  const server = await startModelServer(() => ({
    fault: { type: "status", status: 429, headers: { "retry-after": "86400" } },
  }));
  try {
    const started = Date.now();
    const { state } = await fleet(await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl }));

    expect(Date.now() - started).toBeLessThan(10_000);
    expect(state).toMatchObject({ status: "blocked", code: "provider", sentence: expect.stringContaining("86400 s") });
    expect(server.requests.length).toBeLessThanOrEqual(32);
  } finally {
    await server.close();
  }
});
