import type { AgentDefinition } from "../agents/agent.ts";
import type { Message } from "../models/chat-model.ts";
import { type Section, writeSections } from "../models/sections.ts";
import type { Files, Path } from "../ports/files.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { type LineRange, outline, signatures, slice } from "../syntax/outline.ts";
import type { ImportGraph } from "../testing/import-graph.ts";
import { failureBlock } from "../testing/observer.ts";
import { reachLines } from "../testing/reach.ts";
import type { TestCase } from "../testing/test-run.ts";
import type { Assignment } from "./assignment.ts";
import { Room } from "./room.ts";
import { shownOf } from "./shown.ts";

/** Tokens of everything beside the target file; with the role and the tools a usual request stays within the file and 600 tokens. */
const besideTarget = 260;
/** The most that each kind of section may take of it. */
const most = { failure: 80, test: 120, reach: 45, signatures: 60, shown: 150 };

/** A target with more characters than this comes as an outline and the slices that matter. */
const wholeFile = 16_000;
/** Lines shown around what a failing test reaches in a large file. */
const margin = 3;

/**
 * The first message of a worker, holding what the agent usually needs, so that it need not ask: the target file, what fails
 * and how, the failing tests' source, what of the target the tests reach, and what the target's imports look like.
 */
export async function firstMessage(
  assignment: Assignment,
  agent: Pick<AgentDefinition, "shows">,
  base: Files,
  graph: ImportGraph,
): Promise<Message> {
  const { target, instruction, context } = assignment;
  const failing = context.tests?.failing ?? [];
  const reached = context.tests?.reached ?? [];
  const [text, tree] = await Promise.all([base.read(target), graph.tree(target)]);
  const shown = shownOf(agent, tree);
  const room = new Room(besideTarget);
  const sections = [
    { kind: "task", title: "", body: instruction },
    ...targetSections(target, text, tree, [
      ...reached.map(({ firstLine, lastLine }) => ({ from: firstLine - margin, to: lastLine + margin })),
      ...shown.flatMap(({ lines }) => lines),
    ]),
    ...shown.flatMap(({ section }) => some(room.take(section, most.shown, 1))),
    ...failureSections(failing, room),
    ...(reached.length === 0
      ? []
      : some(room.take({ kind: "reach", title: "", body: reachLines(reached) }, most.reach, 1))),
    ...(await testSections(failing, graph, room)),
    ...(await signatureSections(target, graph, room)),
  ];
  return { role: "user", text: writeSections(sections) };
}

export function targetSections(
  path: Path,
  text: string,
  tree: SyntaxTree | undefined,
  wanted: readonly LineRange[],
): readonly Section[] {
  if (text.length <= wholeFile) return [{ kind: "target", title: path, body: text }];
  let left = wholeFile;
  const slices = slice({ text }, [{ from: 1, to: 15 }, ...wanted]).flatMap(({ from, to, text: body }) => {
    left -= body.length;
    return left < 0 ? [] : [{ kind: "target", title: `${path}:${from}-${to}`, body }];
  });
  if (tree === undefined) return slices;
  return [{ kind: "outline", title: path, body: outline(tree).slice(0, wholeFile / 2) }, ...slices];
}

/** The failures as far as they fit, and how many there are. */
function failureSections(failing: readonly TestCase[], room: Room): readonly Section[] {
  const sections: Section[] = [];
  for (const test of failing) {
    const body = failureBlock(test)
      .split("\n")
      .slice(1)
      .map((line) => line.trim())
      .join("\n");
    const share = Math.floor((most.failure * 1.5) / Math.min(failing.length, 2));
    const section = room.take({ kind: "failure", title: `${test.file} > ${test.name}`, body }, share, 1);
    if (section === undefined || sections.length === 2) break;
    sections.push(section);
  }
  const more = failing.length - sections.length;
  return more > 0 && sections.length > 0
    ? [...sections, { kind: "failure", title: `and ${more} more`, body: "" }]
    : sections;
}

/** The source of the failing tests up to the line that failed, then their helpers and hooks. */
async function testSections(failing: readonly TestCase[], graph: ImportGraph, room: Room): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const [file, tests] of Map.groupBy(failing, (test) => test.file)) {
    const modules = await graph.modules(file);
    const tree = modules.tree(file);
    if (tree === undefined) continue;
    const bodies = tests.flatMap((test) => {
      const body = modules.test(test.name, test.line);
      return body === undefined ? [] : [{ test, body }];
    });
    const own = bodies.map(({ test, body }) => upToFailure(body.own, test));
    const helpers = bodies.flatMap(({ body }) =>
      body.ranges.filter((range) => !bodies.some((one) => overlap(range, one.body.own))),
    );
    for (const part of [...slice(tree, own.slice(0, 1)), ...slice(tree, own.slice(1)), ...slice(tree, helpers)]) {
      const title = `${file}:${part.from}-${part.to}`;
      sections.push(...some(room.take({ kind: "test", title, body: part.text }, most.test)));
    }
  }
  return sections;
}

function overlap(one: LineRange, other: LineRange): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** Long tests are shown around the line that failed. */
function upToFailure(range: LineRange, test: TestCase): LineRange {
  const line = test.frames.find(({ path, line: at }) => path === test.file && range.from <= at && at <= range.to)?.line;
  if (line === undefined || range.to - range.from < 8) return range;
  return { from: Math.max(range.from, line - 6), to: line };
}

/** What the target's imports look like from outside. */
export async function signatureSections(target: Path, graph: ImportGraph, room: Room): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const edge of await graph.imports(target)) {
    const tree = await graph.tree(edge.path);
    if (tree === undefined) continue;
    const body = signatures(tree, new Set(edge.names.map(({ imported }) => imported)));
    if (body !== "")
      sections.push(...some(room.take({ kind: "signatures", title: edge.path, body }, most.signatures, 1)));
  }
  return sections;
}

function some(section: Section | undefined): readonly Section[] {
  return section === undefined ? [] : [section];
}
