import type { ToPanel } from "../protocol/messages.ts";
import type { CardView, RunView, ShellView } from "../protocol/views.ts";
import { announcements } from "./announce.ts";
import type { RunPart } from "./run-part.ts";
import { shareCard } from "./share-card.ts";

type Completions = Omit<Extract<ToPanel, { readonly type: "completions" }>, "type">;

/** All the panel shows that its host decides. What the user merely unfolded or typed is in `Memory`. */
export interface PanelState {
  /** Absent until the host has answered. */
  readonly shell: ShellView | undefined;
  readonly runs: readonly RunPart[];
  readonly completions: Completions;
  /** By card and then by the evidence's place in it: its proof, as Markdown. */
  readonly details: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** The last text put into the composer; `turn` grows with each. */
  readonly compose: { readonly text: string; readonly turn: number };
  readonly reveal: { readonly run: string; readonly card: string | undefined; readonly turn: number };
  /** What is read out to those who do not look, newest last. */
  readonly said: readonly { readonly turn: number; readonly text: string }[];
}

export const emptyPanel: PanelState = {
  shell: undefined,
  runs: [],
  completions: { query: "", items: [] },
  details: new Map(),
  compose: { text: "", turn: 0 },
  reveal: { run: "", card: undefined, turn: 0 },
  said: [],
};

/** Names a card among all runs. */
export function cardKey(run: string, card: string): string {
  return `${run}\n${card}`;
}

/** What is shown after a message. Parts that say the same as before stay the same objects, so that they need not be drawn again. */
export function afterMessage(state: PanelState, message: ToPanel): PanelState {
  const next = received(state, message);
  const sentences = announcements(state.runs, message);
  if (sentences.length === 0) return next;
  const from = (state.said.at(-1)?.turn ?? 0) + 1;
  const said = sentences.map((text, index) => ({ turn: from + index, text }));
  return { ...next, said: [...state.said, ...said].slice(-4) };
}

function received(state: PanelState, message: ToPanel): PanelState {
  switch (message.type) {
    case "shell":
      return { ...state, shell: message.shell };
    case "conversation":
      return withConversation(state, message.runs);
    case "run":
      return { ...state, runs: withHead(state.runs, message.head) };
    case "card":
      return withCard(state, message.run, message.card);
    case "completions":
      return { ...state, completions: { query: message.query, items: message.items } };
    case "compose":
      return { ...state, compose: { text: message.text, turn: state.compose.turn + 1 } };
    case "reveal":
      return { ...state, reveal: { run: message.run, card: message.card, turn: state.reveal.turn + 1 } };
    case "detail":
      return { ...state, details: withDetail(state.details, message) };
  }
}

function withConversation(state: PanelState, runs: readonly RunPart[]): PanelState {
  const before = new Map(
    state.runs.flatMap(({ head, cards }) => cards.map((card) => [cardKey(head.run, card.id), card])),
  );
  const details = new Map<string, ReadonlyMap<number, string>>();
  const shared = runs.map(({ head, cards }) => ({
    head,
    cards: cards.map((card) => {
      const key = cardKey(head.run, card.id);
      const old = before.get(key);
      const now = shareCard(old, card);
      const proofs = state.details.get(key);
      if (proofs !== undefined && now.evidence === old?.evidence) details.set(key, proofs);
      return now;
    }),
  }));
  return { ...state, runs: shared, details };
}

function withHead(runs: readonly RunPart[], head: RunView): readonly RunPart[] {
  const at = runs.findIndex((part) => part.head.run === head.run);
  if (at === -1) return [...runs, { head, cards: [] }];
  return runs.map((part, index) => (index === at ? { head, cards: part.cards } : part));
}

/** A card of a run that is not shown is of no use: the run's head comes first, always. */
function withCard(state: PanelState, run: string, card: CardView): PanelState {
  const part = state.runs.find(({ head }) => head.run === run);
  if (part === undefined) return state;
  const at = part.cards.findIndex(({ id }) => id === card.id);
  const old = part.cards[at];
  const now = shareCard(old, card);
  if (now === old) return state;
  const cards = old === undefined ? [...part.cards, now] : part.cards.with(at, now);
  const runs = state.runs.map((one) => (one === part ? { head: part.head, cards } : one));
  return { ...state, runs, details: withoutStale(state.details, run, old, now) };
}

/** A proof is about the evidence it was asked for: when that changes, it is asked for again. */
function withoutStale(
  details: PanelState["details"],
  run: string,
  old: CardView | undefined,
  now: CardView,
): PanelState["details"] {
  const key = cardKey(run, now.id);
  if (old === undefined || old.evidence === now.evidence || !details.has(key)) return details;
  return new Map([...details].filter(([name]) => name !== key));
}

function withDetail(
  details: PanelState["details"],
  { run, card, evidence, markdown }: Extract<ToPanel, { readonly type: "detail" }>,
): PanelState["details"] {
  const key = cardKey(run, card);
  return new Map(details).set(key, new Map(details.get(key)).set(evidence, markdown));
}
