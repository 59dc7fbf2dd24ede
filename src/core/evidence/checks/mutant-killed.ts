import { lineAt, lineStarts } from "../../syntax/nodes.ts";
import { testKey } from "../../testing/test-key.ts";
import type { Check, CheckContext } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted, nearestOf } from "../figures.ts";
import { keepDetail } from "../keep-detail.ts";
import type { ChosenMutant } from "../mutants/choose-mutants.ts";
import { type MutantSurvey, type MutantTrial, survivors } from "../mutants/survey.ts";
import { tryMutants } from "../mutants/trials.ts";

const name = "mutant-killed";

/** Survivors tried with the new tests, and the time for them. */
const MOST = 12;
const WITHIN_MS = 60_000;

/** Of the mutants that today's tests do not notice, the new tests notice at least one. Where they notice all, nothing is left to prove. */
export const mutantKilled: Check = {
  name,
  cost: "execution",
  async check(context, signal) {
    const { tests, testFile, survey: getSurvey, changes, subject, now } = context;
    if (tests === undefined || testFile === undefined || getSurvey === undefined || now === undefined)
      return says("unknown", "There is no way known to run mutants.");
    const survey = await getSurvey(signal);
    const left = survivors(survey);
    if (survey.trials.length === 0)
      return says("unknown", `Nothing in ${subject} could be changed to see whether tests notice.`);
    if (left.length === 0)
      return {
        ...says(
          "proved",
          `Nothing was left to kill: ${testsIn(survey)} notice all ${survey.trials.length} mutants tried.`,
        ),
        ...(await detailOf(context, survey, [])),
      };
    const isKnown = new Set((await tests.baseline(signal)).cases.map(testKey));
    const trials = await tryMutants(
      left.slice(0, MOST),
      {
        tests,
        path: subject,
        changes,
        selection: { files: [testFile] },
        counts: (test) => !isKnown.has(testKey(test)),
        withinMs: WITHIN_MS,
        now,
      },
      signal,
    );
    const killed = trials.filter(({ verdict }) => verdict === "killed").length;
    const noticed = trials.filter(({ verdict }) => verdict === "killed" || verdict === "timeout").length;
    const details = await detailOf(context, survey, trials);
    const before =
      survey.executed === 0
        ? "that nothing noticed before"
        : `that survived ${testsIn(survey)} (${survey.executed} were tried)`;
    if (killed > 0)
      return {
        ...says("proved", `The new tests notice ${noticed} of ${counted(trials.length, "mutant")} ${before}.`),
        ...details,
      };
    const examples = await examplesOf(context, trials);
    return {
      ...says("unknown", `The new tests notice none of ${counted(trials.length, "mutant")} ${before}: ${examples}`),
      ...details,
    };
  },
};

/** By whom mutants were to be noticed, for sentences. */
export function testsIn({ nearest }: MutantSurvey): string {
  return nearest === undefined ? "today's tests" : `today's tests in ${nearestOf(nearest.files, nearest.of)}`;
}

/** How mutants are written in a sentence: "line 12 with a < b as a <= b". */
async function examplesOf({ base, subject }: CheckContext, trials: readonly MutantTrial[]): Promise<string> {
  const text = await base.read(subject);
  const shown = trials.slice(0, 3).map(({ mutant }) => {
    const [before = "", after = ""] = changedLines(text, mutant).map((lines) =>
      lines.trim().replace(/\s+/g, " ").slice(0, 80),
    );
    return `line ${mutant.line}, "${before}" as "${after}"`;
  });
  return `${shown.join("; ")}. Add a test that tells them apart.`;
}

function changedLines(text: string, { from, to, replacement }: ChosenMutant): readonly [before: string, after: string] {
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const next = text.indexOf("\n", Math.max(from, to - 1));
  const end = next < 0 ? text.length : next;
  return [text.slice(start, end), text.slice(start, from) + replacement + text.slice(to, end)];
}

async function detailOf(
  context: CheckContext,
  { trials }: MutantSurvey,
  again: readonly MutantTrial[],
): Promise<Pick<Evidence, "detailRef">> {
  const { base, subject } = context;
  const text = await base.read(subject);
  const starts = lineStarts(text);
  const after = new Map(again.map((trial) => [trial.mutant, trial]));
  const mutants = trials.map(({ mutant, verdict, by: killer }) => {
    const [old, fresh] = changedLines(text, mutant);
    const marked = (sign: string, lines: string) => lines.split("\n").map((line) => `${sign}${line}`);
    const now = after.get(mutant);
    const by = now === undefined ? killer : now.by;
    return {
      line: lineAt(starts, mutant.from),
      ...(mutant.declaration === undefined ? {} : { declaration: mutant.declaration }),
      operator: mutant.operator,
      diff: [...marked("-", old), ...marked("+", fresh)].join("\n"),
      before: verdict,
      ...(now === undefined ? {} : { after: now.verdict }),
      ...(by === undefined ? {} : { by }),
    };
  });
  return keepDetail(context, { kind: "mutants", path: subject, mutants });
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
