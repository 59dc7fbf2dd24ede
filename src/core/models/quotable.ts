/** What the usual providers' keys look like, whole or already shortened by the provider. */
const KEY_SHAPES = /\b(?:sk|pk|rk|gsk|xai|AIza|hf|nvapi|fw|pplx)[-_][\w*.…-]{6,}/g;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/*=-]{6,}/gi;

const MAX_LENGTH = 400;

/** Foreign text as a part of a sentence: without keys, control and invisible characters, in one line of bounded length. */
export function quotable(text: string, key: string | undefined): string {
  // Redacted first: a key that is cut in two is not recognised.
  const line = redact(text, key)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}

/** The text without the key, however a provider or the network layer echoes it. */
function redact(text: string, key: string | undefined): string {
  let safe = text;
  if (key !== undefined && key.length >= 4) {
    for (const form of new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]))
      safe = safe.replaceAll(form, "[key]");
  }
  return safe.replace(BEARER, "$1 [key]").replace(KEY_SHAPES, "[key]");
}
