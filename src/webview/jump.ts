import type { InboxItem } from "../protocol/views.ts";
import type { Memory } from "./memory.ts";
import { cardKey } from "./panel-state.ts";

/** Brings what waits into view and puts the focus where it can be decided. */
export function jumpTo({ type, run, card, question }: InboxItem, memory: Memory): void {
  if (question !== undefined) focusIn(find("question", `${run}\n${question}`), "button.button, input");
  else if (card !== undefined) jumpToCard(cardKey(run, card), memory, controls[type]);
  else focusIn(find("run", run), ".message .button");
}

/** Brings a card into view, unfolded, and puts the focus on the first of these controls of it, else on its head. */
export function jumpToCard(key: string, memory: Memory, control = ".who"): void {
  drawnCard(key, (card) => {
    const head = card.querySelector<HTMLElement>(".who");
    if (memory.isOpen(key) !== true && head?.ariaExpanded === "false") head.click();
    // What was folded is drawn with the next frame.
    nextFrame(() => focusIn(card, control, ".who"));
  });
}

/** Calls back with a card, once it is drawn: it may stand aside with others. */
export function drawnCard(key: string, found: (card: HTMLElement) => void): void {
  const card = find("card", key);
  if (card !== undefined) {
    found(card);
    return;
  }
  for (const aside of document.querySelectorAll<HTMLElement>("[data-aside][aria-expanded=false]")) aside.click();
  nextFrame(() => {
    const drawn = find("card", key);
    if (drawn !== undefined) found(drawn);
  });
}

function nextFrame(act: () => void): void {
  requestAnimationFrame(() => setTimeout(act));
}

const controls: Readonly<Record<InboxItem["type"], string>> = {
  question: ".gate .button",
  plan: ".gate .button",
  approval: ".gate .button",
  doubt: ".gate .button",
  paused: ".card-head .right .icon-button",
  conflict: '[data-hunk="conflict"]',
  review: '[data-hunk="waiting"]',
};

function find(kind: "run" | "card" | "question", key: string): HTMLElement | undefined {
  const all = document.querySelectorAll<HTMLElement>(`[data-${kind}]`);
  return [...all].find(({ dataset }) => dataset[kind] === key);
}

function focusIn(place: HTMLElement | undefined, ...selectors: readonly string[]): void {
  if (place === undefined) return;
  place.scrollIntoView({ block: "nearest" });
  for (const selector of selectors) {
    const control = place.querySelector<HTMLElement>(selector);
    if (control === null) continue;
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "nearest" });
    return;
  }
}
