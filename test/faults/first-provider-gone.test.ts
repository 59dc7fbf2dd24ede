import { setTimeout as really } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { askChain } from "../../src/core/models/chain.ts";
import { systemClock } from "../../src/core/models/clock.ts";
import { Connections } from "../../src/core/models/connect.ts";
import { defaultPatience } from "../../src/core/models/patience.ts";
import { Servers } from "../../src/core/models/servers.ts";
import { documented, fleet, servedBy } from "../support/fleet.ts";
import { fullServer } from "../support/full-server.ts";
import { asking, prompt } from "../support/links.ts";
import { startModelServer } from "../support/model-server.ts";

const good = { toolCalls: [documented], usage: { input: 500, output: 50 } };

async function goesOnWithout(firstUrl: string) {
  const next = await startModelServer(() => good);
  try {
    const started = Date.now();
    const model = await servedBy({
      spec: "openai:m,anthropic:n",
      openaiUrl: firstUrl,
      anthropicUrl: next.anthropicUrl,
    });
    const { state, events } = await fleet(model);
    const receipts = events.flatMap((event) =>
      event.type === "answered" && event.kind === "model" ? [event.route] : [],
    );
    return { ms: Date.now() - started, state, served: receipts.map((receipt) => receipt?.served), next };
  } finally {
    await next.close();
  }
}

test("with the first provider's server not running, 32 workers go on at the next within ten seconds", async () => {
  const gone = await startModelServer([]);
  await gone.close();

  const { ms, state, served, next } = await goesOnWithout(gone.openaiUrl);

  expect(state.status).toBe("proved");
  expect(ms).toBeLessThan(10_000);
  expect(served).toEqual(Array.from({ length: 32 }, () => "anthropic:n"));
  expect(next.requests).toHaveLength(32);
});

test("with the first provider's name not resolving, 32 workers go on at the next within ten seconds", async () => {
  const { ms, state, served } = await goesOnWithout("http://tessera.invalid/v1");

  expect(state.status).toBe("proved");
  expect(ms).toBeLessThan(10_000);
  expect(new Set(served)).toEqual(new Set(["anthropic:n"]));
});

test("with the first provider's server not accepting connections, 32 workers go on at the next within ten seconds", async () => {
  await using full = await fullServer();

  const { ms, state, served } = await goesOnWithout(`http://127.0.0.1:${full.port}/v1`);

  expect(state.status).toBe("proved");
  expect(ms).toBeGreaterThan(4900);
  expect(ms).toBeLessThan(10_000);
  expect(new Set(served)).toEqual(new Set(["anthropic:n"]));
});

/** A server that takes requests and says this much, and then nothing more. */
function saying(text: string | undefined) {
  return async () => {
    if (text === undefined) return new Promise<Response>(() => {});
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

const whole = [
  { choices: [{ index: 0, delta: { content: "Hello." }, finish_reason: null }] },
  { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
];
const answer = `${whole.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("")}data: [DONE]\n\n`;

test.each([
  { what: "after its first chunk", said: ": ping\n\n", most: 40 },
  { what: "before it", said: undefined, most: 95 },
])("a stall $what costs at most $most s before the next model is asked, or the same one again", async (row) => {
  for (const spec of ["failover", "retry"]) {
    const asked: number[] = [];
    const fetching = async () => {
      asked.push(Date.now());
      if (asked.length === 1) return saying(row.said)();
      return new Response(answer, { headers: { "content-type": "text/event-stream" } });
    };
    const connections = new Connections({
      servers: new Servers(systemClock),
      clock: systemClock,
      fetch: fetching,
      rules: {},
    });
    const link = (model: string) => connections.remote("openai", { model, baseUrl: "http://127.0.0.1:9/v1" });
    const links = spec === "failover" ? [link("m"), link("n")] : [link("m")];
    await Promise.allSettled([import("openai"), import("../../src/core/models/openai-answer.ts")]);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    try {
      let text: string | undefined;
      const call = askChain(links, prompt, asking(), { clock: systemClock, patience: defaultPatience }).then(
        (reply) => {
          text = reply.text;
        },
      );
      for (let seconds = 0; text === undefined && seconds < 300; seconds++) {
        // What is read and loaded between takes real time.
        await really(5);
        if (text === undefined) await vi.advanceTimersByTimeAsync(1000);
      }
      await call;
      expect(text).toBe("Hello.");
      const [first = 0, second = 0] = asked;
      expect((second - first) / 1000).toBeLessThanOrEqual(row.most);
      expect((second - first) / 1000).toBeGreaterThanOrEqual(row.most - 10);
    } finally {
      vi.useRealTimers();
    }
  }
});
