import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashText } from "../../src/core/hash.ts";
import { openBlobStore } from "../../src/node/blob-store.ts";
import { TemporaryFolder } from "../support/temporary-folder.ts";

const blobFiles = (state: TemporaryFolder) => Object.keys(state.contents()).filter((path) => !path.endsWith("/"));

test("a text comes back by its hash, also from another store over the same folder", async () => {
  using state = new TemporaryFolder();
  const text = "\uFEFFä\r\n\u0000";
  const store = openBlobStore(state.path);
  const hash = store.put(text);
  await store.settled();
  expect(hash).toBe(hashText(text));
  expect(await openBlobStore(state.path).get(hash)).toBe(text);
  expect(blobFiles(state)).toEqual([`blobs/${hash.slice(0, 2)}/${hash.slice(2)}`]);
});

test("many puts at once, some of them the same, keep each text once", async () => {
  using state = new TemporaryFolder();
  const store = openBlobStore(state.path);
  const texts = Array.from({ length: 200 }, (_, index) => `text ${index % 50}`);
  const hashes = texts.map((text) => store.put(text));
  await store.settled();
  expect(hashes).toEqual(texts.map(hashText));
  expect(blobFiles(state)).toHaveLength(50);
  expect(await Promise.all(hashes.map((hash) => store.get(hash)))).toEqual(texts);
});

test("an unknown hash, what is no hash and a damaged blob are not found", async () => {
  using state = new TemporaryFolder();
  const store = openBlobStore(state.path);
  const hash = store.put("whole");
  await store.settled();
  const file = join(state.path, "blobs", hash.slice(0, 2), hash.slice(2));
  chmodSync(file, 0o600);
  writeFileSync(file, "damaged");
  await expect(store.get(hash)).rejects.toMatchObject({ code: "not-found" });
  await expect(store.get(hashText("other"))).rejects.toMatchObject({ code: "not-found" });
  await expect(store.get("../../etc/passwd")).rejects.toMatchObject({ code: "not-found" });
});

test("a put that failed is told by the next settled, and may be tried again", async () => {
  using state = new TemporaryFolder();
  state.write({ blobs: "a file in the way" });
  const store = openBlobStore(state.path);
  const hash = store.put("text");
  await expect(store.settled()).rejects.toThrow();
  rmSync(join(state.path, "blobs"));

  store.put("text");
  await store.settled();

  expect(await store.get(hash)).toBe("text");
});

test("a store that cannot be written says so when it is asked to settle, with what to do", async () => {
  using state = new TemporaryFolder();
  state.write({ blobs: "a file in its place" });
  const store = openBlobStore(state.path);
  store.put("text");

  await expect(store.settled()).rejects.toMatchObject({
    code: "tooling",
    message: expect.stringContaining("TESSERA_HOME"),
  });
});
