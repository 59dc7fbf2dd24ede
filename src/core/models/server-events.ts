import { brokenAnswer } from "./provider-failure.ts";

/** A piece of an answer: one server-sent event, or the whole body where the server sent a single JSON document instead of a stream. */
export type ServerEvent =
  | { readonly type: "event"; readonly name: string | undefined; readonly data: string }
  | { readonly type: "document"; readonly text: string };

/** More text than any answer holds: a server that never ends is cut off here. */
const MAX_CHARACTERS = 32_000_000;

/**
 * The events of a response's body, in strict UTF-8. `beat` is called for every piece that arrives.
 * Throws a `ProviderFailure` when the connection breaks, or ends inside a character.
 */
export async function* serverEvents(response: Response, beat: () => void): AsyncGenerator<ServerEvent> {
  let opening = "";
  let document = false;
  const parser = new EventParser();
  for await (const text of decoded(response, beat)) {
    if (document || opening.trim() === "") {
      opening += text;
      document ||= /^\s*[{[<]/.test(opening);
      if (document) continue;
    }
    yield* parser.push(text);
  }
  if (document) yield { type: "document", text: opening };
  else yield* parser.push("\n\n");
}

async function* decoded(response: Response, beat: () => void): AsyncGenerator<string> {
  if (response.body === null) throw brokenAnswer("The model's server sent an empty answer.");
  const reader = response.body.getReader();
  const decode = strictDecoder();
  let characters = 0;
  try {
    for (;;) {
      const piece = await reader.read().catch(() => {
        throw brokenAnswer("The connection to the model's server broke off in the middle of its answer.");
      });
      beat();
      const text = decode(piece.value);
      characters += text.length;
      if (characters > MAX_CHARACTERS) throw brokenAnswer("The model's server sent an answer without end.");
      if (text !== "") yield text;
      if (piece.done) return;
    }
  } finally {
    void release(reader);
  }
}

/** Milliseconds an answer may take to end after its last event. */
const GRACE = 250;

/** Reads what is left after the last event, so that the connection can serve the next request; gives up on it after a moment. */
async function release(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const cancel = () => {
    reader.cancel().catch(() => {});
  };
  const timer = setTimeout(cancel, GRACE);
  try {
    while (!(await reader.read()).done);
  } catch {
    // The connection is gone already.
  } finally {
    clearTimeout(timer);
  }
}

/** Text from bytes piece by piece; `undefined` is the end, which must not be inside a character. */
function strictDecoder(): (bytes: Uint8Array | undefined) => string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (bytes) => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw brokenAnswer("The model's server sent broken text (half a character).");
    }
  };
}

/** Server-sent events from text in pieces of any size (WHATWG HTML, section 9.2.6), comments and unknown fields skipped. */
class EventParser {
  /** The line that has not ended yet, in pieces: joined once, so that a long line costs no more than its length. */
  #open: string[] = [];
  #afterReturn = false;
  #name: string | undefined;
  #data: string[] = [];

  *push(text: string): Generator<ServerEvent> {
    let from = 0;
    if (this.#afterReturn && text.startsWith("\n")) from = 1;
    this.#afterReturn = text.endsWith("\r");
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      if (end.index < from) continue;
      const line = this.#open.join("") + text.slice(from, end.index);
      this.#open = [];
      from = end.index + end[0].length;
      const event = this.#line(line);
      if (event !== undefined) yield event;
    }
    if (from < text.length) this.#open.push(text.slice(from));
  }

  #line(line: string): ServerEvent | undefined {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.#name = value;
    if (field === "data") this.#data.push(value);
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const event: ServerEvent = { type: "event", name: this.#name, data: this.#data.join("\n") };
    const empty = this.#data.length === 0;
    this.#name = undefined;
    this.#data = [];
    return empty ? undefined : event;
  }
}
