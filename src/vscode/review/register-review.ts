import { Disposable, type Uri } from "vscode";
import { registerCodeActions } from "./code-actions.ts";
import { registerCodeLenses } from "./code-lenses.ts";
import { registerComparisonTexts } from "./comparison-texts.ts";
import { registerContextKeys } from "./context-keys.ts";
import { registerDecorations } from "./decorations.ts";
import type { ReviewDesk } from "./desk.ts";
import { registerFindings } from "./findings.ts";
import { registerHunkCommands } from "./hunk-commands.ts";
import { registerPendingView } from "./pending-view.ts";
import { type ProposalDocuments, registerProposalDocuments } from "./proposal-documents.ts";

/** Everything that shows proposals in editors and acts on them. `extension` is the folder that holds `media`. */
export function registerReview(desk: ReviewDesk, extension: Uri): ProposalDocuments {
  const documents = registerProposalDocuments(desk);
  const all = Disposable.from(
    documents,
    registerComparisonTexts(desk),
    registerHunkCommands(desk, documents),
    registerContextKeys(desk),
    registerCodeLenses(desk),
    registerDecorations(desk, extension),
    registerPendingView(desk),
    registerCodeActions(),
    registerFindings(desk),
  );
  return { flush: (target) => documents.flush(target), dispose: () => all.dispose() };
}
