import { test } from "vitest";
import { randomNumbers } from "./random.ts";

export type Random = (below: number) => number;

const seed = Number(process.env.FUZZ_SEED ?? 1);
const factor = Number(process.env.FUZZ_FACTOR ?? 1);

/**
 * A test of what holds for any input: `check` is called with a generator of its own each round and throws where it does not hold.
 * The same rounds each time, unless `npm run fuzz` gives another seed and more of them; a failure names the seed that shows it.
 */
export function property(sentence: string, rounds: number, check: (random: Random) => void | Promise<void>): void {
  test(sentence, { timeout: 30_000 * factor }, async () => {
    for (let round = 0; round < rounds * factor; round++) {
      try {
        await check(randomNumbers(seed + round));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`FUZZ_SEED=${seed + round} shows it: ${why}`, { cause: error });
      }
    }
  });
}

export function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[random(items.length)] ?? items[0];
}

/** Up to `most` lines of few letters or none, with line ends of every kind, so that lines repeat, touch, and run into each other. */
export function brokenText(random: Random, most = 12): string {
  const lines = Array.from(
    { length: random(most) },
    () => `${pick(random, ["a", "b", "c", ""])}${pick(random, ["\n", "\r\n", "\r", "\n"])}`,
  );
  return lines.join("") + (random(3) === 0 ? "last" : "");
}

/** Any JSON value, small, with odd strings and numbers in it. */
export function randomJson(random: Random, depth = 3): unknown {
  const leaf = () =>
    pick<() => unknown>(random, [
      () => null,
      () => random(2) === 0,
      () => pick(random, [0, -1, 1.5, 1e308, 2 ** 53, random(1000)]),
      () => oddString(random),
    ])();
  if (depth === 0) return leaf();
  return pick<() => unknown>(random, [
    leaf,
    () => Array.from({ length: random(4) }, () => randomJson(random, depth - 1)),
    () =>
      Object.fromEntries(
        Array.from({ length: random(4) }, () => [
          pick(random, ["type", "run", "__proto__", "constructor", oddString(random)]),
          randomJson(random, depth - 1),
        ]),
      ),
  ])();
}

export function oddString(random: Random): string {
  const pieces = ["", "a", "\0", "\n", "\u202e", "\ud800", "😀", "../", "%2e", "<b>", "x".repeat(300), "ended", "C:"];
  return Array.from({ length: random(4) }, () => pieces[random(pieces.length)] ?? "").join("");
}

/** The same value with one thing somewhere in it changed, taken away or put in. */
export function mutated(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && random(4) > 0) {
    const at = random(value.length);
    return random(5) === 0 ? value.toSpliced(at, 1) : value.with(at, mutated(random, value[at]));
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value) && random(6) > 0) {
    const entries = Object.entries(value);
    const at = random(Math.max(1, entries.length));
    const [key, inner] = entries[at] ?? ["extra", null];
    const changed =
      random(5) === 0 ? [] : [[random(8) === 0 ? oddString(random) : key, mutated(random, inner)] as const];
    return Object.fromEntries([...entries.toSpliced(at, 1), ...changed]);
  }
  return randomJson(random, 2);
}
