import PQueue from "p-queue";
import { lineAt, lineStarts } from "../../syntax/nodes.ts";
import { brokenTry } from "../broken-try.ts";
import type { Check, CheckContext, TestAccess } from "../check.ts";
import { breakingsOf, changedFunctions } from "../control-mutants.ts";
import type { BrokenTry } from "../detail.ts";
import type { Evidence } from "../evidence.ts";
import { counted, nearestOf } from "../figures.ts";
import { keepDetail, mostShown } from "../keep-detail.ts";
import { newBranches } from "../new-branches.ts";
import { type Related, relatedPassing } from "../related-tests.ts";
import { watchingFiles } from "../shared-tests.ts";

const name = "tests-notice";

/** How many ways to break one function are tried before it counts as unwatched, and how many places of a change are looked at. */
const triesEach = 3;
const mostPlaces = 12;
/** Each is a sandbox of its own. */
const atOnce = 2;

/**
 * Passing tests prove that code still does the same only where they notice when it does not. Each changed function is broken by
 * a mutant, and some related test has to fail by an assertion; and where the change asks a question that was not asked before,
 * answering it always in one way has to be noticed as well, so that no case was made that only looks untouched.
 */
export const testsNotice: Check = {
  name,
  cost: "execution",
  async check(context, signal) {
    const { tests } = context;
    const related = tests === undefined ? undefined : await relatedPassing(tests, signal);
    if (tests === undefined || related === undefined || related.passed.length === 0)
      return { ...says("unknown", "No test could notice a mistake."), beyond: true };
    const watching = await watchingOf(tests, related, signal);
    const places = [...(await functionsToBreak(context)), ...(await branchesToForce(context))];
    if (places.length > mostPlaces)
      return says(
        "unknown",
        `${counted(places.length, "place")} changed, too many to be broken one by one: change fewer at a time.`,
      );
    const queue = new PQueue({ concurrency: atOnce });
    const found = await Promise.all(
      places.map((place) => queue.add(() => watched(place, context, { tests, ...watching }, signal))),
    );
    const seen = found.filter((one) => one !== undefined);
    const tries = seen.flatMap((one) => one.tries).slice(0, mostShown);
    return {
      ...verdictOf(seen, watching.who),
      ...(tries.length === 0 ? {} : keepDetail(context, { kind: "broken", tries })),
    };
  },
};

/** Who has to notice. */
interface Watching extends Related {
  readonly who: string;
}

async function watchingOf(tests: TestAccess, related: Related, signal: AbortSignal): Promise<Watching> {
  const nearestFirst = [...new Set([...tests.named.map(({ file }) => file), ...(await tests.related(signal))])];
  const files = watchingFiles(await tests.baseline(signal), nearestFirst, related.passed);
  if (files.length === 0) return { ...related, who: "No test" };
  const all = related.of ?? new Set(related.passed.map(({ file }) => file)).size;
  const who = files.length < all ? `No test in ${nearestOf(files.length, all)}` : "No test";
  return { files: files.toSorted(), passed: related.passed.filter(({ file }) => files.includes(file)), who };
}

/** Something that has to be noticed: texts of one file, of which one ("some") or each ("all") has to make a test fail. */
interface ToNotice {
  /** As it is told: "total", "total in the new branch of line 12". */
  readonly place: string;
  readonly path: string;
  readonly texts: AsyncIterable<string> | readonly string[];
  readonly wanted: "some" | "all";
  /** A forced answer cannot fail to load, so that whatever fails has noticed it. */
  readonly isSound: boolean;
}

async function functionsToBreak(context: CheckContext): Promise<readonly ToNotice[]> {
  const functions = await changedFunctions(context);
  return functions.map((one) => ({
    place: one.name,
    path: one.path,
    texts: textsOf(breakingsOf(one, context)),
    wanted: "some",
    isSound: false,
  }));
}

async function* textsOf(breakings: ReturnType<typeof breakingsOf>): AsyncGenerator<string> {
  for await (const { text } of breakings) yield text;
}

async function branchesToForce({ base, changes, trees }: CheckContext): Promise<readonly ToNotice[]> {
  const found: ToNotice[] = [];
  for (const [path, text] of changes) {
    const after = text === undefined ? undefined : await trees.parse(path, text);
    if (after === undefined) continue;
    const before = await trees.parse(path, await base.read(path));
    const starts = lineStarts(after.text);
    const isSound = /^(javascript|typescript|tsx|python)$/.test(after.language);
    for (const { at, forced } of newBranches(before, after)) {
      const line = lineAt(starts, at);
      const around = after.declarations.findLast(
        ({ kind, firstLine, lastLine }) => /function|method/.test(kind) && firstLine <= line && line <= lastLine,
      );
      const place = `${around?.qualified ?? path} in the new branch of line ${line}`;
      found.push({ place, path, texts: forced, wanted: "all", isSound });
    }
  }
  return found;
}

interface Watched {
  readonly place: string;
  readonly outcome: "noticed" | "open" | "unbreakable";
  readonly tries: readonly BrokenTry[];
}

async function watched(
  { place, path, texts, wanted, isSound }: ToNotice,
  context: CheckContext,
  { tests, files, passed }: { readonly tests: TestAccess } & Watching,
  signal: AbortSignal,
): Promise<Watched> {
  const tries: BrokenTry[] = [];
  for await (const text of texts) {
    if (tries.length === triesEach) break;
    const run = await tests.run({ files }, new Map([...context.changes, [path, text]]), signal);
    const broken = { path, text, what: place, proposed: context.changes.get(path) ?? "" };
    const one = brokenTry(broken, run, passed);
    tries.push(one);
    const isNoticed = one.outcome === "noticed" || (isSound && one.outcome === "unclear");
    if (isNoticed && wanted === "some") return { place, outcome: "noticed", tries };
    if (!isNoticed && wanted === "all") return { place, outcome: "open", tries };
  }
  if (tries.length === 0) return { place, outcome: wanted === "all" ? "open" : "unbreakable", tries };
  return { place, outcome: wanted === "all" ? "noticed" : "open", tries };
}

function verdictOf(found: readonly Watched[], who: string): Evidence {
  const tried = counted(
    found.reduce((sum, one) => sum + one.tries.length, 0),
    "mutant",
  );
  const of = (outcome: Watched["outcome"]) => found.filter((one) => one.outcome === outcome).map(({ place }) => place);
  const open = of("open");
  if (open.length > 0)
    return says(
      "unknown",
      `${who} notices when ${open.join(" and ")} is broken (${tried} tried): that it does the same is not shown.`,
    );
  if (of("noticed").length === 0)
    return says("unknown", "Nothing in the changed code could be broken, so nothing shows that tests look at it.");
  return says("proved", `Broken on purpose (${tried}), what changed makes tests fail: they look at it.`);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
