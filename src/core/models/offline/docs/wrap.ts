/** Lines of documentation are broken before this column, not counting the declaration's own indent. */
const width = 100;

/** Long lines in several, each with the same mark before it (" * ", "/// "), broken at spaces outside of code; a long one-line block becomes a block. */
export function wrapped(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    if (line.length <= width) return [line];
    const one = /^\/\*\* (.*) \*\/$/.exec(line);
    return one === null ? broken(line) : ["/**", ...broken(` * ${one[1]}`), " */"];
  });
}

function broken(line: string): readonly string[] {
  const mark = /^(?: \* |\/\/\/ |\/\/ | {4}(?:\w+: )?)?/.exec(line)?.[0] ?? "";
  const next = /^ {4}/.test(mark) ? " ".repeat(8) : mark;
  const rows: string[] = [];
  let row = mark;
  for (const word of wordsOf(line.slice(mark.length))) {
    const isFirst = row === mark || row === next;
    if (!isFirst && row.length + 1 + word.length > width) {
      rows.push(row);
      row = next + word;
    } else row += isFirst ? word : ` ${word}`;
  }
  return [...rows, row];
}

/** Words, with what stands between grave accents as one. */
function wordsOf(text: string): readonly string[] {
  return text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
}
