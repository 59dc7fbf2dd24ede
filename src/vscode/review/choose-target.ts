import * as vscode from "vscode";
import { waitingIds } from "../../core/review/review-file.ts";
import type { ReviewDesk, ReviewTarget } from "./desk.ts";
import { readTarget } from "./read-target.ts";
import { hunksAt, type ReviewedFile, reviewedBehind, reviewedIn } from "./reviewed-file.ts";

/** How much of a proposal a command is about. */
export type Reach = "hunk" | "file" | "agent";

/**
 * What a command is about: what it was given by a list, a lens or the panel; else the file it was given by a menu; else what is
 * at the cursor. Where several agents have a say there, the user picks. Undefined when there is nothing, or nothing is picked.
 */
export async function chooseTarget(
  desk: ReviewDesk,
  argument: unknown,
  reach: Reach,
): Promise<ReviewTarget | undefined> {
  const named = readTarget(argument);
  if (named !== undefined) return narrowed(named, reach);
  const editor = vscode.window.activeTextEditor;
  const isAtCursor = reach === "hunk" || !(argument instanceof vscode.Uri);
  const reviewed = isAtCursor
    ? editor === undefined
      ? []
      : reviewedIn(desk, editor.document)
    : reviewedBehind(desk, argument);
  const targets = reviewed.flatMap((one): readonly Choice[] => {
    const { run, worker } = one.proposal;
    const { path } = one.file;
    const hunks = reach === "hunk" && editor !== undefined ? selected(one, editor) : waitingIds(one.file);
    if (hunks.length === 0) return [];
    return [{ label: labelOf(one), target: narrowed({ run, worker, path, hunks }, reach) }];
  });
  return pick(targets);
}

interface Choice {
  readonly label: string;
  readonly target: ReviewTarget;
}

async function pick(choices: readonly Choice[]): Promise<ReviewTarget | undefined> {
  const [only, ...others] = choices;
  if (others.length === 0) return only?.target;
  const picked = await vscode.window.showQuickPick(choices, { placeHolder: "Which agent's proposal?" });
  return picked?.target;
}

function labelOf({ proposal: { agent, icon, summary } }: ReviewedFile): string {
  return `$(${icon}) ${agent}: ${summary}`;
}

function narrowed({ run, worker, path, hunks }: ReviewTarget, reach: Reach): ReviewTarget {
  return {
    run,
    worker,
    ...(reach === "agent" || path === undefined ? {} : { path }),
    ...(reach !== "hunk" || hunks === undefined ? {} : { hunks }),
  };
}

/** The ids of the waiting hunks that any cursor or selection touches. */
export function selected(reviewed: ReviewedFile, { selections }: vscode.TextEditor): readonly string[] {
  const found = selections.flatMap(({ start, end }) => hunksAt(reviewed, start.line, end.line));
  return [...new Set(found.map(({ hunk }) => hunk.id))];
}
