import { type Event, window } from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { Finding } from "../../core/evidence/criticism.ts";
import type { Path } from "../../core/ports/files.ts";
import type { Acceptance, Choice } from "../../core/review/acceptance.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { Runs } from "../runs/runs.ts";
import {
  accept,
  choiceOf,
  dismiss,
  openChoiceOf,
  provedChoice,
  reject,
  reopen,
  reverse,
  revise,
  takesFirst,
  tellFailure,
  waitsUnder,
} from "./decide.ts";
import type { Proposal, ProposalId, ReviewDesk, ReviewTarget } from "./desk.ts";
import { openConflict } from "./open-diff.ts";
import type { Proposals } from "./proposals.ts";

/** The desk over the runs that are shown. Decisions are made one after the other: each stands on what the one before has written. */
export class OpenDesk implements ReviewDesk {
  readonly #runs: Runs;
  readonly #proposals: Proposals;
  readonly ready: Promise<void>;
  #turn: Promise<void> = Promise.resolve();

  /** `restored`: when the runs of the last time are there again. */
  constructor(runs: Runs, proposals: Proposals, restored: Promise<void>) {
    this.ready = restored.then(() => proposals.refresh());
    this.#runs = runs;
    this.#proposals = proposals;
  }

  get proposals(): readonly Proposal[] {
    return this.#proposals.list;
  }

  get onDidChange(): Event<void> {
    return this.#proposals.onDidChange;
  }

  find(id: ProposalId): Proposal | undefined {
    return this.#proposals.find(id);
  }

  accept(target: ReviewTarget): Promise<void> {
    return this.#decide(target, async (open, proposal) => {
      if (await this.#takeUnder(proposal)) await this.#take(open, [choiceOf(this.find(target) ?? proposal, target)]);
    });
  }

  reject(target: ReviewTarget): Promise<void> {
    return this.#decide(target, (open, proposal) => reject(open, openChoiceOf(proposal, target), this.#runs.shown));
  }

  reopen(target: ReviewTarget): Promise<void> {
    return this.#decide(target, (open, proposal) => reopen(open, proposal, target));
  }

  dismiss(id: ProposalId, finding: Finding): Promise<void> {
    return this.#decide(id, (open, proposal) => dismiss(open, proposal, finding));
  }

  revise(id: ProposalId, path: Path, text: string): Promise<void> {
    return this.#decide(id, (open, proposal) => revise(open, proposal, path, text));
  }

  /** How many proposals "accept what is proved" would take. */
  get proved(): number {
    return this.#provedChoices().length;
  }

  /** Accepts every proposal that is proved for the text that would result, as it is now. */
  acceptProved(): Promise<void> {
    return this.#next(async () => {
      for (const open of new Set(this.#provedChoices().map(([run]) => run))) {
        // What was written of one run is what the next one's proposals stand against.
        await this.#proposals.refresh();
        const choices = this.#provedChoices().flatMap(([run, choice]) => (run === open ? [choice] : []));
        if (choices.length > 0) await this.#take(open, choices);
      }
    });
  }

  /** Undoes the last apply that stands, or redoes the last one that was undone; of one run, or of all that are shown. */
  reverse(kind: "undo" | "redo", run?: string): Promise<void> {
    return this.#next(async () => {
      const candidates = this.#runs.shown
        .filter((open) => run === undefined || open.run === run)
        .flatMap((open) => open.state.applied.map((applied) => ({ open, applied })))
        .filter(({ applied }) => (applied.undone === undefined) === (kind === "undo"))
        .sort((one, other) => one.applied.at - other.applied.at);
      const last = kind === "undo" ? candidates.at(-1) : candidates[0];
      if (last === undefined) throw new AppError("usage", `There is nothing to ${kind}.`);
      await reverse(last.open, last.applied);
    });
  }

  /** What it builds on in earlier runs comes first. False when the user thought better of it. */
  async #takeUnder(proposal: Proposal): Promise<boolean> {
    const below = waitsUnder(proposal, this.proposals);
    if (below.length > 0 && !(await takesFirst(below, proposal))) return false;
    for (const one of below) {
      const open = this.#runs.find(one.run);
      const taken = open && (await accept(open, [choiceOf(this.find(one) ?? one, one)], this.#proposals, true));
      if (taken === undefined) return false;
      await this.#proposals.refresh();
    }
    return true;
  }

  async #take(open: OpenRun, choices: readonly Choice[]): Promise<void> {
    const taken = await accept(open, choices, this.#proposals);
    await this.#tellConflicts(taken?.acceptance);
    for (const { review, hunks } of taken?.next ?? []) {
      await this.#proposals.refresh();
      const id = { run: review.run, worker: review.assignment };
      const [other, proposal] = [this.#runs.find(id.run), this.find(id)];
      if (other === undefined || proposal === undefined) continue;
      const also = await accept(other, [choiceOf(proposal, { ...id, hunks: [...hunks] })], this.#proposals, true);
      await this.#tellConflicts(also?.acceptance);
    }
  }

  #provedChoices(): readonly (readonly [OpenRun, Choice])[] {
    return this.proposals.flatMap((proposal) => {
      const open = this.#runs.find(proposal.run);
      const choice = open === undefined ? undefined : provedChoice(open, proposal);
      return open === undefined || choice === undefined ? [] : [[open, choice] as const];
    });
  }

  #decide(id: ProposalId, act: (open: OpenRun, proposal: Proposal) => Promise<void>): Promise<void> {
    return this.#next(async () => {
      const open = this.#runs.find(id.run);
      const proposal = this.find(id);
      if (open === undefined || proposal === undefined)
        throw new AppError("usage", "That proposal is no longer shown: open its run from the history.");
      await act(open, proposal);
    });
  }

  #next(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(async () => {
      try {
        await this.#proposals.refresh();
        await act();
      } catch (error) {
        tellFailure(error);
      } finally {
        await this.#proposals.refresh();
      }
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #tellConflicts(acceptance: Acceptance | undefined): Promise<void> {
    const [first] = acceptance?.conflicts ?? [];
    if (acceptance === undefined || first === undefined) return;
    const count = acceptance.conflicts.length;
    const hunks = count === 1 ? "1 hunk was" : `${count} hunks were`;
    const sentence = `${hunks} not merged: ${first.file.path} was changed on the same lines.`;
    const compare = "Compare";
    // Not awaited: a message that nobody answers must not hold up the next decision.
    window.showWarningMessage(sentence, compare).then((picked) => {
      const proposal = this.find({ run: first.review.run, worker: first.review.assignment });
      if (picked === compare && proposal !== undefined) return openConflict(proposal, first.file.path, { focus: true });
      return undefined;
    });
  }
}
