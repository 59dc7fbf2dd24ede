import type { AppError } from "../app-error.ts";
import type { ChangeSet, FileChange } from "../changes/change-set.ts";
import { confidenceOf } from "../evidence/confidence.ts";
import { findingLine, isSevere } from "../evidence/finding-line.ts";
import { cutToTokens } from "../short-text.ts";
import type { Ending } from "../tools/ending.ts";
import { summaryTokens } from "../tools/propose.ts";
import type { Assignment } from "./assignment.ts";
import { type Attempt, changedLines } from "./attempt.ts";
import type { Heard } from "./critic.ts";
import { type Report, reportSchema, type WorkStatus } from "./report.ts";
import type { WorkerHost } from "./worker-host.ts";

/** What a worker's conversation came to. */
interface Conversation {
  readonly best: Attempt | undefined;
  /** What the model said in place of a tool call, if it did. */
  readonly lastWords: string | undefined;
  /** What a critic made of the best attempt, if one was asked. */
  readonly heard: Heard | undefined;
  /** Why our code ended it, if it did. */
  readonly stopped: string | undefined;
  /** The expected failure that ended it, if one did. */
  readonly failure: AppError | undefined;
  /** How it ended where nothing is proposed by this worker itself. */
  readonly ended: Ending | undefined;
}

/** Findings of a critic that go up with a report. */
const mostQuestions = 3;

/** Keeps what is proposed, tells it with its evidence, and reports. A change that failed its contract outright is not proposed. */
export async function conclude(assignment: Assignment, said: Conversation, host: WorkerHost): Promise<Report> {
  const shown = said.best?.status === "failed" ? undefined : said.best;
  const changeSet = shown === undefined ? undefined : await keep(assignment, shown, host);
  const status = statusOf(said);
  // Of several that came to nothing and a word on all of them, the first one's evidence would mislead.
  const isTold = shown === undefined && Boolean(said.lastWords);
  const evidence = isTold ? [] : (said.best?.evidence ?? []);
  const problem = problemOf(status, said);
  const isManager = host.manages !== undefined;
  const claimed = shown?.claim.confidence;
  const heard = shown === undefined ? undefined : said.heard;
  if (changeSet !== undefined && heard !== undefined) {
    const { id, revision } = changeSet;
    host.tell({ type: "criticised", changeSet: id, revision, ...heard.criticism, answered: [...heard.answered] });
  }
  const report = reportSchema.parse({
    assignment: assignment.id,
    status,
    summary: cutToTokens(
      said.ended?.summary ||
        shown?.claim.summary ||
        (isManager ? problem?.sentence : undefined) ||
        `No change to ${assignment.target}.`,
      summaryTokens,
    ),
    confidence: confidenceOf({
      evidence,
      changedLines: shown === undefined ? 0 : changedLines(shown),
      ...(claimed === undefined ? {} : { claim: claimed }),
      ...(heard === undefined ? {} : { criticism: heard.criticism }),
    }),
    evidence,
    openQuestions: (heard?.criticism.findings ?? []).filter(isSevere).slice(0, mostQuestions).map(findingLine),
    spent: host.budget.spent(),
    ...(changeSet === undefined ? {} : { changeSet: { id: changeSet.id, revision: changeSet.revision } }),
    ...(problem === undefined ? {} : { problem }),
  });
  host.tell({ type: "reported", report });
  return report;
}

async function keep(
  assignment: Assignment,
  { base, changes, claim, evidence, provenance }: Attempt,
  host: WorkerHost,
): Promise<ChangeSet> {
  const blob = (text: string | null | undefined) => (text == null ? null : host.blobs.put(text));
  const files: FileChange[] = [...changes].map(([path, text]) => ({
    path,
    base: blob(base.get(path)),
    proposed: blob(text),
  }));
  await host.blobs.settled();
  const { revision = 1, stackedOn = [] } = host;
  const id = `${host.run}/${assignment.id}`;
  const below = stackedOn.length === 0 ? {} : { stackedOn };
  const changeSet = { id, revision, by: assignment.agent, ...below, files };
  const cause = host.tell({ type: "proposed", changeSet, summary: claim.summary });
  host.tell({ type: "evidence", changeSet: id, revision, evidence: [...evidence], provenance }, cause);
  return changeSet;
}

function statusOf({ best, failure, ended }: Conversation): WorkStatus {
  if (ended !== undefined) return ended.status;
  if (best?.status === "proved") return "proved";
  switch (failure?.code) {
    case undefined:
      return best?.status ?? "failed";
    case "cancelled":
    case "budget":
      return failure?.code ?? "failed";
    case "key":
    case "provider":
    case "sandbox":
    case "tooling":
      return "blocked";
    case "usage":
    case "not-found":
    case "refused":
    case "conflict":
      return "failed";
  }
}

/** One sentence on why there is no proof. */
function problemOf(status: WorkStatus, { best, failure, lastWords, stopped, ended }: Conversation): Report["problem"] {
  if (status === "proved") return undefined;
  if (ended !== undefined) return { sentence: ended.summary };
  if (failure !== undefined) return { code: failure.code, sentence: failure.message };
  if (stopped !== undefined) return { sentence: stopped };
  // Where only a proof is missing, what is missing says more.
  if (lastWords && best?.status !== "unproved") {
    const nothing = best === undefined ? "The model proposed nothing" : "No proposal could be proved";
    return { sentence: `${nothing}: ${cutToTokens(lastWords, 60)}` };
  }
  const open =
    best?.evidence.find(({ verdict }) => verdict === "refuted") ??
    best?.evidence.find(({ verdict }) => verdict === "unknown");
  if (open !== undefined) return { sentence: `No proposal could be proved. ${open.sentence}` };
  return { sentence: "The model proposed no change." };
}
