import { expect, test } from "vitest";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

test("F25: a run that is cancelled after any of its events ends once, with one state for each worker and nothing left open", async () => {
  const begun = new Map<string, number>();
  const server = await startModelServer(({ text }) => {
    const file = fileIn(text);
    begun.set(file, (begun.get(file) ?? 0) + 1);
    if (begun.get(file) === 1) return { fault: { type: "status", status: 503, headers: { "retry-after-ms": "5" } } };
    return { toolCalls: [documented], usage: { input: 500, output: 50 } };
  });
  const cancelledAfter = async (k: number) => {
    begun.clear();
    const stop = new AbortController();
    let seen = 0;
    const model = await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl });
    return fleet(model, { workers: 3, limits: { tokens: 200_000 } }, stop.signal, () => {
      if (++seen === k) stop.abort();
    });
  };
  try {
    const whole = await cancelledAfter(0);
    expect(whole.state.status).toBe("proved");

    for (let k = 1; k < whole.events.length; k++) {
      const { state, events } = await cancelledAfter(k);
      const statuses = [...state.workers.values()].map(({ report }) => report?.status);
      expect({ k, last: events.at(-1)?.type }).toEqual({ k, last: "ended" });
      expect(["cancelled", "proved"]).toContain(state.status);
      for (const status of statuses) expect(["cancelled", "proved"]).toContain(status);
      if (state.status === "proved") expect(statuses).toEqual(["proved", "proved", "proved"]);
    }
  } finally {
    await server.close();
  }
});
