import { agentNamed } from "../agents/index.ts";
import type { ChangeSet } from "../changes/change-set.ts";
import { hashText } from "../hash.ts";
import type { BlobStore } from "../ports/blob-store.ts";
import type { Changes, Path } from "../ports/files.ts";
import type { Assignment } from "../worker/assignment.ts";
import { standing } from "./outcome.ts";
import type { RunHost } from "./run-host.ts";
import { proposalOf, type RunState, type WorkerState } from "./run-state.ts";
import { unionOf } from "./union-of.ts";
import type { WaitingProposal } from "./waiting-proposal.ts";

type Agents = Pick<RunHost, "agents">;
type Earlier = Pick<RunHost, "waiting" | "files">;

/**
 * The same assignments, in an order in which no file is changed by two workers at once: whoever changes a file, or is about a
 * file, that an earlier one changes waits for it and starts from what it proposes.
 */
export function stacked(
  assignments: readonly Assignment[],
  earlier: readonly Assignment[],
  host: Agents,
): readonly Assignment[] {
  const before = [...earlier];
  return assignments.map((assignment) => {
    const below = before.filter((one) => isBelow(one, assignment, host)).map(({ id }) => id);
    const whole: Assignment =
      below.length === 0
        ? assignment
        : { ...assignment, dependsOn: [...new Set([...assignment.dependsOn, ...below])], stackedOn: below };
    before.push(whole);
    return whole;
  });
}

function isBelow(lower: Assignment, upper: Assignment, host: Agents): boolean {
  const changed = changedFile(lower, host);
  return changed === changedFile(upper, host) || changed === upper.target;
}

/** The file an assignment may change. */
export function changedFile({ agent, target, context }: Assignment, { agents }: Agents): Path {
  return agentNamed(agent, agents).contract.mayChange === "test-file" ? (context.testFile ?? target) : target;
}

/** What a stacked assignment starts from in place of the user's files. */
export interface Ground {
  readonly changes: Changes;
  readonly stackedOn: NonNullable<ChangeSet["stackedOn"]>;
  /** What of it earlier runs propose. */
  readonly earlier: readonly WaitingProposal[];
}

/**
 * Whose proposals it starts from: what is proved, and changes the same file or the one it is about; not what was built on it. What is
 * not proved is no ground: then it starts from the user's own text.
 */
export function groundsOf(assignment: Assignment, state: RunState, host: Agents): readonly WorkerState[] {
  return standing(state).filter(
    (worker) =>
      worker.report?.status === "proved" &&
      worker.assignment.id !== assignment.id &&
      isBelow(worker.assignment, assignment, host) &&
      worker.assignment.stackedOn?.includes(assignment.id) !== true,
  );
}

/** What it starts from, as it stands when it starts: what earlier runs propose, and what this one does. */
export async function groundOf(
  assignment: Assignment,
  state: RunState,
  host: Agents & Earlier & { readonly blobs: BlobStore },
): Promise<Ground | undefined> {
  const below = groundsOf(assignment, state, host);
  const sets = below.flatMap((worker) => proposalOf(worker) ?? []);
  const files = [changedFile(assignment, host), assignment.target];
  const waiting = await waitingBefore(state, host);
  const earlier = waiting.filter(({ texts }) => files.some((path) => texts.has(path)));
  if (sets.length === 0 && earlier.length === 0) return undefined;
  return {
    changes: new Map([...textsOf(earlier), ...(await unionOf(below, host))]),
    stackedOn: [
      ...earlier.map(({ changeSet, agent, target }) => ({ ...changeSet, earlier: { agent, target } })),
      ...sets.map(({ id, revision }) => ({ id, revision })),
    ],
    earlier,
  };
}

/** The texts of earlier runs that these proposals were made over, as far as they still wait. */
export async function earlierTexts(workers: readonly WorkerState[], state: RunState, host: Earlier): Promise<Changes> {
  const below = new Set(workers.flatMap((worker) => proposalOf(worker)?.stackedOn?.map(({ id }) => id) ?? []));
  const waiting = await waitingBefore(state, host);
  return textsOf(waiting.filter(({ changeSet }) => below.has(changeSet.id)));
}

async function waitingBefore({ request }: RunState, host: Earlier): Promise<readonly WaitingProposal[]> {
  const follows = request?.conversation?.follows;
  return (follows === undefined ? undefined : await host.waiting?.(follows, host.files)) ?? [];
}

function textsOf(waiting: readonly WaitingProposal[]): Changes {
  return new Map(waiting.flatMap(({ texts }) => [...texts]));
}

/** The assignment for the texts it really starts from. */
export function onGround(assignment: Assignment, { changes }: Ground): Assignment {
  const base = Object.entries(assignment.context.base).map(([path, hash]) => {
    const text = changes.get(path);
    return [path, text === undefined ? hash : hashText(text)] as const;
  });
  return { ...assignment, context: { ...assignment.context, base: Object.fromEntries(base) } };
}
