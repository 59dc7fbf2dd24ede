/** A text that a regular expression matches, made from its source; undefined for what is too clever (look-around, back-references). */
export function sampleOf(source: string): string | undefined {
  if (/\(\?[=!<]|\\[1-9bBkpPx u]/.test(source)) return undefined;
  const state = { at: 0 };
  const text = alternatives(source, state);
  return state.at === source.length ? text : undefined;
}

interface State {
  at: number;
}

/** The first alternative that is not empty. */
function alternatives(source: string, state: State): string {
  const found = [sequence(source, state)];
  while (source[state.at] === "|") {
    state.at++;
    found.push(sequence(source, state));
  }
  return found.find((text) => text !== "") ?? "";
}

function sequence(source: string, state: State): string {
  let text = "";
  while (state.at < source.length && !/[|)]/.test(source[state.at] ?? "")) {
    const part = atom(source, state);
    text += part.repeat(times(source, state));
  }
  return text;
}

function atom(source: string, state: State): string {
  const sign = source[state.at++] ?? "";
  switch (sign) {
    case "^":
    case "$":
      return "";
    case ".":
      return "a";
    case "(": {
      const head = /^\?(?::|<\w+>|P<\w+>)/.exec(source.slice(state.at));
      if (head !== null) state.at += head[0].length;
      const inner = alternatives(source, state);
      state.at++;
      return inner;
    }
    case "[": {
      const end = source.indexOf("]", source[state.at] === "]" ? state.at + 1 : state.at);
      const inner = source.slice(state.at, end);
      state.at = end + 1;
      return ofClass(inner);
    }
    case "\\":
      return escaped(source[state.at++] ?? "");
    default:
      return sign;
  }
}

function ofClass(inner: string): string {
  if (inner.startsWith("^"))
    return (
      [..."a1 -"].find(
        (letter) =>
          !inner.includes(letter) &&
          !(letter === "a" && /\\w|a-z/.test(inner)) &&
          !(letter === "1" && /\\d|\\w|0-9/.test(inner)),
      ) ?? "~"
    );
  const first = /^(\\?)(.)(?:-(.))?/.exec(inner);
  if (first === null) return "";
  return first[1] === "\\" ? escaped(first[2] ?? "") : (first[2] ?? "");
}

function escaped(letter: string): string {
  return { d: "1", w: "a", s: " ", D: "a", W: "-", S: "a", n: "\n", t: "\t", r: "\r" }[letter] ?? letter;
}

/** The fewest times a quantifier allows, but at least once where it may be. */
function times(source: string, state: State): number {
  const match = /^(?:([*+?])|\{(\d+)(?:,\d*)?\})\??/.exec(source.slice(state.at));
  if (match === null) return 1;
  state.at += match[0].length;
  return match[2] === undefined ? 1 : Number(match[2]);
}
