/** How well titles fit a full name: 0 not at all, 1 the test's own title is the end of it, 2 with its suites they are the whole of it. */
export type TitleMatch = (name: string) => 0 | 1 | 2;

/** For the titles around a test, outermost first and as written in the source. An undefined title is computed. */
export function titleMatch(titles: readonly (string | undefined)[]): TitleMatch {
  const own = titles.at(-1);
  if (own === undefined) return () => 0;
  const end = new RegExp(`(^| > | )${patternOf(own)}$`, "s");
  const patterns = titles.map((title) => (title === undefined ? ".*?" : patternOf(title)));
  const whole = new RegExp(`^${patterns.join("(?: > | )")}$`, "s");
  return (name) => {
    if (!end.test(name)) return 0;
    return whole.test(name) ? 2 : 1;
  };
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
