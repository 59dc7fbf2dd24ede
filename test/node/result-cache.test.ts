import { chmodSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashText } from "../../src/core/hash.ts";
import { openResultCache } from "../../src/node/result-cache.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const keys = ["a", "b", "c", "d", "e", "f"].map(hashText);
const [key = ""] = keys;
const result = {
  changes: new Map([
    ["src/a.js", "new\n"],
    ["src/b.js", undefined],
  ]),
  claim: { summary: "Changes it.", confidence: 0.9 },
};

function fileOf(state: TemporaryFolder, name: string): string {
  return join(state.path, "results", name.slice(0, 2), name.slice(2));
}

function size(state: TemporaryFolder): number {
  return Object.values(state.contents()).reduce((sum, text) => sum + text.length, 0);
}

test("what is put is got, by another process too, and only its owner may read it", async () => {
  using state = new TemporaryFolder();
  await openResultCache(state.path).put(key, result);

  expect(await openResultCache(state.path).get(key)).toEqual(result);
  expect(await openResultCache(state.path).get(hashText("other"))).toBeUndefined();
  expect(statSync(fileOf(state, key)).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(state.path, "results", key.slice(0, 2)))).toHaveLength(1);
});

test.each([
  ["half of it", (text: string) => text.slice(0, text.length / 2)],
  ["nothing", () => ""],
  ["another key's record", (text: string) => text.replace(key, hashText("other"))],
  ["a newer version's", (text: string) => text.replace('"v":1', '"v":2')],
])("a file that holds %s is as if it were not there, and goes", async (_, damage) => {
  using state = new TemporaryFolder();
  const cache = openResultCache(state.path);
  await cache.put(key, result);
  const text = Object.values(state.contents())[0] ?? "";
  writeFileSync(fileOf(state, key), damage(text));

  expect(await cache.get(key)).toBeUndefined();
  expect(Object.keys(state.contents()).filter((path) => !path.endsWith("/"))).toEqual([]);
});

test("what was not used for longest goes when there is more than the cap", async () => {
  using state = new TemporaryFolder();
  const cache = openResultCache(state.path, { maxBytes: 4000 });
  const large = { ...result, changes: new Map([["a.js", "x".repeat(1000)]]) };
  for (const [index, name] of keys.slice(0, 3).entries()) {
    await cache.put(name, large);
    const at = new Date(Date.now() - 100_000 + index * 1000);
    utimesSync(fileOf(state, name), at, at);
  }
  await cache.get(key);
  for (const name of keys.slice(3, 5)) await cache.put(name, large);

  expect(size(state)).toBeLessThanOrEqual(4000);
  expect(await cache.get(key)).toEqual(large);
  expect(await cache.get(keys[1] ?? "")).toBeUndefined();
  expect(await cache.get(keys[4] ?? "")).toEqual(large);
});

test("a result that is larger than one may be is not kept", async () => {
  using state = new TemporaryFolder();
  const cache = openResultCache(state.path, { maxResultBytes: 100 });

  await cache.put(key, { ...result, changes: new Map([["a.js", "x".repeat(100)]]) });

  expect(await cache.get(key)).toBeUndefined();
});

test("a folder that cannot be written keeps nothing and fails nobody", async () => {
  using state = new TemporaryFolder();
  writeFileSync(join(state.path, "results"), "");
  chmodSync(join(state.path, "results"), 0o400);
  const cache = openResultCache(state.path);

  await cache.put(key, result);

  expect(await cache.get(key)).toBeUndefined();
});
