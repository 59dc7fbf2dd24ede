import type { CardView, InboxItem, QuestionView, RunView } from "../../protocol/views.ts";
import type { ShownRun } from "./conversation.ts";

/** More cards to review than these are one item. */
const fewReviews = 3;

const order: Readonly<Record<InboxItem["type"], number>> = {
  question: 0,
  plan: 0,
  approval: 1,
  conflict: 2,
  doubt: 3,
  paused: 4,
  review: 5,
};

/** All that waits for the user in these runs, the most pressing first. Pure. */
export function inboxOf(runs: readonly ShownRun[]): readonly InboxItem[] {
  const items = runs.flatMap(({ head, cards }, index) => [
    ...head.questions.map((question) => questionItem(head, cards, question)),
    // What an earlier run could not do is no matter any more once something else was asked.
    ...(index === runs.length - 1 ? approvalItems(head) : []),
    ...cards.flatMap((card) => cardItem(head.run, card)),
  ]);
  return fewerReviews(items).toSorted((one, other) => order[one.type] - order[other.type]);
}

/** Those that the list of proposals does not count. */
export function beyondReview(items: readonly InboxItem[]): readonly InboxItem[] {
  return items.filter(({ type }) => type !== "review" && type !== "doubt");
}

function questionItem({ run }: RunView, cards: readonly CardView[], question: QuestionView): InboxItem {
  const { id, card, who, icon, text, plan } = question;
  const about = cards.find((one) => one.id === card);
  return {
    run,
    ...(card === undefined ? {} : { card }),
    question: id,
    type: plan === undefined ? "question" : "plan",
    icon,
    title: plan !== undefined ? "Plan" : about === undefined ? who : nameOf(about),
    text,
  };
}

const approvals: Readonly<Record<string, { readonly title: string; readonly text: string }>> = {
  withoutSandbox: { title: "Sandbox", text: "Tests need your word to run without one" },
  setKey: { title: "Key", text: "The model needs one" },
  goOn: { title: "Interrupted", text: "What was begun can be finished" },
};

function approvalItems({ run, actions }: RunView): readonly InboxItem[] {
  return actions.flatMap(({ id, icon = "shield" }) => {
    const words = approvals[id];
    return words === undefined ? [] : [{ run, type: "approval" as const, icon, ...words }];
  });
}

function cardItem(run: string, card: CardView): readonly InboxItem[] {
  const item = (type: InboxItem["type"], icon: string, text: string): readonly InboxItem[] => [
    { run, card: card.id, type, icon, title: nameOf(card), text },
  ];
  const hunks = card.files.flatMap((file) => file.hunks);
  const waiting = hunks.filter(({ status }) => status === "waiting").length;
  if (hunks.some(({ status }) => status === "conflict"))
    return item("conflict", "warning", "Conflicts with your edits");
  if (card.doubts.length > 0) return item("doubt", "question", card.doubts[0] ?? "");
  if (card.controls.some(({ id }) => id === "resume")) return item("paused", "debug-pause", "Paused by you");
  return waiting === 0 ? [] : item("review", card.icon, `${waiting === 1 ? "1 hunk" : `${waiting} hunks`} to review`);
}

function fewerReviews(items: readonly InboxItem[]): readonly InboxItem[] {
  const reviews = items.filter(({ type }) => type === "review");
  const [first] = reviews;
  if (first === undefined || reviews.length <= fewReviews) return items;
  const text = `What ${reviews.length} agents propose`;
  return [...items.filter(({ type }) => type !== "review"), { ...first, icon: "layers", title: "Review", text }];
}

function nameOf({ agent, target }: CardView): string {
  return `${agent} ${target}`;
}
