import type { AgentDefinition } from "../agents/agent.ts";
import { agentNamed } from "../agents/index.ts";
import type { TestAccess } from "../evidence/check.ts";
import type { Assignment } from "../worker/assignment.ts";
import { Budget } from "../worker/budget.ts";
import type { Report } from "../worker/report.ts";
import { noteLines, readNote } from "../worker/scratchpad.ts";
import { surveyFor } from "../worker/survey-for.ts";
import { work } from "../worker/work.ts";
import type { WorkerHost } from "../worker/worker-host.ts";
import { approval, declinedPlan } from "./approve-plan.ts";
import { blockedByOthers } from "./blocked-by-others.ts";
import { checkpoint } from "./checkpoint.ts";
import { recordedExecutions } from "./executions.ts";
import { nothingToTest } from "./nothing-to-test.ts";
import { proposedTexts } from "./proposed-texts.ts";
import type { RunLog } from "./run-log.ts";
import type { RunRoom } from "./run-room.ts";
import { settledByOthers } from "./settled-by-others.ts";
import { type Ground, groundOf, onGround } from "./stack.ts";
import { TestDesk } from "./test-desk.ts";
import { overUnsaved } from "./unsaved.ts";
import { inWords } from "./waiting-proposal.ts";

/** Most proofs of a right answer run the related tests once as they shall be, and once with a mistake put back. */
const usualExecutions = 2;

/** What an assignment waits for before it has a place: the user's word, where it is wanted. */
export async function untilWanted(assignment: Assignment, room: RunRoom, signal: AbortSignal): Promise<void> {
  if (room.log.state.workers.get(assignment.id)?.status === "ended") return;
  await approval(assignment, room, signal);
  if (room.log.state.approvals.get(assignment.id) !== false) await checkpoint(assignment, room, signal);
}

/**
 * One assignment of a plan: told as assigned, then done by a worker, or by what other workers have proved already.
 * It and all that lies below it take long to load, and most runs of tests fail in nothing: so it is imported while tests run.
 */
export async function carryOutAssignment(assignment: Assignment, room: RunRoom, signal: AbortSignal): Promise<Report> {
  const { host, log } = room;
  const declined = declinedPlan(assignment, log);
  if (declined !== undefined) return declined;
  log.teller("run")({ type: "assigned", assignment: assignment.id, model: host.model.id });
  const blocked = blockedByOthers(assignment, room, signal);
  if (blocked !== undefined) return blocked;
  const ground = await groundOf(assignment, log.state, host);
  if (ground === undefined) return onFiles(assignment, room, signal);
  if (ground.earlier.length > 0) {
    const text = `Starts from ${ground.earlier.map(inWords).join(" and ")}, which still waits for your review`;
    log.teller(assignment.id)({ type: "step", text });
  }
  const over = roomOver(assignment, ground, room);
  try {
    return await onFiles(onGround(assignment, ground), over, signal, ground);
  } finally {
    await over.desk.close();
  }
}

/** The same room over what is proposed below: its files, its search, its tests and their baseline. */
function roomOver(assignment: Assignment, ground: Ground, room: RunRoom): RunRoom {
  const { changes } = ground;
  const host = overUnsaved(room.host, { texts: () => changes, version: () => 1 });
  const paths = [...new Set([...room.desk.paths, ...changes.keys()])].sort();
  const tell = room.log.teller(assignment.id);
  // The run has one baseline; this one is a matter of this worker.
  const desk = new TestDesk(
    host,
    paths,
    (fact, cause) => (fact.type === "baseline" ? room.log.state.lastSeq : tell(fact, cause)),
    async () => {},
  );
  return { ...room, host, desk };
}

async function onFiles(assignment: Assignment, room: RunRoom, signal: AbortSignal, ground?: Ground): Promise<Report> {
  const { host, log, desk } = room;
  const agent = agentNamed(assignment.agent, host.agents);
  const settled = await settledByOthers(assignment, ground?.earlier ?? [], room, signal);
  if (settled !== undefined) return settled;
  const tests = desk.accessFor(assignment, log.teller(assignment.id));
  desk.startBaseline(assignment, signal);
  if (tests !== undefined) host.runner.expect?.(usualExecutions);
  const isMeasured = tests !== undefined && agent.contract.mustProve.includes("mutant-killed");
  const survey = isMeasured ? surveyFor(assignment, host, tests) : undefined;
  const nothing = survey && (await nothingToTest(assignment, survey, log, { task: agent.task, now: host.now, signal }));
  if (nothing !== undefined) return nothing;
  const before = log.state.workers.get(assignment.id);
  const last = before?.revisions.at(-1)?.revision ?? 0;
  const isSentBack = before !== undefined && before.revisions.length > 0 && before.steered.length > 0;
  const worksIn: WorkerHost = {
    ...workerHost(assignment, agent, room, tests),
    revision: last + 1,
    ...(isSentBack ? { earlier: await proposedTexts(before, host.blobs) } : {}),
    ...(survey === undefined ? {} : { survey }),
    ...(ground === undefined ? {} : { stackedOn: ground.stackedOn }),
    ...(log.state.route === "supervised" ? { facts: factsFor(assignment, log) } : {}),
  };
  return work(assignment, worksIn, signal);
}

/** What any worker of the run is given. */
export function workerHost(
  { id }: Pick<Assignment, "id">,
  agent: AgentDefinition,
  { host, log, desk, budget, now, controls, giveWay }: RunRoom,
  tests?: TestAccess,
): WorkerHost {
  const { model, runner } = host;
  const { seconds } = agent.budget;
  const limits = model.calls === undefined ? agent.budget : { calls: model.calls, seconds };
  const tell = log.teller(id);
  return {
    ...host,
    run: log.run,
    agent,
    budget: new Budget(limits, now, budget),
    graph: desk.graph,
    ...(tests === undefined ? {} : { tests }),
    commands: {
      run: recordedExecutions(runner, tell),
      which: (program) => runner.which(program),
      locate: (path) => host.locate(path),
    },
    diagnostics: desk.diagnostics,
    transcript: host.transcript(log.run, id),
    rung: runner.rung,
    tell,
    async beforeTurn(stop) {
      if (controls.isHeld(id)) await giveWay(() => controls.released(id, stop), stop);
      return controls.takeUnheard(id);
    },
  };
}

function factsFor({ id }: Assignment, log: RunLog): NonNullable<WorkerHost["facts"]> {
  return {
    lines: noteLines(log.state.facts),
    post(fact) {
      const note = readNote(fact, id);
      if (note !== undefined) log.teller(id)({ type: "noted", ...note });
    },
  };
}
