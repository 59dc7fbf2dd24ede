/**
 * How well the titles around a test, outermost first and as written in the source, fit its full name: 0 not at all,
 * 1 its own title is the end of the name, 2 with its suites they are the whole name. An undefined title is computed.
 */
export function titleMatches(titles: readonly (string | undefined)[], name: string): 0 | 1 | 2 {
  const own = titles.at(-1);
  if (own === undefined) return 0;
  if (!new RegExp(`(^| > | )${patternOf(own)}$`, "s").test(name)) return 0;
  const whole = titles.map((title) => (title === undefined ? ".*?" : patternOf(title))).join("(?: > | )");
  return new RegExp(`^${whole}$`, "s").test(name) ? 2 : 1;
}

/** Substitutions and the places of parameterised tests ("%s", "$name") stand for anything. */
function patternOf(title: string): string {
  const isTemplate = title.startsWith("`");
  const places = isTemplate ? /\$\{[^}]*\}|%[a-zA-Z#%]|\$[\w.]+/g : /%[a-zA-Z#%]|\$[\w.]+/g;
  const text = title
    .slice(1, -1)
    .replace(/\\(["'`\\])/g, "$1")
    .replace(/\\n/g, "\n");
  let pattern = "";
  let end = 0;
  for (const place of text.matchAll(places)) {
    const literal = quoted(place[0]);
    pattern += `${quoted(text.slice(end, place.index))}(?:${literal}|.*?)`;
    end = place.index + place[0].length;
  }
  return pattern + quoted(text.slice(end));
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
