import type { SyntaxTree, SyntaxTrees } from "../../../ports/syntax-trees.ts";
import { cutToTokens } from "../../../short-text.ts";
import type { Section } from "../../sections.ts";
import type { Answer } from "../answer.ts";
import type { Edit } from "../edits.ts";
import type { Target } from "../target.ts";
import type { Case } from "./assertions.ts";
import { type Callable, reachable } from "./callables.ts";
import { withTypes } from "./imported-types.ts";
import { localNames } from "./imports.ts";
import { isProbe, type Outcome, outcomesIn, probeTest } from "./probe.ts";
import { readStyle } from "./style.ts";
import { editsFor, type TestFile, wholeTestFile } from "./test-file.ts";
import { testsOf } from "./written-cases.ts";

/** Calls of one probe: what they come to has to fit into one failure. */
const BATCH = 24;
/** Probes of one file. */
const PROBES = 14;
/** Times a test that was complained about is left out. */
const RETRIES = 4;

/**
 * Writes characterization tests: calls what the code hands out with values the code itself speaks of, lets an execution tell what
 * comes out, and pins that. Knows nothing of what is right: its tests say that results stay as they are.
 */
export async function writeTests(target: Target, own: SyntaxTree, trees: SyntaxTrees): Promise<Answer | undefined> {
  const place = target.sections.find(({ kind }) => kind === "testfile");
  if (place === undefined) return undefined;
  const written = wholeTestFile(target, place);
  if ("from" in written) return { type: "read", ...written };
  const importLine = target.sections.find(({ kind }) => kind === "import")?.body ?? "";
  if (!/^(javascript|typescript|tsx|python)$/.test(own.language))
    return nothing("The offline model writes tests for JavaScript, TypeScript and Python only");
  const typed = await withTypes(target, own, trees);
  if (typed.type === "read") return typed;
  const { tree } = typed;
  const { callables: all, out } = reachable(tree, localNames(importLine));
  const callables = wanted(all, target, place);
  if (callables.length === 0) return nothing(outOfReach(out));
  const shown = [...written.sections, ...target.sections.filter(({ kind }) => kind === "example")];
  const style = readStyle(shown.map(({ body }) => body).join("\n"), tree.language === "python", own.text);
  const file = { place, shown, importLine, style };
  const known = learned(callables, { tries: target.tries, sections: shown });
  const batch = known.probes < PROBES ? nextBatch(callables, known) : [];
  if (batch.length > 0) return propose(file, [probeTest(batch, style)], "Asks the code what comes out.");
  const left = callables.filter(({ name }) => !known.refused.has(name));
  const tested = left
    .map((callable) => ({ callable, own: testsOf(callable, casesOf(callable, known.outcomes), style, own.text) }))
    .filter(({ own }) => own.length > 0);
  const tests = tested.flatMap(({ own }) => own);
  if (tests.length === 0 || known.finals > RETRIES || known.isUseless) return nothing(outOfReach(out));
  const about = tested.map(({ callable }) => callable.name);
  return propose(file, tests, `Pins what ${listed(about)} ${about.length === 1 ? "gives" : "give"} today.`);
}

/** All of a file without tests; else those that come through a line whose mutants today's tests do not notice. */
function wanted(callables: readonly Callable[], { sections }: Target, place: Section): readonly Callable[] {
  if (place.title.endsWith(" (new)")) return callables;
  const mutants = sections.find(({ kind }) => kind === "mutants")?.body ?? "";
  const open = [...mutants.matchAll(/^(\d+): /gm)].map(([, line]) => Number(line));
  const touched = callables.filter(({ lines }) =>
    lines.some(({ from, to }) => open.some((line) => from <= line && line <= to)),
  );
  return touched.length > 0 ? touched : callables;
}

interface Learned {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly probes: number;
  readonly finals: number;
  /** Callables whose tests were complained about. */
  readonly refused: ReadonlySet<string>;
  /** A probe did not end: from then on each callable is asked alone. */
  readonly hasHung: boolean;
  /** The tests passed and noticed nothing. */
  readonly isUseless: boolean;
}

/** Calls of which nothing is known yet: those of all callables in turn, and last, one by one, those of the ones that may hang. */
function nextBatch(
  callables: readonly Callable[],
  { outcomes, refused, hasHung }: Pick<Learned, "outcomes" | "refused" | "hasHung">,
): readonly string[] {
  const open = callables
    .filter(({ name }) => !refused.has(name))
    .map((one) => ({ ...one, calls: one.calls.filter((call) => !outcomes.has(call)) }))
    .filter(({ calls }) => calls.length > 0);
  const safe = inTurn(
    hasHung ? open.filter(({ mayHang }) => !mayHang).slice(0, 1) : open.filter(({ mayHang }) => !mayHang),
  );
  return (safe.length > 0 ? safe : (open[0]?.calls ?? [])).slice(0, BATCH);
}

/** What the tries so far have told; which calls each of them made follows from the ones before it. */
function learned(callables: readonly Callable[], target: Pick<Target, "tries" | "sections">): Learned {
  const outcomes = new Map<string, Outcome>();
  const refused = new Set<string>();
  let probes = 0;
  let finals = 0;
  let isUseless = false;
  let hasHung = false;
  for (const { edits, answer } of target.tries) {
    if (isProbe(edits.map(({ replace }) => replace).join("\n"))) {
      const asked = nextBatch(callables, { outcomes, refused, hasHung });
      const told = outcomesIn(answer, asked.length);
      const about = callables.filter(({ calls }) => calls.some((call) => asked.includes(call)));
      if (told.every((outcome) => outcome === undefined)) {
        hasHung = true;
        if (about.length === 1) for (const { name } of about) refused.add(name);
      }
      for (const [index, outcome] of told.entries()) {
        const call = asked[index];
        if (call !== undefined && outcome !== undefined) outcomes.set(call, outcome);
      }
      probes++;
      continue;
    }
    finals++;
    const named = callables.filter(
      ({ name }) =>
        answer.includes(`${name} keeps`) ||
        titleAbout(edits, answer, target.sections).includes(`${name} keeps`) ||
        answer.includes(
          `test_${name
            .replace(/\./g, "_")
            .replace(/([a-z])([A-Z])/g, "$1_$2")
            .toLowerCase()}_keeps`,
        ),
    );
    for (const { name } of named) refused.add(name);
    isUseless ||= named.length === 0;
  }
  return { outcomes, probes, finals, refused, hasHung, isUseless };
}

/** The title of the test that a complaint names by a line of the new text. */
function titleAbout(edits: readonly Edit[], answer: string, sections: readonly Section[]): string {
  const line = Number(/, line (\d+):/.exec(answer)?.[1]);
  const added = edits.at(-1);
  if (!(line > 0) || added === undefined) return "";
  const first = firstLine(added, sections) + grownBy(edits.slice(0, -1));
  return (
    added.replace
      .split("\n")
      .slice(0, Math.max(0, line - first + 1))
      .findLast((text) => text.includes(" keeps ")) ?? ""
  );
}

/** The line of the test file at which an edit of its end begins. */
function firstLine({ find }: Edit, sections: readonly Section[]): number {
  if (find === "") return 1;
  const end = sections.findLast(({ kind }) => kind === "testfile");
  const last = Number(/:\d+-(\d+)$/.exec(end?.title ?? "")?.[1] ?? linesIn(end?.body ?? ""));
  return last - linesIn(find) + 1;
}

function grownBy(edits: readonly Edit[]): number {
  return edits.reduce((sum, { find, replace }) => sum + linesIn(replace) - linesIn(find), 0);
}

function linesIn(text: string): number {
  return text.split("\n").length;
}

function inTurn(callables: readonly Callable[]): readonly string[] {
  const longest = Math.max(0, ...callables.map(({ calls }) => calls.length));
  const order = Array.from({ length: longest }, (_, index) => callables.flatMap(({ calls }) => calls[index] ?? []));
  return [...new Set(order.flat())];
}

function casesOf({ calls }: Callable, outcomes: ReadonlyMap<string, Outcome>): readonly Case[] {
  return calls.flatMap((call) => {
    const outcome = outcomes.get(call);
    return outcome === undefined ? [] : [{ call, outcome }];
  });
}

function propose(file: TestFile, tests: readonly string[], summary: string): Answer {
  return { type: "propose", edits: editsFor(file, tests), summary: cutToTokens(summary, 25) };
}

function listed(names: readonly string[]): string {
  if (names.length <= 3) return names.join(", ").replace(/, ([^,]*)$/, " and $1");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

function outOfReach(out: readonly string[]): string {
  const why =
    out.length === 0
      ? "Nothing here can be called with plain values to see what comes out"
      : out.slice(0, 3).join(" ").replace(/\.$/, "");
  return `${why}: this is out of the offline model's reach`;
}

function nothing(sentence: string): Answer {
  return { type: "nothing", sentence };
}
