import type { FileTexts } from "../core/changes/unified-diff.ts";
import { standing } from "../core/run/outcome.ts";
import type { RunLog } from "../core/run/run-log.ts";
import { proposalOf } from "../core/run/run-state.ts";
import { planApply } from "./apply.ts";
import { carryOut } from "./carry-out.ts";

/**
 * Accepts everything that is proved, as it was proved, and writes it to the user's files: all or nothing.
 * Returns the sentence that kept it from being written, if one did. Nothing is accepted when the union of the changes does not hold.
 */
export async function acceptProved(
  log: RunLog,
  texts: ReadonlyMap<string, readonly FileTexts[]>,
  host: { readonly root: string; readonly state: string },
): Promise<string | undefined> {
  const broken = log.state.union.find(({ verdict }) => verdict === "refuted");
  if (broken !== undefined) return `Nothing was applied. ${broken.sentence}`;
  const proved = standing(log.state).filter((worker) => worker.report?.status === "proved");
  const sets = proved.flatMap((worker) => proposalOf(worker) ?? []);
  if (sets.length === 0) return undefined;
  const changeSets = sets.map(({ id }) => id);
  const plan = await planApply(
    proved.flatMap((worker) => texts.get(worker.assignment.id) ?? []),
    host.root,
  );
  if (plan.problems.length > 0) {
    const sentence = `Nothing was applied. ${plan.problems.map((problem) => problem.sentence).join(" ")}`;
    log.teller("run")({ type: "conflicted", changeSets, sentence });
    await log.settled();
    return sentence;
  }
  const tell = log.teller("user");
  for (const { id, revision } of sets) tell({ type: "decided", changeSet: id, revision, decision: "accepted" });
  await log.settled();
  const files = await carryOut(plan, { state: host.state });
  log.teller("run")({ type: "applied", changeSets, files: [...files] });
  await log.settled();
  return undefined;
}
