import { expect, test } from "vitest";
import { tokensOfSentence } from "../../../src/core/short-text.ts";
import { Room } from "../../../src/core/worker/room.ts";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line number ${index}`).join("\n");

test("a section that fits is taken whole", () => {
  expect(new Room(200).take({ kind: "test", title: "a.js", body: lines(5) })?.body).toBe(lines(5));
});

test("a section that is too long keeps its first whole lines, within its share", () => {
  const taken = new Room(1000).take({ kind: "test", title: "a.js", body: lines(100) }, 60);

  expect(lines(100).startsWith(`${taken?.body}\n`)).toBe(true);
  expect(tokensOfSentence(taken?.body ?? "")).toBeLessThanOrEqual(60);
});

test("what one section takes is not there for the next", () => {
  const room = new Room(80);
  room.take({ kind: "failure", title: "", body: lines(10) });

  expect(room.take({ kind: "test", title: "", body: lines(10) })?.body.split("\n").length ?? 0).toBeLessThan(10);
});

test("a section of which too little would be left is left out and takes nothing", () => {
  const room = new Room(30);

  expect(room.take({ kind: "test", title: "", body: lines(20) }, 15)).toBeUndefined();
  expect(room.take({ kind: "test", title: "", body: lines(3) })?.body).toBe(lines(3));
});
