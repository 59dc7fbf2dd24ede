/**
 * Keeps the beginning and the end of a stream within `limit` bytes; the middle is dropped as it comes, so memory stays
 * bounded. It owns the chunks it is given.
 */
export class CappedText {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  #dropped = 0;

  constructor(limit: number) {
    this.#half = Math.floor(limit / 2);
  }

  push(chunk: Buffer): void {
    const room = this.#half - this.#headBytes;
    if (room >= chunk.length) this.#keepHead(chunk);
    else if (room <= 0) this.#keepTail(chunk);
    else {
      this.#keepHead(Buffer.from(chunk.subarray(0, room)));
      this.#keepTail(Buffer.from(chunk.subarray(room)));
    }
  }

  #keepHead(chunk: Buffer): void {
    this.#head.push(chunk);
    this.#headBytes += chunk.length;
  }

  /** Whole chunks are dropped as long as what is left still fills the half. */
  #keepTail(chunk: Buffer): void {
    this.#tail.push(chunk);
    this.#tailBytes += chunk.length;
    for (let first = this.#tail[0]; first !== undefined; first = this.#tail[0]) {
      if (this.#tailBytes - first.length < this.#half) return;
      this.#tail.shift();
      this.#tailBytes -= first.length;
      this.#dropped += first.length;
      free(first);
    }
  }

  /** Bytes that came so far. */
  get received(): number {
    return this.#headBytes + this.#tailBytes + this.#dropped;
  }

  get truncated(): boolean {
    return this.#dropped > 0 || this.#tailBytes > this.#half;
  }

  /** The text, with a line that says how much is missing. */
  toString(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    if (!this.truncated) return Buffer.concat([head, tail]).toString("utf8");
    const shown = tail.subarray(Math.max(0, tail.length - this.#half));
    const missing = this.#dropped + tail.length - shown.length;
    return `${head.toString("utf8")}\n[… ${missing} bytes left out …]\n${shown.toString("utf8")}`;
  }
}

/** Gives the memory back at once: the garbage collector would let some fifty megabytes pile up first. */
function free(chunk: Buffer): void {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) buffer.transfer(0);
}
