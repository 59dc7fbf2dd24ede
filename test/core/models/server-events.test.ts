import { expect, test } from "vitest";
import { type ServerEvent, serverEvents } from "../../../src/core/models/server-events.ts";

async function eventsOf(pieces: readonly (string | Uint8Array)[]): Promise<readonly ServerEvent[]> {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(new Response(body), () => {})) events.push(event);
  return events;
}

test("an event may have a name and several lines of data", async () => {
  expect(await eventsOf(["event: x\ndata: a\ndata:b\ndata:  c\n\ndata: d\n\n"])).toEqual([
    { type: "event", name: "x", data: "a\nb\n c" },
    { type: "event", name: undefined, data: "d" },
  ]);
});

test.each(["\n", "\r\n", "\r"])("lines ended by %j mean the same however they are cut", async (end) => {
  const text = ["data: a", "data: b", "", ": comment", "data: c", "", ""].join(end);
  const expected = [
    { type: "event", name: undefined, data: "a\nb" },
    { type: "event", name: undefined, data: "c" },
  ];

  expect(await eventsOf([text])).toEqual(expected);
  expect(await eventsOf([...text])).toEqual(expected);
});

test("a last event without its empty line counts", async () => {
  expect(await eventsOf(["data: a\n\ndata: b"])).toHaveLength(2);
});

test("one JSON document, however long its start takes, is no stream", async () => {
  expect(await eventsOf([" \n", '{"a":', "\n\n1}"])).toEqual([{ type: "document", text: ' \n{"a":\n\n1}' }]);
});

test("a character may be cut between two pieces, but not at the end", async () => {
  const bytes = new TextEncoder().encode("data: €\n\n");

  expect(await eventsOf([bytes.slice(0, 7), bytes.slice(7)])).toMatchObject([{ data: "€" }]);
  await expect(eventsOf([bytes.slice(0, 8)])).rejects.toThrow("half a character");
  await expect(eventsOf([bytes.slice(0, 8), "\n\n"])).rejects.toThrow("half a character");
});

test("a line of ten million characters in small pieces is read in one pass", async () => {
  const piece = "x".repeat(1000);
  const [event] = await eventsOf(["data: ", ...Array(10_000).fill(piece), "\n\n"]);

  expect(event).toMatchObject({ type: "event", name: undefined });
});

test("an answer without end is given up", async () => {
  const piece = "x".repeat(1_000_000);
  await expect(eventsOf(["data: ", ...Array(40).fill(piece)])).rejects.toThrow("without end");
});
