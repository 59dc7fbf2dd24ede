import { standingEvidence } from "../../core/review/review-worker.ts";
import type { OpenDesk } from "../review/open-desk.ts";
import { telling } from "../run-view.ts";
import type { OpenRun } from "../runs/open-run.ts";

/** The proof behind one piece of a card's evidence, as Markdown; undefined where there is no more than its sentence. */
export async function detailOf(
  open: OpenRun,
  card: string,
  index: number,
  desk: OpenDesk,
): Promise<string | undefined> {
  const worker = open.state.workers.get(card);
  if (worker === undefined) return undefined;
  const proposal = desk.find({ run: open.run, worker: card });
  const verified = proposal === undefined ? undefined : standingEvidence(worker, proposal.review);
  const evidence = telling(verified?.evidence ?? worker.report?.evidence ?? worker.evidence);
  const ref = evidence[index]?.detailRef;
  if (ref === undefined) return undefined;
  const { detailText } = await import("../../core/evidence/detail-text.ts");
  return detailText(await open.place.blobs.get(ref));
}
