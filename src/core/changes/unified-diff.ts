import type { Path } from "../ports/files.ts";
import { type Block, diffLines } from "./line-diff.ts";
import { splitAtLf } from "./lines.ts";

/** One file before and after; null is a file that does not exist. */
export interface FileTexts {
  readonly path: Path;
  readonly base: string | null;
  readonly proposed: string | null;
}

const contextLines = 3;

/** A diff that `git apply` accepts, of the files that changed; "" when none did. */
export function unifiedDiff(files: readonly FileTexts[]): string {
  return files.map(fileDiff).join("");
}

function fileDiff({ path, base, proposed }: FileTexts): string {
  if (base === proposed) return "";
  const [from, to] = [gitPath("a", path), gitPath("b", path)];
  const before = splitAtLf(base ?? "");
  const after = splitAtLf(proposed ?? "");
  const lines = [`diff --git ${from} ${to}`];
  if (base === null) lines.push("new file mode 100644");
  if (proposed === null) lines.push("deleted file mode 100644");
  if (before.length === 0 && after.length === 0) {
    // A file without content has no block to tell its story; the blob ids do.
    lines.push(base === null ? "index 0000000..e69de29" : "index e69de29..0000000");
    return `${lines.join("\n")}\n`;
  }
  lines.push(`--- ${base === null ? "/dev/null" : marked(from)}`);
  lines.push(`+++ ${proposed === null ? "/dev/null" : marked(to)}`);
  return `${lines.join("\n")}\n${groups(diffLines(before, after))
    .map((group) => groupDiff(group, before, after))
    .join("")}`;
}

/** Blocks whose context would touch or overlap, together. */
function groups(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const found: Block[][] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (last !== undefined && block.oldStart - (last.at(-1)?.oldEnd ?? 0) <= 2 * contextLines) last.push(block);
    else found.push([block]);
  }
  return found;
}

function groupDiff(group: readonly Block[], before: readonly string[], after: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return "";
  const lead = Math.min(contextLines, first.oldStart);
  const tail = Math.min(contextLines, before.length - last.oldEnd);
  const oldRange = range(first.oldStart - lead, last.oldEnd + tail);
  const newRange = range(first.newStart - lead, last.newEnd + tail);
  const lines = [`@@ -${oldRange} +${newRange} @@\n`];
  const put = (mark: string, of: readonly string[], from: number, to: number) => {
    for (const line of of.slice(from, to)) {
      lines.push(line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`);
    }
  };
  let at = first.oldStart - lead;
  for (const { oldStart, oldEnd, newStart, newEnd } of group) {
    put(" ", before, at, oldStart);
    put("-", before, oldStart, oldEnd);
    put("+", after, newStart, newEnd);
    at = oldEnd;
  }
  put(" ", before, at, at + tail);
  return lines.join("");
}

/** "START,COUNT" with a 1-based start; an empty range names the line before it. */
function range(start: number, end: number): string {
  const count = end - start;
  if (count === 0) return `${start},0`;
  return count === 1 ? `${start + 1}` : `${start + 1},${count}`;
}

/** A name with white space ends in a tab, so that programs know where it ends. */
function marked(path: string): string {
  return !path.startsWith('"') && path.includes(" ") ? `${path}\t` : path;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

/** As git quotes it: in C style when a byte of the name is not plain ASCII. */
function gitPath(side: "a" | "b", path: Path): string {
  const name = `${side}/${path}`;
  if (/^[ !#-[\]-~]*$/.test(name)) return name;
  let quoted = "";
  for (const character of name) {
    const code = character.charCodeAt(0);
    if (escapes[character] !== undefined) quoted += escapes[character];
    else if (code >= 0x20 && code < 0x7f) quoted += character;
    else for (const byte of new TextEncoder().encode(character)) quoted += `\\${byte.toString(8).padStart(3, "0")}`;
  }
  return `"${quoted}"`;
}
