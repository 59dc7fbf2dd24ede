import { LLMock } from "@copilotkit/aimock";
import { expect, test } from "vitest";
import { answersEveryone, listModels, type ModelServer } from "../../../src/core/models/list-models.ts";
import { always, httpServer } from "../../support/http-server.ts";

const words = { keyName: "the store", setKey: "press the button" };
const using = () => ({ fetch, signal: new AbortController().signal });
const openai = (url: string, key?: string): ModelServer => ({
  provider: "openai",
  baseUrl: `${url}/v1`,
  key,
  ...words,
});
const anthropic = (url: string, key?: string): ModelServer => ({ provider: "anthropic", baseUrl: url, key, ...words });

test("OpenAI's list: newest first, what cannot chat left out, the key as a bearer", async () => {
  const body = JSON.stringify({
    object: "list",
    data: [
      { id: "gpt-old", object: "model", created: 100 },
      { id: "text-embedding-3-large", object: "model", created: 400 },
      { id: "gpt-new", object: "model", created: 300, owned_by: "x" },
      { id: "whisper-1", created: 200 },
      { id: "nomic-embed-text:latest", created: 200 },
    ],
  });
  await using server = await httpServer(always(200, body));

  const list = await listModels(openai(server.url, "sk-test-1234567890"), using());

  expect(list).toEqual({
    status: "listed",
    address: `${server.url}/v1`,
    models: [
      { id: "gpt-new", name: "gpt-new" },
      { id: "gpt-old", name: "gpt-old" },
    ],
  });
  expect(server.requests).toMatchObject([
    { url: "/v1/models", headers: { authorization: "Bearer sk-test-1234567890" } },
  ]);
});

test("Anthropic's list: names for people, its own headers, with or without /v1 in the base URL", async () => {
  const data = [
    { type: "model", id: "claude-a", display_name: "Claude A", created_at: "2025-02-19T00:00:00Z" },
    { type: "model", id: "claude-b", display_name: "Claude B", created_at: "2026-02-19T00:00:00Z" },
  ];
  await using server = await httpServer(always(200, JSON.stringify({ data, has_more: false })));

  for (const url of [server.url, `${server.url}/v1/`])
    expect(await listModels(anthropic(url, "sk-ant-1234567890"), using())).toMatchObject({
      models: [
        { id: "claude-b", name: "Claude B" },
        { id: "claude-a", name: "Claude A" },
      ],
    });

  const headers = { "x-api-key": "sk-ant-1234567890", "anthropic-version": "2023-06-01" };
  expect(server.requests).toMatchObject(Array(2).fill({ url: "/v1/models?limit=1000", headers }));
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test.each([
  ["a bare list", '[{"id":"a"},{"id":"b"}]'],
  ["entries under models", '{"models":[{"name":"a"},{"model":"b"}]}'],
  [
    "entries that are none among others",
    '{"data":[{"id":"a"},null,7,{"id":""},{"id":"x\\u202e"},{"id":"b"},{"id":"a"}]}',
  ],
])("other servers' shapes: %s", async (_, body) => {
  await using server = await httpServer(always(200, body));

  const list = await listModels(openai(server.url), using());

  expect(list).toMatchObject({
    models: [
      { id: "a", name: "a" },
      { id: "b", name: "b" },
    ],
  });
  expect(server.requests[0]?.headers.authorization).toBeUndefined();
});

test.each(['{"object":"list","data":[]}', '{"object":"list","data":null}'])(
  "a server without models: %s",
  async (body) => {
    await using server = await httpServer(always(200, body));

    expect(await listModels(openai(server.url), using())).toMatchObject({ status: "listed", models: [] });
  },
);

test.each([
  [401, '{"error":{"message":"Incorrect API key provided: sk-te*****7890"}}'],
  [403, "sk-test-1234567890 is not allowed"],
  [400, '[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key."}}]'],
])("a refused key is told with what to do, and not shown: %s", async (status, body) => {
  await using server = await httpServer(always(status, body));

  const list = await listModels(openai(server.url, "sk-test-1234567890"), using());

  expect(list).toMatchObject({
    status: "refused",
    sentence: expect.stringContaining("): press the button again."),
  });
  expect(JSON.stringify(list)).not.toMatch(/1234567890|sk-te\*/);
});

test("a server that wants a key and got none says so", async () => {
  await using server = await httpServer(always(401, '{"error":{"message":"No key."}}'));

  expect(await listModels(anthropic(server.url), using())).toMatchObject({
    status: "refused",
    sentence: expect.stringContaining("wants a key (401: No key.): press the button."),
  });
});

test.each([
  [404, "text/html", "<title>Not here</title>"],
  [200, "text/html", "<html>A router</html>"],
  [200, "application/json", '{"data":{"id":"a"}}'],
  [200, "application/json", '{"data":[1,2,3]}'],
  [200, "application/json", ""],
])("what is no model server is told from one: %s %s %s", async (status, type, body) => {
  await using server = await httpServer(always(status, body, { "content-type": type }));

  expect(await listModels(openai(server.url, "sk-test-1234567890"), using())).toMatchObject({
    status: "no-model-server",
    sentence: expect.stringContaining("check the base URL"),
  });
});

test.each([429, 500, 503])("a server that cannot answer now has failed: %s", async (status) => {
  await using server = await httpServer(always(status, '{"error":"busy"}'));

  expect(await listModels(openai(server.url, "sk-test-1234567890"), using())).toMatchObject({
    status: "failed",
    sentence: expect.stringContaining(`(${status}: busy)`),
  });
});

test("nobody there is unreachable", async () => {
  const gone = await httpServer(always(200, "[]"));
  await gone[Symbol.asyncDispose]();

  expect(await listModels(openai(gone.url), using())).toMatchObject({
    status: "unreachable",
    sentence: expect.stringContaining("ECONNREFUSED"),
  });
});

test.each(["headers", "body"])("a server that stalls at its %s is unreachable after the time allowed", async (at) => {
  await using server = await httpServer((_, response) => {
    if (at === "body") response.writeHead(200).write('{"data":[');
  });

  const list = await listModels(openai(server.url), { ...using(), timeoutMs: 200 });

  expect(list).toMatchObject({ status: "unreachable", sentence: expect.stringContaining("within 0.2 s") });
});

test("a list without end is not read without end", async () => {
  let sent = 0;
  await using server = await httpServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(`"${"x".repeat(100_000)}",`)) sent += 100_000;
    };
    response.writeHead(200).write('{"data":[');
    response.on("drain", more);
    more();
  });

  const list = await listModels(openai(server.url), using());

  expect(list.status).toBe("no-model-server");
  expect(sent).toBeLessThan(40_000_000);
});

test("leaving ends the request", async () => {
  await using server = await httpServer(() => {});
  const stop = new AbortController();
  const listed = listModels(openai(server.url), { fetch, signal: stop.signal });

  stop.abort();

  await expect(listed).rejects.toMatchObject({ code: "cancelled" });
});

test("a redirect is not followed, so that the key goes nowhere else", async () => {
  await using elsewhere = await httpServer(always(200, '[{"id":"a"}]'));
  await using server = await httpServer(always(302, "", { location: `${elsewhere.url}/v1/models` }));

  const list = await listModels(openai(server.url, "sk-test-1234567890"), using());

  expect(list).toMatchObject({ status: "no-model-server", sentence: expect.stringContaining("redirected to") });
  expect(elsewhere.requests).toEqual([]);
});

test("a server that lists its models to everyone has not checked the key", async () => {
  await using open = await httpServer(always(200, '[{"id":"a"}]'));
  await using closed = await httpServer((request, response) => {
    response.writeHead(request.headers.authorization === undefined ? 401 : 200).end('[{"id":"a"}]');
  });

  expect(await answersEveryone(openai(open.url, "sk-test-1234567890"), using())).toBe(true);
  expect(await answersEveryone(openai(closed.url, "sk-test-1234567890"), using())).toBe(false);
});

test("a server that nobody here wrote lists its models", async () => {
  const mock = new LLMock({ port: 0 });
  mock.addFixture({ match: { predicate: () => true, model: "gpt-4o" }, response: { content: "Hi." } });
  const url = await mock.start();
  try {
    const list = await listModels(openai(url), using());
    expect(list).toMatchObject({
      status: "listed",
      models: expect.arrayContaining([{ id: "gpt-4o", name: "gpt-4o" }]),
    });
  } finally {
    await mock.stop();
  }
});
