import { Disposable } from "vscode";
import { registerCodeLenses } from "./code-lenses.ts";
import { registerComparisonTexts } from "./comparison-texts.ts";
import { registerContextKeys } from "./context-keys.ts";
import type { ReviewDesk } from "./desk.ts";
import { registerHunkCommands } from "./hunk-commands.ts";
import { registerProposalDocuments } from "./proposal-documents.ts";

/** Everything that shows proposals in the editor, over one desk. */
export function registerReview(desk: ReviewDesk): Disposable {
  const documents = registerProposalDocuments(desk);
  return Disposable.from(
    documents,
    registerComparisonTexts(desk),
    registerHunkCommands(desk, documents),
    registerCodeLenses(desk),
    registerContextKeys(desk),
  );
}
