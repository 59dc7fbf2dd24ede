/**
 * The marked sections a user message is made of, written and read by the same file: models without a real model behind them
 * (offline) and without tool calling (ensemble) read what others are only shown.
 *
 * A section starts with a line "=== kind title"; a body that holds such a line itself makes all marks of the message longer.
 */
export interface Section {
  /** One word: "task", "target", "outline", "failure", "test", "signatures", "reach", … */
  readonly kind: string;
  /** A path, a path with a line range ("src/a.js:10-20"), a test's key, or nothing. */
  readonly title: string;
  readonly body: string;
}

export function writeSections(sections: readonly Section[]): string {
  let mark = "===";
  const bodies = sections.map((section) => section.body);
  while (bodies.some((body) => body.startsWith(`${mark} `) || body.includes(`\n${mark} `))) mark += "=";
  return sections
    .map(({ kind, title, body }) => `${mark} ${kind}${title === "" ? "" : ` ${title}`}\n${body}`)
    .join("\n");
}

/** Empty for a text that holds no sections. */
export function readSections(text: string): readonly Section[] {
  const mark = /^(={3,}) /.exec(text)?.[1];
  if (mark === undefined) return [];
  return text
    .slice(mark.length + 1)
    .split(`\n${mark} `)
    .map((part) => {
      const end = part.indexOf("\n");
      const head = end < 0 ? part : part.slice(0, end);
      const space = head.indexOf(" ");
      return {
        kind: space < 0 ? head : head.slice(0, space),
        title: space < 0 ? "" : head.slice(space + 1),
        body: end < 0 ? "" : part.slice(end + 1),
      };
    });
}
