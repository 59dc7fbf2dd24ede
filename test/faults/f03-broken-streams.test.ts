import { expect, test } from "vitest";
import { against } from "../support/aimock.ts";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import { brokenStreams, type Fault } from "../support/model-script.ts";
import { startModelServer } from "../support/model-server.ts";

const broken: readonly Fault[] = [
  ...brokenStreams,
  { type: "error-event", at: "tool-call", kind: "overloaded_error", message: "busy" },
  { type: "raw", contentType: "text/event-stream", body: "" },
  { type: "raw", contentType: "application/json", body: '{"choices":[{"mess' },
];

/** What must never be carried out: it changes code, and its words are found again wherever they are kept. */
const half = {
  name: "propose",
  arguments: { edits: [{ find: "amount / 100", replace: "amount / 7 /* grüße */" }], summary: "HALF" },
};

test.each([{ format: "openai" }, { format: "anthropic" }])(
  "F03: $format: of a stream that broke, or ended politely but early, nothing is kept, run or believed by any of 32 workers",
  async ({ format }) => {
    const begun = new Map<string, number>();
    const server = await startModelServer(({ text }) => {
      const file = fileIn(text);
      const times = (begun.get(file) ?? 0) + 1;
      begun.set(file, times);
      const fault = broken[begun.size % broken.length];
      if (times > 1 || fault === undefined) return { toolCalls: [documented], usage: { input: 500, output: 50 } };
      return { text: "HALF a word, grüße", toolCalls: [half], usage: { input: 500, output: 50 }, fault };
    });
    try {
      const { openaiUrl, anthropicUrl } = server;
      const { state, events, transcripts } = await fleet(
        await servedBy({ spec: `${format}:m`, openaiUrl, anthropicUrl }),
      );

      expect(state.status).toBe("proved");
      expect([...begun.values()]).toEqual(Array.from({ length: 32 }, () => 2));
      expect(JSON.stringify(transcripts)).not.toContain("HALF");
      expect(events.filter(({ type }) => type === "tool")).toHaveLength(32);
      for (const worker of state.workers.values()) expect(worker.report?.summary).toBe("Says what a rate is.");
      const bills = events.flatMap((event) =>
        event.type === "answered" && event.kind === "model" ? [event.route?.tries.map(({ bill }) => bill)] : [],
      );
      expect(bills).toEqual(Array.from({ length: 32 }, () => ["reservation", "usage"]));
    } finally {
      await server.close();
    }
  },
);

test.each([{ format: "openai" }, { format: "anthropic" }])(
  "F03: $format: a server nobody here wrote that cuts every stream is given up, and nothing is proposed",
  async ({ format }) => {
    const response = {
      toolCalls: [{ id: "call_1", name: "propose", arguments: JSON.stringify(documented.arguments) }],
    };
    await against({ response, chunkSize: 8, truncateAfterChunks: 4 }, async (url, mock) => {
      const served = { openaiUrl: `${url}/v1`, anthropicUrl: url, rules: { retryMs: 4000 } };
      const { state, events } = await fleet(await servedBy({ spec: `${format}:m`, ...served }));

      expect(state).toMatchObject({
        status: "blocked",
        code: "provider",
        sentence: expect.stringContaining("Gave up"),
      });
      expect(events.some(({ type }) => type === "tool" || type === "proposed")).toBe(false);
      expect(mock.getRequests().length).toBeGreaterThan(32);
    });
  },
);
