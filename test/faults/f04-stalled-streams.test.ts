import { expect, test, vi } from "vitest";
import { anthropicModel } from "../../src/core/models/anthropic.ts";
import { openaiModel } from "../../src/core/models/openai.ts";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import { prompt } from "../support/model-formats.ts";
import { startModelServer } from "../support/model-server.ts";

const good = { toolCalls: [documented], usage: { input: 500, output: 50 } };
const places = ["headers", "start", "first-event", "tool-call", "finish", "last-event"] as const;

test("F04: each of 32 workers is left by a stream that stalls, somewhere, and is answered the second time", async () => {
  const begun = new Set<string>();
  const server = await startModelServer(({ text }) => {
    const file = fileIn(text);
    if (begun.has(file)) return good;
    begun.add(file);
    return { ...good, text: "HALF", fault: { type: "stall", at: places[begun.size % places.length] ?? "start" } };
  });
  try {
    const rules = { limits: { firstMs: 1500, idleMs: 400 } };
    const { state, transcripts } = await fleet(
      await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl, rules }),
    );

    expect(state.status).toBe("proved");
    expect(server.requests).toHaveLength(64);
    expect(JSON.stringify(transcripts)).not.toContain("HALF");
  } finally {
    await server.close();
  }
});

test("F04: where another model is named, it is asked in place of one that falls silent", async () => {
  const silent = await startModelServer(() => ({ ...good, fault: { type: "stall", at: "tool-call" } }));
  const next = await startModelServer(() => good);
  try {
    const rules = { limits: { firstMs: 1500, idleMs: 300 } };
    const spec = "anthropic:m,openai:n";
    const { anthropicUrl } = silent;
    const { state, events } = await fleet(await servedBy({ spec, anthropicUrl, openaiUrl: next.openaiUrl, rules }));

    expect(state.status).toBe("proved");
    expect(next.requests).toHaveLength(32);
    const receipts = events.flatMap((event) =>
      event.type === "answered" && event.kind === "model" ? [event.route] : [],
    );
    for (const receipt of receipts) expect(receipt).toMatchObject({ asked: "anthropic:m", served: "openai:n" });
    expect(receipts.filter((receipt) => receipt?.why.startsWith("in place of anthropic:m: "))).not.toHaveLength(0);
  } finally {
    await silent.close();
    await next.close();
  }
});

test("F04: cancelling 32 workers whose streams stall takes less than two seconds", async () => {
  const server = await startModelServer((_, index) => ({
    ...good,
    fault: { type: "stall", at: places[index % places.length] ?? "start" },
  }));
  const stop = new AbortController();
  let asked = 0;
  let at = 0;
  try {
    const model = await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl });
    const { state } = await fleet(model, {}, stop.signal, (event) => {
      if (event.type !== "asked" || ++asked < 32) return;
      setTimeout(() => {
        at = Date.now();
        stop.abort();
      }, 200);
    });

    expect(Date.now() - at).toBeLessThan(2000);
    expect(state.status).toBe("cancelled");
    expect(new Set([...state.workers.values()].map(({ report }) => report?.status))).toEqual(new Set(["cancelled"]));
  } finally {
    await server.close();
  }
});

/** Bytes, and then nothing for ever, not even an end. */
function silentAfter(pieces: readonly string[]): () => Promise<Response> {
  return async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

test.each([
  { format: "openai", make: openaiModel, base: "http://127.0.0.1:9/v1" },
  { format: "anthropic", make: anthropicModel, base: "http://127.0.0.1:9" },
])(
  "F04: $format: a stall is noticed after 90 s before the first bytes, and after 30 s behind them",
  async ({ make, base }) => {
    const cases = [
      { fetch: () => new Promise<Response>(() => {}), seconds: 90 },
      { fetch: silentAfter([]), seconds: 90 },
      { fetch: silentAfter([": ping\n\n"]), seconds: 30 },
      { fetch: silentAfter(['data: {"type":"ping"}\n\n']), seconds: 30 },
    ];
    // What is loaded at the first request is loaded in real time.
    await make({ model: "m", baseUrl: base, key: "sk-0123456789", fetch: () => Promise.reject(new Error("none")) })
      .respond(prompt, new AbortController().signal)
      .catch(() => {});
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      for (const { fetch, seconds } of cases) {
        const model = make({ model: "m", baseUrl: base, key: "sk-0123456789", fetch });
        let failure: unknown;
        const asking = model.respond(prompt, new AbortController().signal).catch((error: unknown) => {
          failure = error;
        });
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
        expect(failure).toBeUndefined();
        await vi.advanceTimersByTimeAsync(1);
        await asking;
        expect(failure).toMatchObject({
          code: "provider",
          message: expect.stringContaining(`nothing for ${seconds} s`),
        });
      }
    } finally {
      vi.useRealTimers();
    }
  },
);
