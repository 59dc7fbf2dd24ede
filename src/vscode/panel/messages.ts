import { commands, env, Uri, window } from "vscode";
import { AppError } from "../../core/app-error.ts";
import type { FromPanel, ToPanel } from "../../protocol/messages.ts";
import { attend } from "../attend.ts";
import type { Models } from "../models/models.ts";
import type { Requests } from "../requests.ts";
import type { OpenDesk } from "../review/open-desk.ts";
import type { Recheck } from "../review/recheck.ts";
import type { OpenRun } from "../runs/open-run.ts";
import type { Runs } from "../runs/runs.ts";
import { completionsFor } from "./completions.ts";
import { detailOf } from "./detail.ts";

export interface PanelHost {
  readonly runs: Runs;
  readonly desk: OpenDesk;
  readonly recheck: Recheck;
  readonly requests: Requests;
  readonly models: Models;
  /** Whether the panel can be seen. */
  isSeen(): boolean;
  /** Sends everything anew. */
  showAll(): void;
  post(message: ToPanel): void;
}

/** Does what the panel asks for. Throws an expected failure as a sentence; ids that name nothing change nothing. */
export async function obey(message: FromPanel, host: PanelHost): Promise<void> {
  const { runs, desk, requests } = host;
  switch (message.type) {
    case "ready":
      return host.showAll();
    case "ask":
      return attend(requests.ask(message.text), () => host.isSeen());
    case "decide": {
      const { run, card: worker, file: path, hunk, decision } = message;
      const reach = hunk !== undefined ? "Hunk" : path !== undefined ? "File" : "Agent";
      // The editor's own command: it takes along what was typed into the proposal and is not saved yet.
      await commands.executeCommand(`tessera.${decision}${reach}`, {
        run,
        worker,
        ...(path === undefined ? {} : { path }),
        ...(hunk === undefined ? {} : { hunks: [hunk] }),
      });
      return;
    }
    case "open": {
      const { run, card: worker, file: path, hunk } = message;
      const target = {
        run,
        worker,
        ...(path === undefined ? {} : { path }),
        ...(hunk === undefined ? {} : { hunks: [hunk] }),
      };
      await commands.executeCommand(path === undefined ? "tessera.openAgentChanges" : "tessera.openDiff", target);
      return;
    }
    case "stop":
      runs.find(message.run)?.stop(message.card);
      return;
    case "action": {
      const open = runs.find(message.run);
      return open === undefined ? undefined : act(open, message.action, message.card, host);
    }
    case "answer": {
      const open = runs.find(message.run);
      if (open === undefined) return;
      const { question, answer } = message;
      return attend(
        runs.answer(open, Number(question), answer).then(() => (open.live ? undefined : open)),
        () => host.isSeen(),
      );
    }
    case "detail": {
      const open = runs.find(message.run);
      const markdown = open === undefined ? undefined : await detailOf(open, message.card, message.evidence, desk);
      const { run, card, evidence } = message;
      if (markdown !== undefined) host.post({ type: "detail", run, card, evidence, markdown });
      return;
    }
    case "complete":
      host.post({ type: "completions", query: message.query, items: await completionsFor(message.query, runs) });
      return;
    case "show": {
      const open = await runs.show(message.run);
      host.post({ type: "reveal", run: open.run });
      return;
    }
    case "command":
      return carryOut(message.command, host);
    case "link":
      return followLink(message.href);
  }
}

async function act(open: OpenRun, action: string, worker: string | undefined, host: PanelHost): Promise<void> {
  switch (action) {
    case "verify":
      return worker === undefined ? undefined : host.recheck.check({ run: open.run, worker });
    case "look":
    case "accept":
    case "reject": {
      const command = {
        look: "tessera.openAgentChanges",
        accept: "tessera.acceptAgent",
        reject: "tessera.rejectAgent",
      };
      if (worker !== undefined) await commands.executeCommand(command[action], { run: open.run, worker });
      return;
    }
    case "steer": {
      const words = worker === undefined ? undefined : await askedWords("What shall it know or do differently?");
      if (worker !== undefined && words) open.controls.steer(worker, words);
      return;
    }
    case "pause":
      return worker === undefined ? undefined : open.controls.pause(worker);
    case "resume":
      return worker === undefined ? undefined : open.controls.resume(worker);
    case "retry": {
      const words =
        worker === undefined
          ? undefined
          : await askedWords("What shall it do differently? Leave it empty to try again.");
      if (worker === undefined || words === undefined) return;
      await attend(
        host.runs.workAgain(open, worker, words).then(() => open),
        () => host.isSeen(),
      );
      return;
    }
    case "setKey":
      return host.models.setKey();
    case "selectModel":
      return host.models.select();
    case "again":
      await host.requests.again(open);
      return;
    case "goOn":
      return attend(host.runs.resume(open), () => host.isSeen());
    case "withoutSandbox":
      if (await approvedWithoutSandbox(open)) await host.requests.again(open, { withoutSandbox: true });
      return;
    case "undo":
    case "redo":
      return host.desk.reverse(action, open.run);
  }
}

function askedWords(prompt: string): Thenable<string | undefined> {
  return window.showInputBox({ title: "Tessera", prompt, ignoreFocusOut: true });
}

/** Asked once for each run and never remembered. */
async function approvedWithoutSandbox({ state }: OpenRun): Promise<boolean> {
  const detail = `${state.sentence}\n\nWithout a sandbox, tests that an agent's change may have altered run with all your rights: they can read and write your files and reach the network. This holds for this one run.`;
  const yes = { title: "Run Once Without a Sandbox" };
  return (await window.showWarningMessage("Run tests without isolation?", { modal: true, detail }, yes)) === yes;
}

function carryOut(command: Extract<FromPanel, { type: "command" }>["command"], host: PanelHost): Promise<void> {
  const run = async (id: string, ...rest: unknown[]) => void (await commands.executeCommand(id, ...rest));
  switch (command) {
    case "review":
      return run("tessera.review");
    case "acceptProved":
      return run("tessera.acceptProved");
    case "selectModel":
      return host.models.select();
    case "newChat":
      return run("tessera.newChat");
    case "history":
      return run("tessera.showHistory");
    case "settings":
      return run("tessera.openSettings");
    case "trust":
      return run("workbench.trust.manage");
    case "openFolder":
      return run("workbench.action.files.openFolder");
    case "cost":
      return run("tessera.showCost");
  }
}

/** Nothing a model wrote is opened without the user having seen where it leads. */
async function followLink(href: string): Promise<void> {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href))
    throw new AppError("refused", "Only web addresses can be opened from here.");
  const address = new URL(href).href;
  const open = { title: "Open" };
  const picked = await window.showInformationMessage(
    "Open this address in your browser?",
    { modal: true, detail: address },
    open,
  );
  if (picked === open) await env.openExternal(Uri.parse(address, true));
}
