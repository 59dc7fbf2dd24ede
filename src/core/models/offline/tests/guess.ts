/** What kind of value a parameter seems to take. */
export type Kind = "number" | "string" | "boolean" | "array" | "object" | "function" | "date" | "map" | "set" | "none";

/** What the code tells about one value: votes for its kind, literals it is compared with, its parts. */
export class Guess {
  readonly name: string;
  /** Source texts of values the code itself speaks of, the likeliest first. */
  readonly literals = new Set<string>();
  /** The only values its type allows; undefined where others are allowed too, or no type says. */
  allowed: Set<string> | undefined;
  /** Words for nothing that may stand in its place. */
  readonly empties = new Set<string>();
  /** May be left out. */
  isOptional = false;
  /** Where it is a function: what it gives back, as its type says. */
  gives: string | undefined;
  /** The shapes it may have, where its type names several objects. */
  readonly variants: Guess[] = [];
  /** A type says whether it may be left out, so that what is done with it says nothing of that. */
  isTyped = false;
  /** It is an ISO date, by what is done with it or said of it. */
  isDate = false;
  readonly #votes = new Map<Kind, number>();
  readonly #properties = new Map<string, Guess>();
  #element: Guess | undefined;

  constructor(name: string) {
    this.name = name;
  }

  vote(kind: Kind, weight = 1): void {
    this.#votes.set(kind, (this.#votes.get(kind) ?? 0) + weight);
  }

  /** What is done with it shows that it may be left out. */
  leaveOut(): void {
    this.isOptional ||= !this.isTyped;
  }

  property(name: string): Guess {
    const known = this.#properties.get(name) ?? new Guess(name);
    this.#properties.set(name, known);
    return known;
  }

  get properties(): ReadonlyMap<string, Guess> {
    return this.#properties;
  }

  get element(): Guess {
    this.#element ??= new Guess(this.name.replace(/ies$/, "y").replace(/(?<!s)s$/, ""));
    return this.#element;
  }

  /** The kind with most votes; undefined where nothing is known. */
  get kind(): Kind | undefined {
    const votes = new Map(this.#votes);
    if (this.#properties.size > 0) votes.set("object", (votes.get("object") ?? 0) + this.#properties.size);
    if (this.#element !== undefined) votes.set("array", (votes.get("array") ?? 0) + 1);
    const [best] = [...votes].sort(([, one], [, other]) => other - one);
    return best?.[0];
  }

  /** Takes over what is known of another one that stands for the same value. */
  learn(other: Guess, depth = 3): void {
    for (const [kind, weight] of other.#votes) this.vote(kind, weight);
    for (const literal of other.literals) this.literals.add(literal);
    this.isDate ||= other.isDate;
    if (other.isOptional && depth < 3) this.leaveOut();
    for (const empty of other.empties) this.empties.add(empty);
    if (other.allowed !== undefined) this.allowed = new Set([...(this.allowed ?? []), ...other.allowed]);
    this.gives ??= other.gives;
    if (this.variants.length === 0) this.variants.push(...other.variants);
    if (depth === 0) return;
    for (const [name, part] of other.#properties) this.property(name).learn(part, depth - 1);
    if (other.#element !== undefined) this.element.learn(other.#element, depth - 1);
  }
}
