import type { Criticism } from "../evidence/criticism.ts";
import { findingLine, isSevere } from "../evidence/finding-line.ts";
import type { Message } from "../models/chat-model.ts";
import { readSections, writeSections } from "../models/sections.ts";
import type { Assignment } from "./assignment.ts";
import type { Attempt } from "./attempt.ts";
import { shownDiff } from "./shown-diff.ts";

/** What a critic is shown: what was asked, the diff and the evidence; nothing of how it came about. */
export function criticMessage({ agent, target, instruction }: Assignment, attempt: Attempt): Message {
  const evidence = attempt.evidence.map(({ check, verdict, sentence }) => `${check} ${verdict}: ${sentence}`);
  return {
    role: "user",
    text: writeSections([
      { kind: "task", title: "", body: `${agent} ${target}: ${instruction}` },
      { kind: "diff", title: "", body: diffOf(attempt) },
      { kind: "evidence", title: "", body: evidence.join("\n") || "Nothing was checked." },
    ]),
  };
}

/** The first message once more, for a second proposal: with what was proposed, and what a critic has against it. */
export function revisionMessage(first: Message, attempt: Attempt, { findings }: Criticism): Message {
  const objections = findings.filter(isSevere).map((finding) => `- ${findingLine(finding)}`);
  const said = [
    "You proposed this before, and a critic who read it finds:",
    ...objections,
    "Propose edits to the original text again that keep what was right and answer this, or say in one sentence why it should stay.",
  ];
  return {
    role: "user",
    text: writeSections([
      ...readSections(first.text),
      { kind: "proposed", title: "", body: diffOf(attempt) },
      { kind: "criticism", title: "", body: said.join("\n") },
    ]),
  };
}

function diffOf({ base, changes }: Attempt): string {
  return shownDiff(
    [...changes].map(([path, text]) => ({ path, base: base.get(path) ?? null, proposed: text ?? null })),
  );
}
