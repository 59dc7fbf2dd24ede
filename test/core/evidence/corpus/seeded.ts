/** The same numbers for the same seed, on any machine (mulberry32). */
export interface Seeded {
  /** 0 to below `limit`. */
  below(limit: number): number;
  /** One of them. Throws where there is none. */
  one<T>(among: readonly T[]): T;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    one(among) {
      const found = among[Math.floor(next() * among.length)];
      if (found === undefined) throw new Error("There is nothing to choose from.");
      return found;
    },
  };
}
