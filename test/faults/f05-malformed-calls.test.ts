import { expect, test } from "vitest";
import { against } from "../support/aimock.ts";
import { documented, fileIn, fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

const malformed = [
  { name: "propose", arguments: '{"edits":[{"find":"exp' },
  { name: "propose", arguments: "" },
  { name: "propose", arguments: "[]" },
  { name: "propose", arguments: '"edits"' },
  { name: "propose", arguments: "null" },
  { name: "propose", arguments: { edits: "all of them", summary: 7 } },
  { name: "propose", arguments: { edits: [], summary: "Nothing." } },
  { name: "rm", arguments: { path: "/" } },
  { name: "__proto__", arguments: {} },
  { name: "constructor", arguments: "{}" },
  { name: "read", arguments: { path: "../../etc/passwd" } },
  { name: "read", arguments: { path: 7 } },
];

test.each([{ format: "openai" }, { format: "anthropic" }])(
  "F05: $format: calls that make no sense are answered with a sentence, and each of 32 workers mends its own",
  async ({ format }) => {
    const begun = new Map<string, number>();
    const server = await startModelServer(({ text }) => {
      const file = fileIn(text);
      const times = (begun.get(file) ?? 0) + 1;
      begun.set(file, times);
      const call = malformed[begun.size % malformed.length];
      const toolCalls = times === 1 && call !== undefined ? [call] : [documented];
      return { toolCalls, usage: { input: 500, output: 50 } };
    });
    try {
      const { openaiUrl, anthropicUrl } = server;
      const { state, transcripts } = await fleet(await servedBy({ spec: `${format}:m`, openaiUrl, anthropicUrl }));

      expect(state.status).toBe("proved");
      expect([...begun.values()]).toEqual(Array.from({ length: 32 }, () => 2));
      const told = Object.values(transcripts).map((messages) => messages[2]);
      expect(told).toEqual(
        Array.from({ length: 32 }, () =>
          expect.objectContaining({ role: "tool", text: expect.stringMatching(/\w+.*\./) }),
        ),
      );
    } finally {
      await server.close();
    }
  },
);

test.each([{ format: "openai" }, { format: "anthropic" }])(
  "F05: $format: a server nobody here wrote that always calls a tool there is not ends each worker within its calls",
  async ({ format }) => {
    const response = { toolCalls: [{ id: "call_1", name: "rm", arguments: '{"path":"/"}' }] };
    await against({ response }, async (url, mock) => {
      const served = { openaiUrl: `${url}/v1`, anthropicUrl: url };
      const { state } = await fleet(await servedBy({ spec: `${format}:m`, ...served }));

      expect(state.status).toBe("failed");
      expect(mock.getRequests()).toHaveLength(32 * 5);
    });
  },
);
