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

/** The text without this key, however a provider or the network layer echoes it; shorter words than any key are left. */
export function withoutKey(text: string, key: string | undefined): string {
  if (key === undefined || key.length < 4) return text;
  const forms = new Set([key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]);
  return [...forms].reduce((safe, form) => safe.replaceAll(form, "[key]"), text);
}

/** Also without whatever looks like a key: the echo may be shortened, or of another one. */
function redact(text: string, key: string | undefined): string {
  return withoutKey(text, key).replace(BEARER, "$1 [key]").replace(KEY_SHAPES, "[key]");
}
