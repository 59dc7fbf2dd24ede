import type { Host } from "./host.ts";
import { type Kept, readKept } from "./kept.ts";

const delay = 150;

/**
 * What the user left in the panel: text not sent, what was asked before, what is unfolded, where it was scrolled to.
 * It is kept with the editor soon after a change, and at once when the panel goes away.
 */
export class Memory {
  #kept: Kept;
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#kept = readKept(host.recall());
  }

  get kept(): Kept {
    return this.#kept;
  }

  change(part: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...part };
    this.#timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Whether something is unfolded; undefined when the user never said. */
  isOpen(key: string): boolean | undefined {
    return this.#kept.open[key];
  }

  setOpen(key: string, open: boolean): void {
    const others = Object.entries(this.#kept.open).filter(([name]) => name !== key);
    this.change({ open: Object.fromEntries([...others.slice(-999), [key, open]]) });
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host.keep(this.#kept);
  }
}
