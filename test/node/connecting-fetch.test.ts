import { expect, test } from "vitest";
import { connectingFetch } from "../../src/node/connecting-fetch.ts";
import { fullServer } from "../support/full-server.ts";
import { httpServer } from "../support/http-server.ts";

test("a connection that is not made in time is given up, with a code that says so", async () => {
  await using full = await fullServer();
  const started = Date.now();

  const asking = connectingFetch(300)(`http://127.0.0.1:${full.port}/`);

  await expect(asking).rejects.toMatchObject({ code: "UND_ERR_CONNECT_TIMEOUT" });
  expect(Date.now() - started).toBeLessThan(2000);
});

test("an answer that is slow to come is another matter, on a new connection and on one that is kept", async () => {
  await using server = await httpServer((_, response) => {
    setTimeout(() => response.end("slow"), 700);
  });
  const fetching = connectingFetch(300);

  const texts = [];
  for (let request = 0; request < 2; request++) texts.push(await (await fetching(server.url)).text());

  expect(texts).toEqual(["slow", "slow"]);
});

test("who calls may abort it as ever", async () => {
  await using full = await fullServer();

  const asking = connectingFetch()(`http://127.0.0.1:${full.port}/`, { signal: AbortSignal.timeout(100) });

  await expect(asking).rejects.toMatchObject({ name: "TimeoutError" });
});
