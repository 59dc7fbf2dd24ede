import { expect, test } from "vitest";
import { openKeys } from "../../../src/vscode/models/keys.ts";

const server = { provider: "openai", baseUrl: "https://api.openai.com/v1" } as const;
const key = "sk-test-1234567890";

function memorySecrets() {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (name: string) => kept.get(name),
    store: async (name: string, value: string) => void kept.set(name, value),
    delete: async (name: string) => void kept.delete(name),
  };
}

const broken = {
  get: () => Promise.reject(new Error("The keyring is locked.")),
  store: (_: string, value: string) => Promise.reject(new Error(`Cannot write ${value}: the keyring is locked.`)),
  delete: () => Promise.reject(new Error("The keyring is locked.")),
};

test("a key is kept for its server, and for no other", async () => {
  const secrets = memorySecrets();

  await openKeys(secrets).store(server, key);

  const keys = openKeys(secrets);
  expect(await keys.read(server)).toBe(key);
  expect(await keys.read({ ...server, baseUrl: "https://api.openai.com/v1/" })).toBe(key);
  expect(await keys.read({ ...server, baseUrl: "http://api.openai.com/v1" })).toBeUndefined();
  expect(await keys.read({ ...server, baseUrl: "https://api.openai.com.evil.example/v1" })).toBeUndefined();
  expect(await keys.read({ ...server, provider: "anthropic" })).toBeUndefined();
});

test("a key that is removed is gone", async () => {
  const secrets = memorySecrets();
  const keys = openKeys(secrets);
  await keys.store(server, key);

  await keys.remove(server);

  expect(await keys.read(server)).toBeUndefined();
  expect(secrets.kept.size).toBe(0);
});

test("F28: a storage that cannot be written is told without the key, which serves until the window closes", async () => {
  const keys = openKeys(broken);

  const told = await keys.store(server, key);

  expect(told).toContain("cannot be written (Cannot write [key]: the keyring is locked)");
  expect(told).not.toContain(key);
  expect(await keys.read(server)).toBe(key);
});

test("F28: a storage that cannot be read or does not let go is told", async () => {
  const keys = openKeys(broken);

  await expect(keys.read(server)).rejects.toMatchObject({
    code: "key",
    message: "The editor's secret storage cannot be read (The keyring is locked).",
  });
  await expect(keys.remove(server)).rejects.toMatchObject({ code: "key" });
});
