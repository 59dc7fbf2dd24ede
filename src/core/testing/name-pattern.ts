/** A regular expression that matches just these tests, in a runner that joins suites and title by spaces or by " > ". */
export function fullNamePattern(names: readonly string[]): string {
  const full = runnerNames(names).map((name) => name.split(" > ").map(escapePattern).join("(?: > | )"));
  return `^\\s?(?:${full.join("|")})$`;
}

/** The names a runner may know these tests by: as they are, and without the ordinal of `distinctNames`. */
export function runnerNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => [name, name.replace(/ #\d+$/, "")]))];
}

/** The text as a regular expression that matches just it, in every engine the runners use. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (sign) => (sign === "-" ? "\\x2d" : `\\${sign}`));
}
