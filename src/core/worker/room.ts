import type { Section } from "../models/sections.ts";
import { tokensOfSentence } from "../short-text.ts";

/** Tokens that the frame of a section costs beside its title and body. */
const frame = 5;

/** A message's budget of tokens, taken up section by section: the important ones come first and what is left goes to the rest. */
export class Room {
  #left: number;

  constructor(tokens: number) {
    this.#left = tokens;
  }

  /** The section with as many whole lines of its body as fit into `most` tokens and what is left; undefined when fewer than `least` of them do. */
  take(section: Section, most = Number.POSITIVE_INFINITY, least = 3): Section | undefined {
    const head = frame + tokensOfSentence(section.title);
    const limit = Math.min(most, this.#left) - head;
    const all = section.body.split("\n");
    const lines: string[] = [];
    let used = 0;
    for (const line of all) {
      const cost = tokensOfSentence(line) + 1;
      if (used + cost > limit) break;
      used += cost;
      lines.push(line);
    }
    if (lines.length < Math.min(all.length, least)) return undefined;
    this.#left -= used + head;
    return { ...section, body: lines.join("\n") };
  }
}
