import { appendFileSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import * as z from "zod";
import { criticismSchema, type Finding, findingKey } from "../../../src/core/evidence/criticism.ts";
import { acceptanceOf, type FileWrite } from "../../../src/core/review/acceptance.ts";
import { reviewFile, waitingIds } from "../../../src/core/review/review-file.ts";
import type { Proposal, ProposalId, ReviewDesk, ReviewTarget } from "../../../src/vscode/review/desk.ts";

const textsSchema = z.object({ path: z.string(), base: z.string().nullable(), proposed: z.string().nullable() });
const proposalsSchema = z.array(
  z.object({
    run: z.string(),
    worker: z.string(),
    agent: z.string(),
    icon: z.string(),
    summary: z.string(),
    files: z.array(textsSchema),
    findings: criticismSchema.shape.findings.default([]),
  }),
);

/** What the test lays in a file for the desk to propose. */
export type ProposedTexts = z.input<typeof proposalsSchema>;

interface Held {
  readonly proposal: z.output<typeof proposalsSchema>[number];
  readonly revision: number;
  readonly accepted: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
}

/** A desk over the proposals in a file of JSON and the real files of the open folder. What is asked of it is logged, one line each. */
export class MemoryDesk implements ReviewDesk, vscode.Disposable {
  readonly #source: string;
  readonly #log: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly ready: Promise<void>;
  proposals: readonly Proposal[] = [];
  #held: readonly Held[] = [];
  #looked: Promise<void> = Promise.resolve();

  constructor(source: string, log: string) {
    this.#source = source;
    this.#log = log;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*");
    const again = () => void this.#look();
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(again),
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === "file") again();
      }),
    ];
    this.ready = this.reload();
  }

  /** Reads the proposals again: one that is new or differs is a retry of its worker. */
  async reload(): Promise<void> {
    const read = proposalsSchema.parse(JSON.parse(readFileSync(this.#source, "utf8")));
    this.#held = read.map((proposal) => {
      const old = this.#held.find((held) => isSame(held.proposal, proposal));
      if (JSON.stringify(old?.proposal) === JSON.stringify(proposal) && old !== undefined) return old;
      return { proposal, revision: (old?.revision ?? 0) + 1, accepted: new Set(), rejected: new Set() };
    });
    await this.#look();
  }

  find(id: ProposalId): Proposal | undefined {
    return this.proposals.find((proposal) => isSame(proposal, id));
  }

  async accept(target: ReviewTarget): Promise<void> {
    const proposal = this.find(target);
    if (proposal === undefined) return;
    const { writes, decided } = acceptanceOf([{ review: proposal.review, hunks: idsOf(proposal, target) }]);
    const hunks = decided.flatMap((one) => one.hunks ?? []);
    this.#tell("accept", target, hunks);
    await write(proposal, writes);
    await this.#change(target, ({ accepted, ...held }) => ({ ...held, accepted: new Set([...accepted, ...hunks]) }));
  }

  async reject(target: ReviewTarget): Promise<void> {
    const proposal = this.find(target);
    if (proposal === undefined) return;
    const hunks = idsOf(proposal, target);
    this.#tell("reject", target, [...hunks]);
    await this.#change(target, ({ rejected, ...held }) => ({ ...held, rejected: new Set([...rejected, ...hunks]) }));
  }

  async reopen(target: ReviewTarget): Promise<void> {
    const hunks = new Set(target.hunks);
    this.#tell("reopen", target, [...hunks]);
    await this.#change(target, ({ rejected, ...held }) => ({
      ...held,
      rejected: new Set([...rejected].filter((one) => !hunks.has(one))),
    }));
  }

  async dismiss(id: ProposalId, finding: Finding): Promise<void> {
    const key = findingKey(finding);
    await this.#change(id, (held) => ({
      ...held,
      proposal: {
        ...held.proposal,
        findings: held.proposal.findings.filter((one) => findingKey(one) !== key),
      },
    }));
  }

  async revise(id: ProposalId, path: string, text: string): Promise<void> {
    const review = this.find(id)?.review;
    if (review === undefined) return;
    this.#tell("revise", { ...id, path }, [], text);
    const files = review.files.map((file) => ({
      path: file.path,
      base: file.current,
      proposed: file.path === path ? text : file.document,
    }));
    await this.#change(id, ({ proposal, revision }) => ({
      proposal: { ...proposal, files },
      revision: revision + 1,
      accepted: new Set(),
      rejected: new Set(),
    }));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #change(id: ProposalId, change: (held: Held) => Held): Promise<void> {
    this.#held = this.#held.map((held) => (isSame(held.proposal, id) ? change(held) : held));
    await this.#look();
  }

  #tell(call: string, target: ReviewTarget, hunks: readonly string[], text?: string): void {
    const { worker, path } = target;
    appendFileSync(this.#log, `${JSON.stringify({ call, worker, path, hunks: hunks.length, text })}\n`);
  }

  /** One look after the other: each sees what was decided before it. */
  #look(): Promise<void> {
    this.#looked = this.#looked.then(async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      if (folder === undefined) return;
      this.proposals = await Promise.all(this.#held.map((held) => proposalOf(held, folder)));
      this.#changed.fire();
    });
    return this.#looked;
  }
}

async function proposalOf(
  { proposal, revision, accepted, rejected }: Held,
  folder: vscode.WorkspaceFolder,
): Promise<Proposal> {
  const { run, worker, agent, icon, summary } = proposal;
  const id = `${run}:${worker}`;
  const files = await Promise.all(
    proposal.files.map(async (file) =>
      reviewFile({ changeSet: id, ...file }, { accepted, rejected }, await currentText(folder, file.path)),
    ),
  );
  const changeSet = { id, revision, by: agent, files: [] };
  return {
    run,
    worker,
    folder,
    agent,
    icon,
    summary,
    status: "proved",
    review: { run, assignment: worker, agent, changeSet, files },
    asked: { target: proposal.files[0]?.path ?? "", instruction: "Make the failing tests pass." },
    findings: proposal.findings,
  };
}

async function currentText({ uri }: vscode.WorkspaceFolder, path: string): Promise<string | null> {
  const real = vscode.Uri.joinPath(uri, path);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === real.toString());
  if (open?.isDirty === true) return (open.encoding === "utf8bom" ? "\uFEFF" : "") + open.getText();
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(real)).toString("utf8");
  } catch {
    return null;
  }
}

async function write({ folder }: Proposal, writes: readonly FileWrite[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const clean: vscode.TextDocument[] = [];
  for (const { path, before, after } of writes) {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    if (after === null) edit.deleteFile(uri);
    else if (before === null) edit.createFile(uri, { contents: Buffer.from(after) });
    else {
      const document = await vscode.workspace.openTextDocument(uri);
      if (!document.isDirty) clean.push(document);
      edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), after.replace(/^\uFEFF/, ""));
    }
  }
  await vscode.workspace.applyEdit(edit);
  for (const document of clean) await document.save();
}

function idsOf({ review }: Proposal, { path, hunks }: ReviewTarget): ReadonlySet<string> {
  const files = review.files.filter((file) => path === undefined || file.path === path);
  return new Set(hunks ?? files.flatMap(waitingIds));
}

function isSame(one: ProposalId, other: ProposalId): boolean {
  return one.run === other.run && one.worker === other.worker;
}
