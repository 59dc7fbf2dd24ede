import type { Section } from "../sections.ts";

interface OfflineFinding {
  readonly path: string;
  readonly line: number;
  readonly severity: "major" | "minor" | "note";
  readonly text: string;
}

/** What a line that was added says of itself, whatever it is about. */
const leftovers: readonly {
  readonly on: RegExp;
  readonly files: RegExp;
  readonly finding: Omit<OfflineFinding, "path" | "line">;
}[] = [
  {
    on: /^\s*debugger\s*;?\s*$/,
    files: /\.[cm]?[jt]sx?$/,
    finding: { severity: "major", text: "A debugger statement was left in: take it out." },
  },
  {
    on: /^\s*(?:breakpoint\(\s*\)|(?:import\s+pdb\s*;\s*)?pdb\.set_trace\(\s*\))\s*$/,
    files: /\.pyi?$/,
    finding: { severity: "major", text: "A breakpoint was left in: take it out." },
  },
  {
    on: /^\s*console\.(?:log|debug|trace|dir)\(.*\)\s*;?\s*$/,
    files: /\.[cm]?[jt]sx?$/,
    finding: {
      severity: "minor",
      text: "A line that prints to the console was added: take it out if it was for debugging.",
    },
  },
  {
    on: /^(?:<{7}|>{7})(?: |$)/,
    files: /./,
    finding: { severity: "major", text: "A mark of a merge conflict was left in: take it out." },
  },
  {
    on: /(?:\/\/|#|\/?\*|--)\s*(?:TODO|FIXME|XXX|HACK)\b/,
    files: /./,
    finding: { severity: "note", text: "A note of work to be done was added: do it or say why it is left." },
  },
];

/**
 * What can be said of a diff without understanding it: lines that were left in by mistake. Where there is none, nothing is known,
 * which is no praise.
 */
export function criticise(sections: readonly Section[]): {
  readonly findings: readonly OfflineFinding[];
  readonly verdict: "revise" | "unsure";
} {
  const diff = sections.find(({ kind }) => kind === "diff")?.body ?? "";
  const findings = addedLines(diff).flatMap(({ path, line, text }) => {
    const found = leftovers.find(({ on, files }) => files.test(path) && on.test(text));
    return found === undefined ? [] : [{ path, line, ...found.finding }];
  });
  return { findings, verdict: findings.some(({ severity }) => severity === "major") ? "revise" : "unsure" };
}

/** The lines a unified diff adds, with their numbers in the new text. What was there before and only moved is none of them. */
function addedLines(diff: string): readonly { readonly path: string; readonly line: number; readonly text: string }[] {
  const added: { path: string; line: number; text: string }[] = [];
  const removed = new Set<string>();
  let path = "";
  let line = 0;
  let left = 0;
  for (const row of diff.split("\n")) {
    const range = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/.exec(row);
    if (range !== null) {
      line = Number(range[1]);
      left = Number(range[2] ?? 1);
      continue;
    }
    const file = left > 0 ? null : /^\+\+\+ b\/([^\t]+)/.exec(row);
    if (file !== null) path = file[1] ?? "";
    else if (left <= 0 && !row.startsWith("-")) continue;
    else if (row.startsWith("-")) {
      if (left > 0 || !row.startsWith("--- ")) removed.add(row.slice(1).trim());
    } else if (row.startsWith("\\")) continue;
    else {
      if (row.startsWith("+")) added.push({ path, line, text: row.slice(1) });
      line += 1;
      left -= 1;
    }
  }
  return added.filter(({ text }) => !removed.has(text.trim()));
}
