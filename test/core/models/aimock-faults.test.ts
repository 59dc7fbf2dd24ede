import { expect, test } from "vitest";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import { against, failureOf, formats, never, prompt, proposal } from "../../support/aimock.ts";

test.each(formats.flatMap((format) => [1, 2, 3, 4, 5].map((chunks) => ({ ...format, chunks }))))(
  "$format: a stream cut after $chunks events is no answer",
  async ({ connect, chunks }) => {
    const error = await against({ response: proposal, chunkSize: 8, truncateAfterChunks: chunks }, (url) =>
      failureOf(connect(url)),
    );

    expect(error).toMatchObject({ name: "AppError", code: "provider" });
    expect(providerFailure(error)?.retryable).toBe(true);
  },
);

test.each(formats)("$format: a connection that drops during the answer is no answer", async ({ connect }) => {
  const error = await against({ response: proposal, chunkSize: 4, latency: 30, disconnectAfterMs: 50 }, (url) =>
    failureOf(connect(url)),
  );

  expect(error).toMatchObject({ name: "AppError", code: "provider" });
});

test.each(
  formats.flatMap((format) =>
    [
      { fault: "dropRate", status: 500 },
      { fault: "rateLimitRate", status: 429 },
      { fault: "malformedRate", status: undefined },
      { fault: "disconnectRate", status: undefined },
    ].map((row) => ({ ...format, ...row })),
  ),
)(
  "$format: chaos of the kind $fault is a failure worth another try, asked once",
  async ({ connect, fault, status }) => {
    const [error, count] = await against({ response: proposal, chaos: { [fault]: 1 } }, async (url, mock) => {
      return [await failureOf(connect(url)), mock.getRequests().length] as const;
    });

    expect(error).toMatchObject({ name: "AppError", code: "provider" });
    expect(providerFailure(error)).toMatchObject({ status, retryable: true });
    expect(count).toBeLessThanOrEqual(1);
  },
);

test.each(formats)("$format: a slow start is waited for", async ({ connect }) => {
  const reply = await against({ response: proposal, chaos: { latencyMs: 60 } }, (url) =>
    connect(url).respond(prompt, never),
  );

  expect(reply.toolCalls).toHaveLength(1);
});

test.each(
  formats.flatMap((format) =>
    [
      { status: 429, retryAfter: 9, code: "provider" },
      { status: 503, code: "provider" },
      { status: 529, code: "provider" },
      { status: 400, code: "provider" },
      { status: 404, code: "provider" },
      { status: 401, code: "key" },
      { status: 403, code: "key" },
    ].map((row) => ({ ...format, ...row })),
  ),
)("$format: a scripted error $status keeps its status and reason", async ({ connect, status, code, retryAfter }) => {
  const response = {
    error: { message: "scripted reason", type: "some_error" },
    status,
    ...(retryAfter ? { retryAfter } : {}),
  };
  const [error, count] = await against({ response }, async (url, mock) => {
    return [await failureOf(connect(url)), mock.getRequests().length] as const;
  });

  expect(error).toMatchObject({ code, message: expect.stringContaining("scripted reason") });
  expect(providerFailure(error)).toMatchObject({ status, retryAfterMs: retryAfter === undefined ? undefined : 9000 });
  expect(count).toBe(1);
});

test.each(formats)(
  "$format: the key is sent where the server looks for it, and a wrong one is named",
  async ({ connect }) => {
    const options = { auth: { apiKeys: ["sk-right-1234567890"] } };
    const [right, wrong] = await against(
      { response: proposal },
      async (url) =>
        [
          await failureOf(connect(url, "sk-right-1234567890")),
          await failureOf(connect(url, "sk-wrong-1234567890")),
        ] as const,
      options,
    );

    expect(right).toMatchObject({ stopReason: "tools" });
    expect(wrong).toMatchObject({ code: "key" });
  },
);

test.each(formats)("$format: cancelling ends a slow stream", async ({ connect }) => {
  const cancel = new AbortController();
  const error = await against({ response: { content: "a long story" }, chunkSize: 1, latency: 1000 }, (url) => {
    setTimeout(() => cancel.abort(), 50);
    return connect(url)
      .respond(prompt, cancel.signal)
      .catch((thrown: unknown) => thrown);
  });

  expect(error).toMatchObject({ code: "cancelled" });
});
