import type { AgentDefinition } from "../core/agents/agent.ts";
import type { OpenQuestion, RunState } from "../core/run/run-state.ts";
import type { QuestionView } from "../protocol/views.ts";

/** What a run asks the user and has no answer to yet, oldest first. */
export function questionViews(state: RunState, agents: readonly AgentDefinition[]): QuestionView[] {
  return [...state.open].flatMap(([seq, asked]) =>
    asked.kind === "user" ? [questionView(seq, asked, state, agents)] : [],
  );
}

function questionView(
  seq: number,
  { actor, question, choices, plan }: Extract<OpenQuestion, { readonly kind: "user" }>,
  { workers }: RunState,
  agents: readonly AgentDefinition[],
): QuestionView {
  const assignment = workers.get(actor)?.assignment;
  const who = assignment?.agent ?? actor;
  const icon = agents.find(({ name }) => name === who)?.icon ?? (plan === undefined ? "question" : "list-tree");
  return {
    id: String(seq),
    ...(assignment === undefined ? {} : { card: assignment.id }),
    who,
    icon,
    text: question,
    choices: [...choices],
    words: plan === undefined,
    ...(plan === undefined ? {} : { plan: { cards: [...plan.assignments], ...plan.estimate } }),
  };
}
