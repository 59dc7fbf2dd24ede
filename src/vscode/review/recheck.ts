import type { Disposable } from "vscode";
import { hashText } from "../../core/hash.ts";
import { hasWaiting, standingEvidence } from "../../core/review/review-worker.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { Runs } from "../runs/runs.ts";
import type { Proposal, ProposalId } from "./desk.ts";
import type { Proposals } from "./proposals.ts";

/** A selection is checked again by itself when the project's tests took no longer than this. */
const quickMs = 10_000;
/** So long nothing must change before that: nobody wants a run of the tests for each key. */
const restMs = 800;

/**
 * Evidence is about bytes: where the user's edits or decisions would make other bytes, the worker's contract is checked again for
 * these. By itself where that is quick, else when asked.
 */
export class Recheck implements Disposable {
  readonly #runs: Runs;
  readonly #proposals: Proposals;
  readonly #report: (error: unknown) => void;
  readonly #subscription: Disposable;
  readonly #stop = new AbortController();
  /** What was tried, by the texts: it is not tried again by itself. */
  readonly #tried = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(runs: Runs, proposals: Proposals, report: (error: unknown) => void) {
    this.#runs = runs;
    this.#proposals = proposals;
    this.#report = report;
    this.#subscription = proposals.onDidChange(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#checkQuickOnes().catch(report), restMs);
    });
  }

  /** Checks what waits of a proposal, for the texts that accepting it would make. Throws what executions throw. */
  async check(id: ProposalId): Promise<void> {
    const proposal = this.#proposals.find(id);
    const open = this.#runs.find(id.run);
    if (proposal === undefined || open === undefined) return;
    this.#tried.add(keyOf(proposal));
    const changed = proposal.review.files.filter(({ current, document }) => current !== document);
    const changes = new Map(changed.map(({ path, document }) => [path, document ?? undefined]));
    await this.#runs.verify(open, proposal.worker, changes, this.#stop.signal);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
    this.#subscription.dispose();
  }

  async #checkQuickOnes(): Promise<void> {
    for (const proposal of this.#proposals.list) {
      const open = this.#runs.find(proposal.run);
      if (open === undefined || open.live || !isStale(open, proposal) || !isQuick(open)) continue;
      if (this.#tried.has(keyOf(proposal))) continue;
      await this.check(proposal).catch(this.#report);
    }
  }
}

/** Whether something waits that was not checked as it would be. */
function isStale(open: OpenRun, { worker: id, review }: Proposal): boolean {
  const worker = open.state.workers.get(id);
  return worker !== undefined && hasWaiting(review) && standingEvidence(worker, review) === undefined;
}

function isQuick({ state }: OpenRun): boolean {
  return state.rung !== "none" && state.baselines.every(({ ms }) => ms < quickMs);
}

function keyOf({ run, worker, review }: Proposal): string {
  return hashText(
    JSON.stringify([run, worker, review.files.map(({ path, current, document }) => [path, current, document])]),
  );
}
