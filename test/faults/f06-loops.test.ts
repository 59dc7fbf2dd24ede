import { expect, test } from "vitest";
import { propose, type ScriptedReply, scriptedModel } from "../../src/core/models/scripted.ts";
import { fileIn, fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

const read = (from: number, to: number) => ({ name: "read", arguments: { path: "src/f000.js", from, to } });

test("F06: identical calls of 32 workers are warned of at the third and stopped at the fifth, though they succeed", async () => {
  const begun = new Map<string, number>();
  const warned = new Map<string, number>();
  const server = await startModelServer(({ text }) => {
    const file = fileIn(text);
    begun.set(file, (begun.get(file) ?? 0) + 1);
    if (!warned.has(file) && text.includes("this very call 3 times")) warned.set(file, begun.get(file) ?? 0);
    const order = (begun.get(file) ?? 0) % 2 === 0;
    // The same arguments, written in another order.
    const args = order ? `{"path":"${file}","from":1}` : `{ "from": 1, "path": "${file}" }`;
    return { toolCalls: [{ name: "read", arguments: args }], usage: { input: 500, output: 50 } };
  });
  try {
    const { state, events } = await fleet(await servedBy({ spec: "openai:m", openaiUrl: server.openaiUrl }));

    expect(state.status).toBe("failed");
    expect(state.sentence).toContain("made the same call of read 5 times and was stopped");
    expect([...begun.values()]).toEqual(Array.from({ length: 32 }, () => 5));
    expect([...warned.values()]).toEqual(Array.from({ length: 32 }, () => 4));
    expect(events.filter((event) => event.type === "tool" && event.ok)).toHaveLength(32 * 4);
  } finally {
    await server.close();
  }
});

async function alone(replies: readonly ScriptedReply[]) {
  // More calls than an agent has, so that only the guard can end it.
  const model = { ...scriptedModel(replies), calls: 30 };
  const { state, events, transcripts } = await fleet(model, { workers: 1 });
  return { state, report: state.workers.get("doc-1")?.report, events, transcripts, model };
}

test("F06: two calls in turns are a loop as well", async () => {
  const { report, transcripts } = await alone(Array.from({ length: 30 }, (_, turn) => read(1, 1 + (turn % 2))));

  expect(report?.status).toBe("failed");
  expect(report?.problem?.sentence).toContain("5 times and was stopped");
  const said = JSON.stringify(transcripts["doc-1"]);
  expect(said.match(/this very call 3 times/g)).toHaveLength(2);
  expect(
    transcripts["doc-1"]?.filter((message) => JSON.stringify(message).includes('"role":"assistant"')),
  ).toHaveLength(9);
});

test("F06: five identical calls in one answer are stopped in it", async () => {
  const { report, model } = await alone([Array.from({ length: 7 }, () => read(1, 2))]);

  expect(report?.problem?.sentence).toContain("5 times and was stopped");
  expect(model.prompts).toHaveLength(1);
});

test("F06: the same wrong proposal over and over is stopped, and never proved", async () => {
  const wrong = propose({ find: "amount / 100", replace: "amount / 7" });
  const { report, model } = await alone(Array.from({ length: 30 }, () => wrong));

  expect(report?.status).toBe("failed");
  expect(model.prompts).toHaveLength(5);
});

test("F06: turns that all fail, each in another way, are no progress and end", async () => {
  const { report, model } = await alone(
    Array.from({ length: 30 }, (_, turn) => ({ name: `tool-${turn}`, arguments: {} })),
  );

  expect(report?.problem?.sentence).toContain("no progress in 8 turns");
  expect(model.prompts).toHaveLength(8);
});

test("F06: a model that reads one part after the other is not stopped", async () => {
  const replies = [
    ...Array.from({ length: 12 }, (_, turn) => ({
      name: "read",
      arguments: { path: "src/f000.js", from: 1, to: turn + 2 },
    })),
    "Done.",
    "Done.",
  ];
  const { report, model } = await alone(replies);

  expect(report?.problem?.sentence).toContain("proposed nothing: Done.");
  expect(model.prompts).toHaveLength(14);
});
