import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Anchor } from "./kept.ts";
import type { Memory } from "./memory.ts";
import type { RunPart } from "./run-part.ts";

/**
 * Keeps the view where it was: a page that comes back shows the same card at the same place, a new run is brought to the top,
 * and nothing else scrolls by itself.
 */
export function useScroll(view: RefObject<HTMLElement | null>, memory: Memory, runs: readonly RunPart[]): void {
  const known = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const remember = () => memory.change({ anchor: anchorOf(current) });
    current.addEventListener("scrollend", remember);
    return () => current.removeEventListener("scrollend", remember);
  }, [view, memory, view.current]);

  useLayoutEffect(() => {
    const { current } = view;
    const newest = runs.at(-1)?.head.run;
    if (current === null || newest === undefined) return;
    const before = known.current;
    known.current = new Set(runs.map(({ head }) => head.run));
    const { anchor } = memory.kept;
    if (before === undefined && anchor !== undefined && restore(current, anchor)) restoreFurther(current, anchor);
    else if (before?.has(newest) !== true) find(current, newest)?.scrollIntoView({ block: "start" });
  }, [view, memory, runs]);
}

/** The first card or run whose end is in sight. */
function anchorOf(view: HTMLElement): Anchor | undefined {
  const top = view.getBoundingClientRect().top;
  for (const element of view.querySelectorAll<HTMLElement>("[data-card], .request")) {
    const box = element.getBoundingClientRect();
    if (box.bottom > top) return { key: keyOf(element), offset: box.top - top };
  }
  return undefined;
}

function restore(view: HTMLElement, { key, offset }: Anchor): boolean {
  const element = find(view, key);
  if (element === undefined) return false;
  const top = element.getBoundingClientRect().top - view.getBoundingClientRect().top;
  view.scrollBy({ top: top - offset, behavior: "instant" });
  return true;
}

/** Cards out of sight have a guessed height until they are drawn: where the first jump leads is right some frames later. */
function restoreFurther(view: HTMLElement, anchor: Anchor): void {
  let frames = 4;
  const again = () => {
    restore(view, anchor);
    frames--;
    if (frames > 0) due = requestAnimationFrame(again);
  };
  let due = requestAnimationFrame(again);
  // Whoever scrolls meanwhile knows better.
  const stop = () => cancelAnimationFrame(due);
  view.addEventListener("wheel", stop, { once: true, passive: true });
}

function find(view: HTMLElement, key: string): HTMLElement | undefined {
  return [...view.querySelectorAll<HTMLElement>("[data-card], [data-run]")].find((element) => keyOf(element) === key);
}

function keyOf(element: HTMLElement): string {
  return element.dataset.card ?? element.closest<HTMLElement>("[data-run]")?.dataset.run ?? "";
}
