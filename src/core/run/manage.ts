import type { AgentDefinition } from "../agents/agent.ts";
import type { Message } from "../models/chat-model.ts";
import { type Section, writeSections } from "../models/sections.ts";
import type { Path } from "../ports/files.ts";
import { tokensOfSentence } from "../short-text.ts";
import type { Management } from "../tools/management.ts";
import type { Report } from "../worker/report.ts";
import { work } from "../worker/work.ts";
import { workerHost } from "./carry-out-assignment.ts";
import type { RunRoom } from "./run-room.ts";
import type { RunState } from "./run-state.ts";

/** What an agent that manages others is told, and what it can do. */
export interface Managing {
  readonly agent: AgentDefinition;
  readonly request: string;
  /** What does not change while it works. */
  readonly sections: readonly Section[];
  /** How things stand now. */
  standing(): readonly Section[];
  readonly tools: Management;
}

/**
 * An agent that manages others, run by the same loop as any worker. It is sent the request and how things stand, each time anew:
 * not what was said before, so that its requests hardly grow with the work.
 */
export async function manage(managing: Managing, room: RunRoom, signal: AbortSignal): Promise<Report> {
  const { agent, request, sections, tools } = managing;
  const id = agent.name;
  const fixed = [{ kind: "task", title: "", body: request }, ...sections];
  const assignment = {
    id,
    agent: agent.name,
    target: "",
    instruction: request,
    dependsOn: [],
    context: { why: "", base: {}, alternatives: [] },
  };
  const manages = {
    tools,
    opening: { role: "user" as const, text: writeSections(fixed) },
    messages: (said: readonly Message[]) => {
      const now = [...fixed, ...managing.standing(), ...answers(said)];
      return [
        { role: "user" as const, text: writeSections(now.filter(({ kind, body }) => kind === "task" || body !== "")) },
      ];
    },
  };
  return work(assignment, { ...workerHost(assignment, agent, room), manages }, signal);
}

/** What the user said meanwhile, all of it, and what the last turn's tools answered. */
function answers(said: readonly Message[]): readonly Section[] {
  const last = said.findLastIndex(({ role }) => role === "assistant");
  const words = said.slice(1).flatMap(({ role, text }) => (role === "user" ? [text] : []));
  const told = said.slice(last + 1).flatMap(({ role, text }) => (role === "tool" && text !== "" ? [text] : []));
  return [
    { kind: "said", title: "", body: words.join("\n") },
    { kind: "answer", title: "", body: told.join("\n") },
  ];
}

/** Who can be asked, in a line each. */
export function agentSection(agents: readonly AgentDefinition[]): Section {
  return {
    kind: "agents",
    title: "",
    body: agents.map(({ name, description }) => `${name}: ${description}`).join("\n"),
  };
}

/** What the conversation asked before and came to: what "it", "the other file" and "again" can mean. */
export function earlierSection({ request }: RunState): Section {
  return { kind: "earlier", title: "in this conversation", body: request?.conversation?.earlier ?? "" };
}

const mostPaths = 140;

/** The files of a workspace as far as a few tokens go: the paths where they are few, else how many are in each folder. */
export function filesSection(paths: readonly Path[]): Section {
  const all = paths.join("\n");
  if (paths.length <= 60 && tokensOfSentence(all) <= mostPaths) return { kind: "files", title: "", body: all };
  const folders = [...Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/") + 1) || "./")];
  const rows = folders
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([folder, inFolder]) => `${folder} ${kinds(inFolder)}`);
  const kept: string[] = [];
  for (const row of rows) {
    if (tokensOfSentence([...kept, row].join("\n")) > mostPaths) break;
    kept.push(row);
  }
  const more = rows.length - kept.length;
  return {
    kind: "files",
    title: "",
    body: [...kept, ...(more > 0 ? [`and ${more} more folders`] : [])].join("\n"),
  };
}

/** "12 .ts 3 .md" */
function kinds(paths: readonly Path[]): string {
  const byKind = Map.groupBy(paths, (path) => /\.[^./]+$/.exec(path)?.[0] ?? "other");
  return [...byKind]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, 3)
    .map(([kind, ofKind]) => `${ofKind.length} ${kind}`)
    .join(" ");
}
