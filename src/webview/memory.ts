import type { Host } from "./host.ts";
import { type Kept, readKept } from "./kept.ts";

const delay = 150;

/**
 * What the user left in the panel: text not sent, answers not given, what was asked before, what is unfolded, where it was scrolled to.
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
    this.change({ open: { ...newest(without(this.#kept.open, key), 999), [key]: open } });
  }

  /** What is typed as the answer to a question; nothing is kept of it once it is given. */
  setAnswer(question: string, words: string): void {
    const others = newest(without(this.#kept.answers, question), 19);
    this.change({ answers: words === "" ? others : { ...others, [question]: words } });
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#host.keep(this.#kept);
  }
}

type Named<Value> = Readonly<Record<string, Value>>;

function without<Value>(record: Named<Value>, key: string): Named<Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

function newest<Value>(record: Named<Value>, most: number): Named<Value> {
  return Object.fromEntries(Object.entries(record).slice(-most));
}
