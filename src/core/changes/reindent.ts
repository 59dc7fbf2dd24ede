/** What a replacement's indentation is measured by. */
export interface Surroundings {
  /** The lines asked for, as the model wrote them. */
  readonly find: readonly string[];
  /** The same lines as the file has them. */
  readonly own: readonly string[];
  /** The whole file: says what one level of indentation is. */
  readonly text: string;
}

export function indentOf(line: string): string {
  return /^[^\S\n]*/.exec(line)?.[0] ?? "";
}

/**
 * Lines of a model, indented as the file is: an indentation the model also used in `find` becomes what the file has there, any
 * other the same number of levels deeper or shallower, in the file's own tabs or spaces.
 */
export function reindent(lines: readonly string[], { find, own, text }: Surroundings): readonly string[] {
  const known = new Map<string, string>();
  for (const [index, line] of find.entries()) {
    if (line.trim() !== "" && !known.has(indentOf(line))) known.set(indentOf(line), indentOf(own[index] ?? ""));
  }
  if ([...known].every(([theirs, ours]) => theirs === ours)) return lines;
  const ourUnit = unitOf(text.split("\n", 2000)) ?? unitOf(own);
  const theirUnit = unitOf(lines) ?? unitOf(find) ?? ourUnit ?? "  ";
  const shift = constantShift(known);
  return lines.map((line) => {
    if (line.trim() === "") return "";
    const indent = indentOf(line);
    const own =
      known.get(indent) ??
      (shift === undefined || indent.includes("\t")
        ? shifted(indent, known, theirUnit, ourUnit ?? theirUnit)
        : " ".repeat(Math.max(0, indent.length + shift)));
    return own + line.slice(indent.length);
  });
}

/** By how many spaces all of several known indentations differ, where that is the same number. */
function constantShift(known: ReadonlyMap<string, string>): number | undefined {
  const shifts = new Set(
    [...known].map(([theirs, ours]) => (`${theirs}${ours}`.includes("\t") ? Number.NaN : ours.length - theirs.length)),
  );
  const [shift] = shifts;
  return known.size > 1 && shifts.size === 1 && !Number.isNaN(shift) ? shift : undefined;
}

/** An indentation that is not known, counted from the nearest known one that is shallower, else from the shallowest. */
function shifted(indent: string, known: ReadonlyMap<string, string>, theirUnit: string, ourUnit: string): string {
  const level = (of: string) => widthOf(of, theirUnit) / widthOf(theirUnit, theirUnit);
  const byLevel = [...known].sort(([one], [other]) => level(one) - level(other));
  const [theirs, ours] = byLevel.findLast(([candidate]) => level(candidate) <= level(indent)) ?? byLevel[0] ?? ["", ""];
  const levels = level(indent) - level(theirs);
  if (levels < 0) return ours.slice(0, Math.max(0, ours.length - Math.round(-levels * ourUnit.length)));
  const whole = Math.floor(levels);
  return ours + ourUnit.repeat(whole) + " ".repeat(Math.round((levels - whole) * widthOf(theirUnit, theirUnit)));
}

/** In columns, a tab being one level. */
function widthOf(indent: string, unit: string): number {
  const level = unit === "\t" ? 4 : unit.length;
  return [...indent].reduce((sum, character) => sum + (character === "\t" ? level : 1), 0);
}

/** One level of indentation: a tab, or the step by which the lines most often go deeper. Undefined when nothing tells. */
function unitOf(lines: readonly string[]): string | undefined {
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const tabs = indents.filter((indent) => indent.startsWith("\t")).length;
  if (tabs > 0 && tabs >= indents.filter((indent) => indent.startsWith(" ")).length) return "\t";
  const steps = new Map<number, number>();
  for (const [index, indent] of indents.entries()) {
    const step = indent.length - (indents[index - 1] ?? indent).length;
    if (step > 1) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  const best = [...steps].sort(([one, ofOne], [other, ofOther]) => ofOther - ofOne || one - other)[0];
  return best === undefined ? undefined : " ".repeat(best[0]);
}
