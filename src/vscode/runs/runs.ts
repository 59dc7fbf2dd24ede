import { type Disposable, type Event, EventEmitter, type Memento, type WorkspaceFolder, workspace } from "vscode";
import { AppError, asAppError } from "../../core/app-error.ts";
import type { Changes } from "../../core/ports/files.ts";
import type { Conversation, Request } from "../../core/run/request.ts";
import type { RunLog } from "../../core/run/run-log.ts";
import { emptyRunState, type RunState } from "../../core/run/run-state.ts";
import type { OpenHost } from "../../node/open-host.ts";
import type { Models } from "../models/models.ts";
import { OpenRun } from "./open-run.ts";
import { type Place, placeOf } from "./place.ts";

const shownKey = "tessera.shownRuns";
const leftKey = "tessera.leftRuns";
/** As many earlier runs are offered in the history. */
const historyLength = 30;

export interface RunsOptions {
  readonly models: Pick<Models, "make">;
  /** Of the workspace: which runs are shown, and which of them stand there only because they were under way when a new conversation began. */
  readonly memory: Memento;
  /** Told of bugs; whatever is expected stands in the run itself. */
  readonly report: (error: unknown) => void;
}

/** The runs of this window's folders: those under way, and those that were shown when the window was last open. */
export class Runs implements Disposable {
  readonly #options: RunsOptions;
  readonly #changed = new EventEmitter<OpenRun | undefined>();
  readonly #runs = new Map<string, OpenRun>();
  readonly #places = new Map<string, Place>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  /** The run that changed, or undefined when runs came or went. */
  get onDidChange(): Event<OpenRun | undefined> {
    return this.#changed.event;
  }

  /** What is shown, oldest first. */
  get shown(): readonly OpenRun[] {
    return [...this.#runs.values()];
  }

  find(run: string): OpenRun | undefined {
    return this.#runs.get(run);
  }

  placeOf(folder: WorkspaceFolder): Place {
    const key = folder.uri.toString();
    const place = this.#places.get(key) ?? placeOf(folder);
    this.#places.set(key, place);
    return place;
  }

  /** Begins a run, and resolves when it has ended: how, its state tells. */
  async start(
    folder: WorkspaceFolder,
    request: Request,
    options: { readonly withoutSandbox?: boolean } = {},
  ): Promise<OpenRun> {
    const { newRunId } = await import("../../node/open-host.ts");
    const open = new OpenRun(this.placeOf(folder), { ...emptyRunState(newRunId()), request, startedAt: Date.now() });
    open.begin();
    this.#add(open);
    try {
      await this.#carryOut(open, request, options.withoutSandbox === true);
    } catch (error) {
      open.failed(failure(open.state, error));
      if (asAppError(error) === undefined) this.#options.report(error);
    }
    open.ended();
    this.#changed.fire(open);
    return open;
  }

  async #carryOut(open: OpenRun, request: Request, withoutSandbox: boolean): Promise<void> {
    const { supervise } = await import("../../core/run/supervise.ts");
    await this.#withHost(open, withoutSandbox, (host) =>
      supervise(request, { ...host, newRunId: () => open.run }, open.signal, carriedOutBy(open)),
    );
  }

  /** A host for as long as the work takes; what a new log tells is shown. */
  async #withHost(open: OpenRun, withoutSandbox: boolean, work: (host: OpenHost) => Promise<unknown>): Promise<void> {
    const host = await open.place.openHost({
      withoutSandbox,
      model: (trees, reach) => this.#options.models.make(trees, reach),
      listeners: [() => this.#changed.fire(open)],
    });
    try {
      const approvePlans = plansToApprove();
      await work(approvePlans === "never" ? host : { ...host, approvePlans });
    } finally {
      await host.close();
    }
  }

  /** Goes on with a run whose host died: what had ended stays, what was answered is not asked again. */
  async resume(open: OpenRun): Promise<OpenRun> {
    if (open.live) return open;
    const { resumeStoredRun } = await import("../../node/stored-run.ts");
    open.begin();
    try {
      await this.#withHost(open, open.state.rung === "none", (host) =>
        resumeStoredRun(host.state, open.run, host, open.signal, carriedOutBy(open)),
      );
    } finally {
      open.ended();
      this.#changed.fire(open);
    }
    return open;
  }

  /** The user's answer to a question of the run, by its number. One that was cut off while it asked goes on with it. */
  async answer(open: OpenRun, question: number, answer: string): Promise<void> {
    const asked = open.state.open.get(question);
    if (asked?.kind !== "user" || open.answers.give(asked.question, answer) || open.live) return;
    open.answers.keep(asked.question, answer);
    await this.resume(open);
  }

  /** Has one worker work again, told something if there is something to tell; of a run that has ended, too. What it did before is kept. */
  async workAgain(open: OpenRun, worker: string, text = ""): Promise<void> {
    if (open.live) return open.controls.retry(worker, text);
    const { log, controls } = open;
    open.begin();
    try {
      const { workAgain } = await import("../../core/run/supervise.ts");
      await this.#withHost(open, open.state.rung === "none", (host) =>
        workAgain(log, worker, host, open.signal, { controls, text, ask: open.answers.ask }),
      );
    } finally {
      open.ended();
      this.#changed.fire(open);
    }
  }

  /** Checks a worker's contract again, for the texts that accepting what waits would make; how it went is told in the run. */
  async verify(open: OpenRun, worker: string, changes: Changes, signal: AbortSignal): Promise<void> {
    if (open.checking.has(worker)) return;
    open.checking.add(worker);
    this.#changed.fire(open);
    try {
      const { offlineModel } = await import("../../core/models/offline/offline.ts");
      const { verifyAgain } = await import("../../core/run/verify-again.ts");
      const host = await open.place.openHost({
        withoutSandbox: open.state.rung === "none",
        model: async (trees) => offlineModel({ trees }),
        listeners: [],
      });
      try {
        await verifyAgain(open.log, worker, changes, host, signal);
      } finally {
        await host.close();
      }
    } finally {
      open.checking.delete(worker);
      this.#changed.fire(open);
    }
  }

  /** Shows again what was shown when the window was closed. */
  async restore(): Promise<void> {
    const wanted = this.#options.memory.get<unknown>(shownKey);
    if (!Array.isArray(wanted)) return;
    // What is no longer there is simply not shown.
    for (const run of wanted) if (typeof run === "string") await this.show(run).catch(() => {});
  }

  /** Shows a run of the journals. Throws `not-found` where there is none of an open folder. */
  async show(run: string): Promise<OpenRun> {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const { loadRun, reopenRun } = await import("../../node/run-store.ts");
    for (const folder of workspace.workspaceFolders ?? []) {
      const place = this.placeOf(folder);
      const { state, root, end } = await loadRun(place.state, run);
      if (root !== place.root) continue;
      const open = new OpenRun(place, state);
      const listeners = [() => this.#changed.fire(open)];
      open.began(reopenRun(place.state, state, { now: Date.now, listeners, end }).log);
      if (state.pending !== undefined) await settleIn(open);
      this.#add(open);
      return open;
    }
    throw new AppError("not-found", "That run is of another folder: open that folder to see it.");
  }

  /** The conversation that a request in this folder goes on with: that of the run shown last. Undefined where one begins. */
  async conversationIn({ state, root }: Place): Promise<Conversation | undefined> {
    const left = this.#options.memory.get<readonly string[]>(leftKey, []);
    const last = this.shown.findLast(
      ({ run, place, hasBegun }) => place.root === root && hasBegun && !left.includes(run),
    );
    if (last === undefined) return undefined;
    const { conversationAfterRun } = await import("../../node/run-store.ts");
    return conversationAfterRun(last.state, state);
  }

  /** Begins a new conversation in an empty panel; runs that are under way stay. Nothing is deleted. */
  clear(): void {
    for (const [id, open] of this.#runs) if (!open.live) this.#runs.delete(id);
    this.#keep(leftKey);
    this.#keep(shownKey);
    this.#changed.fire(undefined);
  }

  /** The newest runs of the open folders, as they ended. */
  async history(): Promise<readonly RunState[]> {
    const { loadRun, storedRuns } = await import("../../node/run-store.ts");
    const places = (workspace.workspaceFolders ?? []).map((folder) => this.placeOf(folder));
    const past: RunState[] = [];
    for (const run of places[0] === undefined ? [] : await storedRuns(places[0].state)) {
      if (past.length === historyLength) break;
      const stored = await loadRun(places[0]?.state ?? "", run).catch(() => undefined);
      if (stored !== undefined && places.some(({ root }) => root === stored.root)) past.push(stored.state);
    }
    return past;
  }

  dispose(): void {
    for (const open of this.shown) open.stop();
    this.#changed.dispose();
  }

  #add(open: OpenRun): void {
    this.#runs.set(open.run, open);
    this.#keep(shownKey);
    this.#changed.fire(undefined);
  }

  /** The runs shown now, under a key of the memory. */
  #keep(key: string): void {
    const runs = this.shown.map(({ run }) => run);
    Promise.resolve(this.#options.memory.update(key, runs)).catch(this.#options.report);
  }
}

/** What a crash has left of the last accept is told, and taken back where it is there in part. */
async function settleIn({ log, place: { blobs, files } }: OpenRun): Promise<void> {
  const { settlePending } = await import("../../core/review/settle.ts");
  await settlePending(log, {
    blobs,
    folders: files.folders,
    current: (path) => files.current(path),
    write: async (writes) => void (await files.write(writes, new Set(writes.map(({ path }) => path)))),
  });
}

/** See `ApprovedPlans`. */
function plansToApprove(): "auto" | "always" | "never" {
  const wanted = workspace.getConfiguration("tessera").get<unknown>("approvePlans");
  return wanted === "always" || wanted === "never" ? wanted : "auto";
}

function carriedOutBy(open: OpenRun) {
  return { began: (log: RunLog) => open.began(log), controls: open.controls, ask: open.answers.ask };
}

/** A request that could not begin stands in the panel with its reason, like a run that ended. */
function failure(state: RunState, error: unknown): RunState {
  const expected = asAppError(error);
  const sentence = expected?.message ?? "Tessera itself failed: its output says what happened.";
  return { ...state, status: "blocked", sentence, code: expected?.code };
}
