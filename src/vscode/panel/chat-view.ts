import { randomBytes } from "node:crypto";
import { commands, type Disposable, Uri, type WebviewView, type WebviewViewProvider, window, workspace } from "vscode";
import { agents } from "../../core/agents/index.ts";
import { asAppError } from "../../core/app-error.ts";
import { waitingIds } from "../../core/review/review-file.ts";
import type { RunState } from "../../core/run/run-state.ts";
import type { ToPanel } from "../../protocol/messages.ts";
import type { InboxItem, ShellView } from "../../protocol/views.ts";
import type { Models } from "../models/models.ts";
import { panelHtml } from "../panel-html.ts";
import type { Requests } from "../requests.ts";
import type { OpenDesk } from "../review/open-desk.ts";
import { realUri } from "../review/proposal-uri.ts";
import type { Proposals } from "../review/proposals.ts";
import type { Recheck } from "../review/recheck.ts";
import { requestText } from "../run-view.ts";
import type { Runs } from "../runs/runs.ts";
import { Busy } from "./busy.ts";
import { UserCall } from "./call-user.ts";
import { type ShownRun, shownRun } from "./conversation.ts";
import { beyondReview, inboxOf } from "./inbox.ts";
import { obey } from "./messages.ts";
import { Sender } from "./sender.ts";

/** Views are made at most this often, however fast events come. */
const frameMs = 60;

export interface ChatViewOptions {
  readonly extensionUri: Uri;
  readonly runs: Runs;
  readonly proposals: Proposals;
  readonly desk: OpenDesk;
  readonly recheck: Recheck;
  readonly requests: Requests;
  readonly models: Models;
  readonly report: (error: unknown) => void;
}

/** The panel's host: sends it what is to be shown and does what it asks for. It holds nothing of its own, so the page may come and go. */
export class ChatView implements WebviewViewProvider, Disposable {
  readonly #options: ChatViewOptions;
  readonly #sender: Sender;
  readonly #call: UserCall;
  readonly #busy = new Busy();
  readonly #subscriptions: readonly Disposable[];
  #view: WebviewView | undefined;
  #ready = false;
  #history: readonly RunState[] = [];
  #frame: ReturnType<typeof setTimeout> | undefined;
  /** Said to the page as soon as it is there. */
  #waiting: ToPanel[] = [];

  constructor(options: ChatViewOptions) {
    this.#options = options;
    this.#sender = new Sender((message) => this.#deliver(message));
    this.#call = new UserCall(options.runs);
    const { runs, proposals, models } = options;
    this.#subscriptions = [
      runs.onDidChange((open) => {
        this.#soon();
        if (open === undefined) this.#readHistory();
      }),
      proposals.onDidChange(() => this.#soon()),
      models.onDidChange(() => this.#soon()),
      workspace.onDidGrantWorkspaceTrust(() => this.#soon()),
      workspace.onDidChangeWorkspaceFolders(() => this.#soon()),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("tessera") && this.#soon()),
    ];
  }

  get visible(): boolean {
    return this.#view?.visible === true;
  }

  resolveWebviewView(view: WebviewView): void {
    this.#view = view;
    this.#ready = false;
    const { extensionUri } = this.#options;
    const localResourceRoots = [Uri.joinPath(extensionUri, "dist"), Uri.joinPath(extensionUri, "media")];
    view.webview.options = { enableScripts: true, localResourceRoots, enableCommandUris: false };
    view.webview.onDidReceiveMessage((message: unknown) => this.#receive(message));
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#ready = false;
    });
    const at = (...path: string[]) => view.webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
    view.webview.html = panelHtml({
      script: at("dist", "webview.js"),
      style: at("dist", "panel.css"),
      codicons: at("dist", "codicon.css"),
      cspSource: view.webview.cspSource,
      nonce: randomBytes(24).toString("base64url"),
    });
    this.#readHistory();
  }

  /** It is seen where no run is shown, so it is read only then. */
  #readHistory(): void {
    const { runs, report } = this.#options;
    if (this.#view === undefined || runs.shown.length > 0) return;
    runs.history().then((past) => {
      this.#history = past;
      this.#soon();
    }, report);
  }

  /** Puts text into the composer and shows the panel. */
  async compose(text: string): Promise<void> {
    this.#say({ type: "compose", text });
    await this.#focus();
  }

  /** Shows a run without taking the focus from an editor. */
  reveal(run: string): void {
    this.#view?.show(true);
    this.#say({ type: "reveal", run });
  }

  dispose(): void {
    clearTimeout(this.#frame);
    this.#busy.show(false);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #focus(): Promise<void> {
    await commands.executeCommand("tessera.chat.focus");
  }

  async #receive(message: unknown): Promise<void> {
    const { readMessage } = await import("./read-message.ts");
    const wanted = readMessage(message);
    if (wanted === undefined) return;
    try {
      await obey(wanted, {
        ...this.#options,
        isSeen: () => this.visible,
        showAll: () => this.#showAll(),
        post: (reply) => this.#deliver(reply),
      });
    } catch (error) {
      const expected = asAppError(error);
      if (expected === undefined) this.#options.report(error);
      window.showErrorMessage(expected?.message ?? "Tessera itself failed: its output says what happened.");
    }
  }

  #showAll(): void {
    this.#ready = true;
    this.#sender.forget();
    this.#show();
    for (const message of this.#waiting.splice(0)) this.#deliver(message);
  }

  #soon(): void {
    this.#frame ??= setTimeout(() => {
      this.#frame = undefined;
      this.#show();
    }, frameMs);
  }

  #show(): void {
    const { runs, proposals } = this.#options;
    const view = this.#view;
    const shown = runs.shown.map((open) => shownRun(open, proposals));
    this.#call.tell(shown, this.visible);
    this.#busy.show(shown.some(({ head }) => head.working && head.questions.length === 0));
    if (view === undefined) return;
    const inbox = inboxOf(shown);
    const { length: value } = beyondReview(inbox);
    if (view.badge?.value !== (value || undefined))
      view.badge =
        value === 0 ? undefined : { value, tooltip: value === 1 ? "1 waits for you" : `${value} wait for you` };
    if (!this.#ready) return;
    const shell = this.#shell(shown, inbox);
    this.#sender.send("shell", { type: "shell", shell });
    this.#sender.sendRuns(shown);
  }

  #shell(shown: readonly ShownRun[], inbox: readonly InboxItem[]): ShellView {
    const { models, runs, proposals, desk } = this.#options;
    const { id, label, offline } = models.current;
    const budget = workspace.getConfiguration("tessera").get<unknown>("budgetTokens");
    const waiting = proposals.list.flatMap((proposal) =>
      proposal.review.files.flatMap((file) => waitingIds(file).map(() => String(realUri(proposal, file.path)))),
    );
    const unsafe = runs.shown.some((open) => open.live && open.state.rung === "none");
    const folders = workspace.workspaceFolders ?? [];
    return {
      state: !workspace.isTrusted ? "untrusted" : folders.length === 0 ? "empty" : "ready",
      model: { id, label, offline },
      tokens: shown.reduce((sum, { head }) => sum + head.tokens, 0),
      ...(typeof budget === "number" && budget > 0 ? { budget: Math.ceil(budget) } : {}),
      agents: agents.map(({ name, icon, description }) => ({ name, icon, description })),
      pending: { hunks: waiting.length, files: new Set(waiting).size, proved: desk.proved },
      inbox: [...inbox],
      history: this.#history.map((state) => ({
        run: state.run,
        title: requestText(state),
        at: state.startedAt,
        status: state.status === "working" ? "interrupted" : state.status,
        waiting: false,
      })),
      banner: unsafe ? "Tests of this run have no sandbox: they run with all your rights." : "",
    };
  }

  #say(message: ToPanel): void {
    if (this.#ready) this.#deliver(message);
    else this.#waiting.push(message);
  }

  #deliver(message: ToPanel): void {
    // A page that has just gone takes nothing; the next one asks for everything.
    this.#view?.webview.postMessage(message).then(undefined, () => {});
  }
}
