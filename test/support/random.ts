/** A small generator of whole numbers that look random and are the same each time (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Up to `most` lines of few letters with line ends of every kind, so that lines repeat and touch. */
export function randomText(random: (below: number) => number, most = 12): string {
  const ends = ["\n", "\r\n", "\r", "\n"];
  const lines = Array.from({ length: random(most) }, () => `${"abc"[random(3)]}${ends[random(4)]}`);
  return lines.join("") + (random(3) === 0 ? "last" : "");
}
