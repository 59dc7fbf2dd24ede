import { agentNamed } from "../agents/index.ts";
import { supervisorAgent } from "../agents/supervisor.ts";
import { AppError } from "../app-error.ts";
import { unifiedDiff } from "../changes/unified-diff.ts";
import { cutToTokens } from "../short-text.ts";
import type { Ending } from "../tools/ending.ts";
import type { Delegated } from "../tools/management.ts";
import type { Assignment } from "../worker/assignment.ts";
import type { Report } from "../worker/report.ts";
import { noteLines } from "../worker/scratchpad.ts";
import { askedUser } from "./ask-user.ts";
import { agentSection, earlierSection, filesSection, manage } from "./manage.ts";
import { outcomeOf, standing } from "./outcome.ts";
import { planWhatCanBe } from "./plan-parts.ts";
import { reportRows } from "./report-rows.ts";
import type { Request } from "./request.ts";
import { type Open, understoodSection } from "./route-by-model.ts";
import type { RunRoom } from "./run-room.ts";
import { proposalOf } from "./run-state.ts";

export interface SupervisorOptions {
  readonly request: Request;
  readonly room: RunRoom;
  /** Carries assignments out and resolves when they and what followed have ended. */
  carryOut(assignments: readonly Assignment[]): Promise<unknown>;
  /** Ends with the plan: nothing is carried out. */
  readonly planOnly: boolean;
}

/** Tokens of one report's evidence, or of a diff. */
const mostDetails = 400;

/** A run led by a model that plans, delegates and sees reports only; its plan stands in the log. */
export async function lead(
  words: string,
  understood: Open,
  options: SupervisorOptions,
  signal: AbortSignal,
): Promise<Report> {
  const { room } = options;
  const { log } = room;
  const tools = {
    delegate: (tasks: readonly Delegated[], more: boolean, stop: AbortSignal) => delegate(tasks, more, options, stop),
    details: (id: string, path: string | undefined) => details(id, path, room),
    async askUser(question: string, choices: readonly string[], stop: AbortSignal) {
      const answer = await askedUser({ actor: supervisorAgent.name, question, choices }, room, stop);
      log.teller("user")({
        type: "noted",
        key: cutToTokens(question, 20),
        value: cutToTokens(answer, 40),
        source: "user",
      });
      return answer;
    },
    finish: (open: string) => finish(open, room),
    route: () => {
      throw new AppError("refused", "Delegate the work.");
    },
  };
  const sections = [
    agentSection(room.host.agents),
    filesSection(room.desk.paths),
    earlierSection(log.state),
    understoodSection(understood),
  ];
  const now = () => [
    { kind: "reports", title: "", body: reportRows(log.state) },
    { kind: "facts", title: "", body: noteLines(log.state.facts) },
  ];
  const managing = { agent: supervisorAgent, request: words, sections, standing: now, tools };
  return manage(managing, room, signal);
}

function finish(open: string, room: RunRoom): Ending {
  const status = standingStatus(room);
  if (open === "") return { status, summary: "Finished." };
  return {
    status: status === "proved" ? (room.log.state.workers.size === 0 ? "failed" : "partial") : status,
    summary: open,
  };
}

async function delegate(
  tasks: readonly Delegated[],
  more: boolean,
  options: SupervisorOptions,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly ended?: Ending }> {
  const { request, room, carryOut, planOnly } = options;
  const { desk, host, log } = room;
  if (tasks.length === 0) throw new AppError("usage", "The list of tasks is empty: give at least one, or finish.");
  const parts = tasks.map(({ agent, files, task = "", after }) => ({
    agent: agentNamed(agent, host.agents).name,
    files: files === undefined || files === "" ? [] : [files],
    instruction: task,
    after,
  }));
  const earlier = [...log.state.workers.values()].map(({ assignment }) => assignment);
  const { plan, failures } = await planWhatCanBe(parts, { request, desk, host, earlier }, signal);
  const problems = failures.map(({ part, error }) => `Task ${part} was not begun: ${error.message}`);
  const assignments = plan.assignments.map((one) => onceMore(one, room));
  if (earlier.length === 0) log.teller("run")({ type: "planned", plan: { ...plan, route: "supervised", assignments } });
  else log.teller("run")({ type: "grown", assignments, why: "The supervisor wants more." });
  const open = [...problems, ...plan.unplanned];
  if (planOnly) return { text: "", ended: { status: "proved", summary: "Planned." } };
  await carryOut(assignments);
  if (assignments.some(({ id }) => log.state.approvals.get(id) === false))
    return { text: "", ended: { status: "failed", summary: "Ask again in other words for another one." } };
  const notes = [...open, ...plan.notes];
  const text = notes.join("\n");
  if (more || open.length > 0 || standingStatus(room) !== "proved") return { text };
  return { text, ended: { status: "proved", summary: notes.join(" ") || "Everything is proved." } };
}

/** Takes the place of an assignment that came to nothing, where that was the same agent on the same file. */
function onceMore(assignment: Assignment, { log }: RunRoom): Assignment {
  const before = standing(log.state).find(
    ({ assignment: { agent, target }, report }) =>
      agent === assignment.agent && target === assignment.target && report?.status !== "proved",
  );
  return before === undefined ? assignment : { ...assignment, insteadOf: before.assignment.id };
}

function standingStatus({ log }: RunRoom): Ending["status"] {
  const { status } = outcomeOf(log.state);
  switch (status) {
    case "proved":
    case "nothing":
      return "proved";
    case "partial":
    case "unproved":
      return status;
    case "failed":
    case "blocked":
    case "budget":
    case "cancelled":
    case "interrupted":
      return "failed";
  }
}

async function details(id: string, path: string | undefined, { log, host }: RunRoom): Promise<string> {
  const worker = log.state.workers.get(id);
  if (worker?.report === undefined)
    throw new AppError("not-found", `There is no report ${id}: ids are the first word of a row.`);
  if (path === undefined) {
    const { summary, evidence, problem, openQuestions } = worker.report;
    const rows = evidence.map(({ check, verdict, sentence }) => `${check} ${verdict}: ${sentence}`);
    return lines([summary, ...rows, problem?.sentence ?? "", ...openQuestions]);
  }
  const file = proposalOf(worker)?.files.find((one) => one.path === path);
  if (file === undefined) throw new AppError("not-found", `${id} proposes no change to ${path}.`);
  const text = async (blob: string | null) => (blob === null ? null : host.blobs.get(blob));
  return lines(unifiedDiff([{ path, base: await text(file.base), proposed: await text(file.proposed) }]).split("\n"));
}

/** As many of the lines as details may have. */
function lines(all: readonly string[]): string {
  let left = mostDetails * 4;
  const cut = all.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  const kept = cut < 0 ? all : [...all.slice(0, cut), `… ${all.length - cut} more lines`];
  return kept.filter((line) => line !== "").join("\n");
}
