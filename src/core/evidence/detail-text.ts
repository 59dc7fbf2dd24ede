import { type Detail, detailSchema } from "./detail.ts";
import { counted } from "./figures.ts";
import type { MutantDetail } from "./mutants/survey.ts";

/** The proof behind one piece of evidence as Markdown. What no check of today has written is shown as it is. Pure. */
export function detailText(blob: string): string {
  const detail = readDetail(blob);
  if (detail === undefined) return fenced(blob);
  switch (detail.kind) {
    case "mutants":
      return mutantsText(detail);
    case "tests":
      return testsText(detail);
    case "broken":
      return brokenText(detail);
    case "names":
      return detail.files.map(namesText).join("\n\n");
    case "diagnostics":
      return diagnosticsText(detail);
  }
}

function readDetail(blob: string): Detail | undefined {
  try {
    return detailSchema.safeParse(JSON.parse(blob)).data;
  } catch {
    return undefined;
  }
}

const verdicts: Readonly<Record<MutantDetail["mutants"][number]["before"], string>> = {
  killed: "killed",
  timeout: "did not end",
  survived: "survived",
  invalid: "did not compile",
};

function mutantsText({ path, mutants }: MutantDetail): string {
  // What the new tests were tried on is what the proof is about.
  const sorted = mutants.toSorted((one, other) => Number(other.after !== undefined) - Number(one.after !== undefined));
  const rows = sorted.map(({ line, diff, before, after, by }) => {
    const killer = by === undefined ? "" : ` by ${code(by)}`;
    const told = after === undefined ? verdicts[before] : `${verdicts[before]} before, now ${verdicts[after]}`;
    return [`${line}`, changeText(diff), `${told}${killer}`];
  });
  return `Mutants of ${code(path)}: each is the file with one small fault.\n\n${table(["Line", "Change", "Tests"], rows)}`;
}

function testsText({ tests, more }: Extract<Detail, { kind: "tests" }>): string {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  const parts = [...byFile].map(([file, own]) => {
    const rows = own.map(({ name, status }) => `- ${status}: ${name === "" ? "the whole file" : code(name)}`);
    return `${code(file)}\n\n${rows.join("\n")}`;
  });
  return [...parts, ...(more > 0 ? [`And ${counted(more, "more test")}.`] : [])].join("\n\n");
}

const outcomes: Readonly<Record<Extract<Detail, { kind: "broken" }>["tries"][number]["outcome"], string>> = {
  noticed: "a test fails",
  survived: "**every test passes**",
  unclear: "nothing fails by an assertion",
};

function brokenText({ tries }: Extract<Detail, { kind: "broken" }>): string {
  return tries
    .map(({ what, path, diff, outcome, test, message }) => {
      const by = test === undefined ? "" : `: ${code(test)}`;
      const why = message === undefined ? [] : [fenced(message)];
      return [`${code(path)}, ${plain(what)}: ${outcomes[outcome]}${by}`, fenced(diff, "diff"), ...why].join("\n\n");
    })
    .join("\n\n");
}

function namesText(file: Extract<Detail, { kind: "names" }>["files"][number]): string {
  const { path, before, added, removed, changed } = file;
  const rows = [
    ...removed.map((name) => `- gone: ${code(name)}`),
    ...changed.map(({ was, is }) => `- changed: ${code(was)} became ${code(is)}`),
    ...added.map((name) => `- new: ${code(name)}`),
  ];
  const kept = before - removed.length - changed.length;
  return [
    `${code(path)}: ${counted(Math.max(0, kept), "name")} as before.`,
    ...(rows.length > 0 ? [rows.join("\n")] : []),
  ].join("\n\n");
}

function diagnosticsText({ by, found }: Extract<Detail, { kind: "diagnostics" }>): string {
  if (found.length === 0) return `${plain(by)} has nothing to say.`;
  const rows = found
    .toSorted((one, other) => Number(other.isNew) - Number(one.isNew))
    .map(({ path, line, severity, code: name, message, isNew }) => [
      path === "" ? "the project" : `${code(path)}, line ${line}`,
      isNew ? `**new** ${severity}` : severity,
      plain(`${name} ${message}`.trim()),
    ]);
  return `${plain(by)} says:\n\n${table(["Where", "What", "Message"], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** "-a\n+b" in one cell: `a` → `b`. */
function changeText(diff: string): string {
  const lines = diff.split("\n");
  const side = (mark: string) =>
    lines
      .filter((line) => line.startsWith(mark))
      .map((line) => line.slice(1).trim())
      .filter((line) => line !== "")
      .join(" ⏎ ");
  const [before, after] = [side("-"), side("+")];
  return `${before === "" ? "nothing" : code(before)} → ${after === "" ? "nothing" : code(after)}`;
}

const longest = 160;

/** A code span; whatever it holds stays code. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const cut = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  const fence = "`".repeat(1 + Math.max(0, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length)));
  const inner = cut.startsWith("`") || cut.endsWith("`") ? ` ${cut} ` : cut;
  return `${fence}${inner}${fence}`;
}

/** Words that mark nothing up, whatever they hold. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#~]/g, "\\$&");
}

function fenced(text: string, language = ""): string {
  const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))));
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}
