import { expect, test } from "vitest";
import { priceOf } from "../../../src/core/models/prices.ts";
import { chooseModel, providerNames, remoteModel } from "../../../src/core/models/providers.ts";
import { scriptedModel } from "../../../src/core/models/scripted.ts";
import { startModelServer } from "../../support/model-server.ts";

const offline = () => scriptedModel([], "offline:mutants");

test("with nothing set, the offline model is chosen; empty variables are not set", () => {
  expect(chooseModel({ env: {}, offline }).id).toBe("offline:mutants");
  expect(chooseModel({ env: { OPENAI_API_KEY: " ", ANTHROPIC_API_KEY: "" }, offline }).id).toBe("offline:mutants");
  expect(chooseModel({ spec: "offline", env: { OPENAI_API_KEY: "sk-0123456789" }, offline }).id).toBe(
    "offline:mutants",
  );
});

test("the environment names a provider, and so does a base URL without a key", () => {
  expect(chooseModel({ env: { ANTHROPIC_API_KEY: "sk-ant-0123456789" }, offline }).id).toMatch(/^anthropic:claude-/);
  expect(chooseModel({ env: { OPENAI_API_KEY: "sk-0123456789" }, offline }).id).toMatch(/^openai:gpt-/);
  expect(chooseModel({ env: { OPENAI_BASE_URL: "http://127.0.0.1:1234/v1" }, offline }).id).toMatch(/^openai:/);
});

test("a model's name may hold colons", () => {
  expect(chooseModel({ spec: "ollama:qwen2.5-coder:7b", env: {}, offline }).id).toBe("ollama:qwen2.5-coder:7b");
});

test("an unknown provider is answered with those there are", () => {
  for (const spec of ["gpt-5", "mistral:large", "constructor:x", "toString"])
    expect(() => chooseModel({ spec, env: {}, offline })).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringContaining(providerNames().join(", ")) }),
    );
});

test("a provider without its key names the variable to set", () => {
  expect(() => chooseModel({ spec: "openai:gpt-5", env: {}, offline })).toThrow(
    expect.objectContaining({ code: "key", message: expect.stringContaining("OPENAI_API_KEY") }),
  );
  expect(() => chooseModel({ spec: "anthropic", env: {}, offline })).toThrow(
    expect.objectContaining({ code: "key", message: expect.stringContaining("ANTHROPIC_API_KEY") }),
  );
});

test("LM Studio is reached on this machine, costs nothing and needs no key", () => {
  const { id } = chooseModel({ spec: "lmstudio:qwen/qwen3-coder-30b", env: {}, offline });

  expect(id).toBe("lmstudio:qwen/qwen3-coder-30b");
  expect(priceOf(id)).toEqual({ input: 0, output: 0, cacheRead: 0 });
});

test("a host says in its own words where keys and models are found", async () => {
  const status = (status: number) => ({ fault: { type: "status", status, message: "no" } }) as const;
  const server = await startModelServer([status(401), status(401), status(404)]);
  const words = { keyName: "the store", setKey: "press the button", listModels: "the menu lists them" };
  const ask = (key?: string) =>
    remoteModel("openai", { model: "m", baseUrl: server.openaiUrl, ...words, ...(key ? { key } : {}) }).respond(
      { system: "", tools: [], messages: [], maxTokens: 9 },
      new AbortController().signal,
    );

  await expect(ask("sk-0123456789")).rejects.toThrow("refused the key in the store (401: no): press the button again.");
  await expect(ask()).rejects.toThrow("wants a key (401: no): press the button.");
  await expect(ask()).rejects.toThrow("the menu lists them");
  await server.close();
});

test("a base URL that is none, or holds a password, is refused", () => {
  for (const url of ["localhost", "ftp://x/v1", "http://me:secret@host/v1"])
    expect(() => chooseModel({ env: { OPENAI_BASE_URL: url }, offline })).toThrow(
      expect.objectContaining({ code: "usage", message: expect.not.stringContaining("secret@") }),
    );
});

test("Ollama is reached where OLLAMA_HOST says, in each of its spellings", async () => {
  const server = await startModelServer([{ text: "1" }, { text: "2" }, { text: "3" }]);
  const { port } = new URL(server.openaiUrl);
  const prompt = { system: "", tools: [], messages: [{ role: "user", text: "Hi." }], maxTokens: 9 } as const;

  for (const host of [`127.0.0.1:${port}`, `http://127.0.0.1:${port}/`, `0.0.0.0:${port}`])
    await chooseModel({ spec: "ollama:m", env: { OLLAMA_HOST: host }, offline }).respond(
      prompt,
      new AbortController().signal,
    );
  await server.close();

  expect(server.requests.map((request) => request.path)).toEqual(Array(3).fill("/v1/chat/completions"));
});

test("Ollama without a model says how to get it, and without a server that it cannot be reached", async () => {
  const server = await startModelServer([
    { fault: { type: "status", status: 404, body: '{"error":{"message":"model \\"m\\" not found"}}' } },
  ]);
  const model = chooseModel({ spec: "ollama:m", env: { OLLAMA_HOST: new URL(server.openaiUrl).host }, offline });
  const ask = () => model.respond({ system: "", tools: [], messages: [], maxTokens: 9 }, new AbortController().signal);

  await expect(ask()).rejects.toThrow("ollama pull m");
  await server.close();
  await expect(ask()).rejects.toThrow("is the server running");
});
