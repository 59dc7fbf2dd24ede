import { diffLines } from "diff";
import { asAppError } from "../app-error.ts";
import type { CheckContext } from "../evidence/check.ts";
import type { Evidence, Provenance } from "../evidence/evidence.ts";
import { verify } from "../evidence/verify.ts";
import { hashText } from "../hash.ts";
import type { Rung } from "../ports/command-runner.ts";
import type { Changes, Files } from "../ports/files.ts";
import type { Assignment } from "./assignment.ts";
import { mustProve } from "./contract.ts";
import type { WorkStatus } from "./report.ts";
import type { WorkerHost } from "./worker-host.ts";

/** One proposal and what our code found out about it. */
export interface Attempt {
  readonly changes: Changes;
  /** The texts it stands on; null where there was no file. */
  readonly base: ReadonlyMap<string, string | null>;
  readonly claim: { readonly summary: string; readonly confidence?: number };
  readonly evidence: readonly Evidence[];
  readonly provenance: Provenance;
  readonly status: Extract<WorkStatus, "proved" | "partial" | "unproved" | "failed">;
  /** What is open could not be established for any other proposal either. */
  readonly isFinal: boolean;
}

/** Verifies a proposal against the agent's contract. Throws what the executions throw. */
export async function prove(
  assignment: Assignment,
  proposal: Pick<Attempt, "changes" | "claim"> & { readonly base: Files },
  host: WorkerHost,
  signal: AbortSignal,
): Promise<Attempt> {
  const { base, changes, claim } = proposal;
  const { trees, tests, commands, diagnostics, survey } = host;
  const { testFile } = assignment.context;
  host.tell({
    type: "step",
    text: tests === undefined ? "Checking the change" : "Checking the change and running the tests",
  });
  const context = {
    subject: assignment.target,
    base,
    changes,
    trees,
    commands,
    diagnostics,
    ...(tests === undefined ? {} : { tests }),
    ...(testFile === undefined ? {} : { testFile }),
    ...(survey === undefined ? {} : { survey }),
    keep: (text: string) => host.blobs.put(text),
    now: () => host.now(),
  };
  const { evidence, stamp } = await verifyOnStillTree(mustProve(host.agent, assignment), context, signal);
  const texts = new Map<string, string | null>();
  for (const path of changes.keys()) texts.set(path, await textOrNull(base, path));
  const provenance = provenanceOf(texts, changes, stamp, host.rung);
  const open = evidence.filter(({ verdict }) => verdict !== "proved");
  const isFinal = open.length > 0 && open.every(({ beyond }) => beyond === true);
  return { changes, claim, base: texts, evidence, provenance, status: statusOf(evidence), isFinal };
}

async function textOrNull(base: Files, path: string): Promise<string | null> {
  try {
    return await base.read(path);
  } catch (error) {
    if (asAppError(error, "not-found") === undefined) throw error;
    return null;
  }
}

/** The better of two attempts, the earlier one where they are equal. */
export function better(one: Attempt | undefined, other: Attempt): Attempt {
  const rank = { proved: 3, unproved: 2, partial: 1, failed: 0 };
  return one !== undefined && rank[one.status] >= rank[other.status] ? one : other;
}

/** Lines removed and added, of all files. */
export function changedLines({ base, changes }: Pick<Attempt, "base" | "changes">): number {
  let count = 0;
  for (const [path, text] of changes) {
    for (const part of diffLines(base.get(path) ?? "", text ?? "")) if (part.added || part.removed) count += part.count;
  }
  return count;
}

/** What the model is told of an attempt that is not proved. */
export function tellModel(attempt: Attempt): string {
  const open = attempt.evidence.filter(
    ({ verdict, sentence }) => verdict !== "proved" && !sentence.startsWith("Not checked"),
  );
  const said = open.map(({ sentence }) => sentence).join(" ");
  return `Not proved. ${said} Nothing was kept: propose edits to the original text.`;
}

/** A contract that is broken outright yields nothing to show; one that could not be established in full yields an unproved change. */
function statusOf(evidence: readonly Evidence[]): Attempt["status"] {
  if (evidence.every(({ verdict }) => verdict === "proved")) return "proved";
  const refuted = evidence.filter(({ verdict }) => verdict === "refuted");
  if (refuted.length === 0) return "unproved";
  return refuted.every(({ partly }) => partly === true) ? "partial" : "failed";
}

/** If the user's tree moved while the tests ran, they are run again once; if it moves again, nothing that was executed is proved. */
async function verifyOnStillTree(
  names: readonly string[],
  context: CheckContext,
  signal: AbortSignal,
): Promise<{ readonly evidence: readonly Evidence[]; readonly stamp: string | undefined }> {
  let stamp = context.tests?.baselineStamp();
  let evidence: readonly Evidence[] = [];
  for (let round = 1; round <= 2; round++) {
    evidence = await verify(names, context, signal);
    if (context.tests === undefined || statusOf(evidence) === "failed") return { evidence, stamp };
    // The baseline may not have been asked for before the checks did.
    stamp ??= context.tests.baselineStamp();
    const now = await context.tests.stamp();
    if (now === stamp) return { evidence, stamp };
    stamp = now;
  }
  const moved = "Files of the project changed while its tests ran.";
  const marked = evidence.map(
    (one): Evidence =>
      one.scope === "hunk" ? one : { ...one, verdict: "unknown", sentence: `${one.sentence} ${moved}` },
  );
  return { evidence: marked, stamp };
}

function provenanceOf(
  texts: ReadonlyMap<string, string | null>,
  changes: Changes,
  stamp: string | undefined,
  rung: Rung,
): Provenance {
  const hashes = (pairs: Iterable<readonly [string, string | null | undefined]>) =>
    Object.fromEntries([...pairs].map(([path, text]) => [path, text == null ? "" : hashText(text)]));
  return { base: hashes(texts), proposed: hashes(changes), ...(stamp === undefined ? {} : { stamp, rung }) };
}
