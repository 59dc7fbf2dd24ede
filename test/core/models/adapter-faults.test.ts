import { expect, test } from "vitest";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import { ask, call, faulty, formats, never, prompt } from "../../support/model-formats.ts";
import { brokenStreams, type Fault } from "../../support/model-script.ts";
import { type ModelServer, type Script, startModelServer } from "../../support/model-server.ts";

const broken: readonly Fault[] = [
  ...brokenStreams,
  { type: "raw", contentType: "text/html", body: "<html><title>Log in</title></html>" },
  { type: "raw", contentType: "application/json", body: '{"message":"hello"}' },
  { type: "raw", contentType: "application/json", body: '{"choices":[{"mess' },
  { type: "raw", contentType: "text/event-stream", body: "data: {not json\n\n" },
  { type: "raw", contentType: "text/event-stream", body: "" },
  { type: "error-event", at: "tool-call", kind: "strange_error", message: "lost the thread" },
  { type: "error-event", at: "first-event", kind: "overloaded_error", message: "busy" },
];
test.each(formats.flatMap((format) => broken.map((fault) => ({ ...format, fault }))))(
  "$format: nothing is kept of a broken answer, and it is not asked again: $fault.type $fault.at",
  async ({ connect, fault }) => {
    const { error, server } = await ask(faulty(fault), connect);

    expect(error).toMatchObject({ name: "AppError", code: "provider" });
    expect(providerFailure(error)?.retryable).toBe(true);
    expect(server.requests).toHaveLength(1);
  },
);

test.each(formats.flatMap((format) => [429, 500, 503, 529].map((status) => ({ ...format, status }))))(
  "$format: status $status comes with what a limiter needs, and is not retried here",
  async ({ connect, status }) => {
    const headers = { "retry-after": "7" };
    const { error, server } = await ask(faulty({ type: "status", status, headers, message: "slow down" }), connect);

    expect(error).toMatchObject({ code: "provider", message: expect.stringContaining("slow down") });
    expect(providerFailure(error)).toMatchObject({ status, retryAfterMs: 7000, retryable: true });
    expect(server.requests).toHaveLength(1);
  },
);

test.each(formats.flatMap((format) => ["", "soon", "-5", "NaN", "1e400"].map((value) => ({ ...format, value }))))(
  '$format: an odd Retry-After ("$value") is no wait at all',
  async ({ connect, value }) => {
    const { error } = await ask(faulty({ type: "status", status: 429, headers: { "retry-after": value } }), connect);

    expect(providerFailure(error)).toMatchObject({ status: 429, retryAfterMs: undefined });
  },
);

test.each(formats.flatMap((format) => [400, 413, 422].map((status) => ({ ...format, status }))))(
  "$format: status $status is final",
  async ({ connect, status }) => {
    const { error, server } = await ask(faulty({ type: "status", status, message: "too long" }), connect);

    expect(error).toMatchObject({ code: "provider", message: expect.stringContaining("too long") });
    expect(providerFailure(error)).toMatchObject({ status, retryable: false });
    expect(server.requests).toHaveLength(1);
  },
);

test.each(formats)("$format: an unknown model is named, with the way to list those there are", async ({ connect }) => {
  const { error } = await ask(faulty({ type: "status", status: 404, message: "no such model" }), connect);

  expect(error).toMatchObject({ code: "provider", message: expect.stringContaining('"m"') });
  expect(error).toMatchObject({ message: expect.stringContaining("/models") });
});

test.each(formats)("$format: a server that is not there is said to be unreachable", async ({ connect }) => {
  const server = await startModelServer([]);
  await server.close();

  const asking = connect(server).respond(prompt, never);

  await expect(asking).rejects.toMatchObject({
    code: "provider",
    message: expect.stringContaining("is the server running"),
  });
  await expect(asking).rejects.toMatchObject({ message: expect.stringContaining("Cannot reach http://127.0.0.1:") });
});

test.each(formats)("$format: a name that does not resolve is said to be unreachable", async ({ connect }) => {
  const server = await startModelServer([]);
  await server.close();

  const asking = connect(server, { baseUrl: "http://tessera.invalid/v1" }).respond(prompt, never);

  await expect(asking).rejects.toMatchObject({ code: "provider", message: expect.stringContaining("tessera.invalid") });
});

test.each(
  formats.flatMap((format) =>
    (["headers", "start", "first-event", "tool-call"] as const).map((at) => ({ ...format, at })),
  ),
)("$format: the watchdog ends an answer that stalls at $at", async ({ connect, at }) => {
  const quick = (server: ModelServer) => connect(server, { limits: { firstMs: 1000, idleMs: 50 } });

  const { error } = await ask(faulty({ type: "stall", at }), quick, never, undefined, (server) => server.abandoned);

  expect(error).toMatchObject({ code: "provider", message: expect.stringContaining("sent nothing for") });
  expect(providerFailure(error)?.retryable).toBe(true);
});

test.each(formats.flatMap((format) => (["headers", "tool-call"] as const).map((at) => ({ ...format, at }))))(
  "$format: cancelling ends a stalled answer ($at)",
  async ({ connect, at }) => {
    const cancel = new AbortController();
    const script: Script = () => {
      setTimeout(() => cancel.abort(), 50);
      return { toolCalls: [call], fault: { type: "stall", at } };
    };

    const { error } = await ask(script, connect, cancel.signal, undefined, (server) => server.abandoned);

    expect(error).toMatchObject({ code: "cancelled" });
  },
);

test.each(formats)("$format: after a cancelled signal nothing is sent", async ({ connect }) => {
  const { error, server } = await ask([{ text: "hello" }], connect, AbortSignal.abort());

  expect(error).toMatchObject({ code: "cancelled" });
  expect(server.requests).toHaveLength(0);
});
