/** Dollars per million tokens. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  /** Input that was read from a cache. */
  readonly cacheRead: number;
  /** Input that was written to one; left out: as other input. */
  readonly cacheWrite?: number;
}

export interface Price extends Rates {
  /** What all of a request costs whose input is longer than so many tokens. */
  readonly long?: (Rates & { readonly above: number }) | undefined;
  /** The day of a list price; left out where it is the user's own, or nothing. */
  readonly asOf?: string;
}

/** What a request with so much input costs. */
export function ratesFor({ long, ...rates }: Price, input: number): Rates {
  return long !== undefined && input > long.above ? long : rates;
}
