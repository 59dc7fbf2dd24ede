import { expect, test } from "vitest";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

test.each([
  { workers: 3, every: 1 },
  { workers: 32, every: 40 },
])(
  "F25: a run of $workers workers that is cancelled after any of its events ($every apart) ends once, with one state for each worker and nothing left open",
  {
    timeout: 180_000,
  },
  async ({ workers, every }) => {
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
      return fleet(model, { workers, limits: { tokens: workers * 70_000 } }, stop.signal, () => {
        if (++seen === k) stop.abort();
      });
    };
    try {
      const whole = await cancelledAfter(0);
      expect(whole.state.status).toBe("proved");

      for (let k = 1; k < whole.events.length; k += every) {
        const { state, events } = await cancelledAfter(k);
        const statuses = [...state.workers.values()].map(({ report }) => report?.status);
        expect({ k, last: events.at(-1)?.type }).toEqual({ k, last: "ended" });
        expect(["cancelled", "proved"]).toContain(state.status);
        for (const status of statuses) expect(["cancelled", "proved"]).toContain(status);
        if (state.status === "proved") expect(statuses).not.toContain("cancelled");
      }
    } finally {
      await server.close();
    }
  },
);
