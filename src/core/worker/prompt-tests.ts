import { asAppError } from "../app-error.ts";
import type { MutantSurvey } from "../evidence/mutants/survey.ts";
import { survivors } from "../evidence/mutants/survey.ts";
import type { Message } from "../models/chat-model.ts";
import { type Section, writeSections } from "../models/sections.ts";
import type { Files, Path } from "../ports/files.ts";
import type { LineRange } from "../syntax/outline.ts";
import type { ImportGraph } from "../testing/import-graph.ts";
import type { Assignment } from "./assignment.ts";
import { signatureSections, targetSections } from "./prompt.ts";
import { Room } from "./room.ts";

/** Tokens of everything beside the target file; with the role and the tools a usual request stays within the file and 600 tokens. */
const besideTarget = 260;
/** The most that each kind of section may take of it. */
const most = { tests: 100, tail: 60, mutants: 90, import: 60 };
/** Lines of a test file's head and end, and mutants, that are shown. */
const shown = { head: 14, tail: 6, mutants: 8 };
/** Lines shown around a mutant in a large file. */
const margin = 12;

/**
 * The first message to a writer of tests: the target, the test file or how its neighbours are written, the import it needs, and the
 * mutants that today's tests do not notice, each as the line it would make.
 */
export async function firstTestMessage(
  { target, instruction, context }: Assignment,
  survey: MutantSurvey,
  base: Files,
  graph: ImportGraph,
): Promise<Message> {
  const [text, tree] = await Promise.all([base.read(target), graph.tree(target)]);
  const room = new Room(besideTarget);
  const open = spread(survivors(survey)).slice(0, shown.mutants);
  const wanted = open.map(({ line }): LineRange => ({ from: line - margin, to: line + margin }));
  const lines = open.map(({ line, text: changed }) => `${line}: ${(changed.split("\n")[line - 1] ?? "").trim()}`);
  const mutants = some(
    lines.length === 0 ? undefined : room.take({ kind: "mutants", title: "", body: lines.join("\n") }, most.mutants, 1),
  );
  const sections: Section[] = [
    { kind: "task", title: "", body: instruction },
    ...targetSections(target, text, tree, wanted),
    ...mutants,
    ...some(room.take({ kind: "import", title: "", body: context.writing?.importLine ?? "" }, most.import, 1)),
    ...(await testFileSections(context, base, room)),
    ...(await signatureSections(target, graph, room)),
  ];
  return { role: "user", text: writeSections(sections) };
}

/** One of each line first, so that few tell much. */
function spread<M extends { readonly line: number }>(mutants: readonly M[]): readonly M[] {
  const seen = new Set<number>();
  const first = mutants.filter(({ line }) => !seen.has(line) && seen.add(line) !== undefined);
  return [...first, ...mutants.filter((mutant) => !first.includes(mutant))];
}

/** The test file's head and end, to be added to; or that there is none, and how a neighbour begins. */
async function testFileSections(
  { testFile, writing }: Assignment["context"],
  base: Files,
  room: Room,
): Promise<readonly Section[]> {
  if (testFile === undefined) return [];
  const own = await textOf(base, testFile);
  if (own !== undefined) return parts("testfile", testFile, own, room, shown.tail);
  const none: Section = { kind: "testfile", title: `${testFile} (new)`, body: "" };
  const example = writing?.example === undefined ? undefined : await textOf(base, writing.example);
  if (writing?.example === undefined || example === undefined)
    return [
      ...some(room.take(none)),
      ...some(room.take({ kind: "example", title: "", body: writing?.skeleton ?? "" }, most.tests, 1)),
    ];
  return [...some(room.take(none)), ...parts("example", writing.example, example, room, 0)];
}

/** Whole when small, else its first lines, and as many of its last as fit: tests are added there. */
function parts(kind: string, path: Path, text: string, room: Room, tail: number): readonly Section[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const range = (from: number, to: number): Section => ({
    kind,
    title: from === 0 && to === lines.length ? path : `${path}:${from + 1}-${to}`,
    body: lines.slice(from, to).join("\n"),
  });
  const fitting = (ranges: readonly Section[], limit: number): readonly Section[] => {
    for (const section of ranges) {
      const taken = room.take(section, limit, section.body.split("\n").length);
      if (taken !== undefined) return [taken];
    }
    return [];
  };
  const whole = lines.length <= shown.head + tail ? fitting([range(0, lines.length)], most.tests) : [];
  if (whole.length > 0) return whole;
  const ends = Array.from({ length: tail }, (_, index) =>
    range(Math.max(0, lines.length - tail + index), lines.length),
  );
  const heads = Array.from({ length: shown.head }, (_, index) => range(0, Math.min(lines.length, shown.head - index)));
  const end = fitting(ends, most.tail);
  return [...fitting(heads, most.tests), ...end];
}

async function textOf(base: Files, path: Path): Promise<string | undefined> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found", "refused") === undefined) throw error;
    return undefined;
  }
}

function some(section: Section | undefined): readonly Section[] {
  return section === undefined || (section.body === "" && !section.title.endsWith("(new)")) ? [] : [section];
}
