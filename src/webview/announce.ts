import type { ToPanel } from "../protocol/messages.ts";
import type { CardView, FileView } from "../protocol/views.ts";
import type { RunPart } from "./run-part.ts";

/**
 * What a message means to somebody who listens: how a worker ended, how a run ended, what is asked, what was decided. Steps and figures are
 * silent, and so is a conversation that is merely shown again.
 */
export function announcements(runs: readonly RunPart[], message: ToPanel): readonly string[] {
  switch (message.type) {
    case "card": {
      const part = runs.find(({ head }) => head.run === message.run);
      const before = part?.cards.find(({ id }) => id === message.card.id);
      return part === undefined ? [] : cardNews(before, message.card);
    }
    case "run": {
      const before = runs.find(({ head }) => head.run === message.head.run)?.head;
      const known = new Set(before?.questions.map(({ id }) => id));
      const asks = message.head.questions
        .filter(({ id }) => !known.has(id))
        .map(({ text }) => `Waits for you: ${text}`);
      const ended = before?.working === true && !message.head.working;
      return [...asks, ...(ended ? [message.head.sentence || endOfRun(message.head.proved, message.head.total)] : [])];
    }
    case "shell":
    case "conversation":
    case "completions":
    case "compose":
    case "reveal":
    case "detail":
      return [];
  }
}

function endOfRun(proved: number, total: number): string {
  return `The run has ended: ${proved} of ${total} proved`;
}

function cardNews(before: CardView | undefined, now: CardView): readonly string[] {
  const name = `${now.agent} ${now.target}`;
  const ended = now.status !== "queued" && now.status !== "working" && now.status !== before?.status;
  if (ended) {
    const waits = now.question !== "" || hunksOf(now.files, "waiting") > 0;
    return [`${name} ${spoken[now.status]}${waits ? ", waits for you" : ""}`];
  }
  const asks = now.question !== "" && now.question !== (before?.question ?? "") ? [`${name}: ${now.question}`] : [];
  return [...asks, ...(before === undefined ? [] : decisions(name, before, now))];
}

const spoken: Readonly<Record<CardView["status"], string>> = {
  queued: "queued",
  working: "working",
  proved: "proved",
  partial: "partly proved",
  unproved: "unproved",
  failed: "failed",
  blocked: "blocked",
  budget: "out of budget",
  cancelled: "cancelled",
  interrupted: "interrupted",
};

function decisions(name: string, before: CardView, now: CardView): readonly string[] {
  const statuses = ["accepted", "rejected", "conflict"] as const;
  return statuses.flatMap((status) => {
    const more = hunksOf(now.files, status) - hunksOf(before.files, status);
    if (more <= 0) return [];
    const hunks = more === 1 ? "1 hunk" : `${more} hunks`;
    return [`${name}: ${hunks} ${status === "conflict" ? "in conflict with your edits" : status}`];
  });
}

function hunksOf(files: readonly FileView[], status: FileView["hunks"][number]["status"]): number {
  return files.reduce((sum, { hunks }) => sum + hunks.filter((hunk) => hunk.status === status).length, 0);
}
