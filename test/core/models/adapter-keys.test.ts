import { expect, test } from "vitest";
import { anthropicModel } from "../../../src/core/models/anthropic.ts";
import { openaiModel } from "../../../src/core/models/openai.ts";
import { providerFailure } from "../../../src/core/models/provider-failure.ts";
import { ask, faulty, formats, never, prompt } from "../../support/model-formats.ts";
import { startModelServer } from "../../support/model-server.ts";

test.each(formats.flatMap((format) => [401, 403].map((status) => ({ ...format, status }))))(
  "$format: status $status names the variable to set and shows no key",
  async ({ connect, keyName, status }) => {
    const message = "Incorrect key sk-test-1234567890 or sk-ant-test-1234567890, sent as Bearer abcdefgh12345678";
    const { error, server } = await ask(faulty({ type: "status", status, message }), connect);

    expect(error).toMatchObject({ code: "key", message: expect.stringContaining(`set ${keyName}`) });
    expect(`${error} ${providerFailure(error)?.stack}`).not.toContain("1234567890");
    expect(`${error} ${providerFailure(error)?.stack}`).not.toContain("abcdefgh");
    expect(server.requests).toHaveLength(1);
  },
);

test.each(formats)("T62: $format: a key of any shape is redacted wherever it is echoed", async ({ connect }) => {
  const key = 'odd/key+with"marks';
  for (const fault of [
    { type: "status", status: 500, body: `no JSON, but ${key}` },
    { type: "status", status: 404, body: JSON.stringify({ error: key }) },
    { type: "status", status: 400, body: JSON.stringify({ detail: [{ input: key }] }) },
    { type: "error-event", at: "start", kind: "x", message: encodeURIComponent(key) },
  ] as const) {
    const { error } = await ask(faulty(fault), (server) => connect(server, { key }));
    expect(`${error} ${providerFailure(error)}`).toContain("[key]");
    expect(`${error} ${providerFailure(error)}`).not.toContain("key+");
    expect(`${error} ${providerFailure(error)}`).not.toContain("key%2B");
  }
});

test.each(formats)(
  "$format: a key that no header can carry is refused before anything is sent, and not shown",
  async ({ connect }) => {
    const { error } = await ask([], (server) => {
      try {
        return connect(server, { key: "se cret\u0007" });
      } catch (thrown) {
        return { id: "x", respond: () => Promise.reject(thrown) };
      }
    });

    expect(error).toMatchObject({ code: "key" });
    expect(String(error)).not.toContain("cret\u0007");
  },
);

test.each(formats)("$format: a redirect is not followed, so that the key goes nowhere else", async ({ connect }) => {
  const elsewhere = await startModelServer([{ text: "Give me the key." }]);
  const headers = { location: elsewhere.anthropicUrl };
  const { error } = await ask(faulty({ type: "status", status: 307, headers }), connect);
  await elsewhere.close();

  expect(error).toMatchObject({
    code: "provider",
    message: expect.stringContaining(`redirected to ${headers.location}`),
  });
  expect(providerFailure(error)?.retryable).toBe(false);
  expect(elsewhere.requests).toHaveLength(0);
});

test.each(formats)("$format: no key, no credentials", async ({ format }) => {
  const server = await startModelServer([{ text: "Hi." }]);
  const model =
    format === "openai"
      ? openaiModel({ model: "m", baseUrl: server.openaiUrl })
      : anthropicModel({ model: "m", baseUrl: server.anthropicUrl });

  await model.respond(prompt, never);
  await server.close();

  expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain("authorization");
  expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain("x-api-key");
});

test.each(formats)(
  "$format: a reason is quoted in one short line, without escape codes or half a key",
  async ({ connect }) => {
    const key = "0123456789".repeat(4);
    const message = `\u001b[31mred\u001b[0m\n\u202eline${" ".repeat(400)}${"x".repeat(370)}${key}`;
    const { error } = await ask(faulty({ type: "status", status: 500, message }), (server) => connect(server, { key }));

    expect(String(error)).toContain("[31mred [0m line x");
    expect(String(error)).toMatch(/^[^\p{Cc}\p{Cf}]{1,600}$/u);
    expect(String(error)).not.toContain("0123");
  },
);
