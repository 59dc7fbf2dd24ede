import type { Reply } from "./chat-model.ts";
import { withoutKey } from "./quotable.ts";

/** A key shorter than this is a placeholder ("ollama", "none") that may well be a word of an answer. */
const shortestKey = 12;

/**
 * An answer goes into transcripts, journals, cards and files, so a key that a server or a proxy echoes in it is taken out where it
 * comes in, wherever in the answer it stands.
 */
export function replyWithoutKey(reply: Reply, key: string | undefined): Reply {
  if (key === undefined || key.length < shortestKey) return reply;
  return {
    ...reply,
    text: withoutKey(reply.text, key),
    served: withoutKey(reply.served, key),
    toolCalls: reply.toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      name: withoutKey(name, key),
      arguments: cleaned(given, key),
    })),
  };
}

function cleaned(value: unknown, key: string): unknown {
  if (typeof value === "string") return withoutKey(value, key);
  if (Array.isArray(value)) return value.map((item) => cleaned(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [withoutKey(name, key), cleaned(item, key)]));
}
