import { expect, test } from "vitest";
import { documented, fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

test.each([
  { concurrency: 4, name: "4 at work" },
  { concurrency: 32, name: "32 at work" },
])(
  "F24: cancelling 200 agents of which $name takes less than two seconds, and none is asked about afterwards",
  async (row) => {
    const stop = new AbortController();
    let asked = 0;
    let at = Number.POSITIVE_INFINITY;
    const server = await startModelServer((_, index) => {
      if (index < 10) return { toolCalls: [documented], usage: { input: 500, output: 50 } };
      return { toolCalls: [documented], fault: { type: "stall", at: "headers" } };
    });
    try {
      const model = await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl });
      const { state, events } = await fleet(
        model,
        { workers: 200, concurrency: row.concurrency },
        stop.signal,
        (event) => {
          if (event.type !== "asked" || ++asked < 10 + row.concurrency) return;
          setTimeout(() => {
            at = Date.now();
            stop.abort();
          }, 100);
        },
      );

      const ended = events.find(({ type }) => type === "ended");
      expect((ended?.at ?? 0) - at).toBeLessThan(2000);
      expect(state.status).toBe("cancelled");
      expect(events.filter((event) => event.type === "asked" && event.at > at + 50)).toEqual([]);
      const statuses = [...state.workers.values()].map(({ report }) => report?.status);
      expect(statuses.filter((status) => status === "proved")).toHaveLength(10);
      expect(statuses.filter((status) => status === "cancelled")).toHaveLength(190);
    } finally {
      await server.close();
    }
  },
);
