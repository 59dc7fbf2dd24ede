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
    const remember = ({ target }: Event) => {
      if (target instanceof HTMLElement && target === view.current) memory.change({ anchor: anchorOf(target) });
    };
    // On the document, which is there before the view is; a view's own scrolling does not bubble.
    document.addEventListener("scrollend", remember, { capture: true });
    return () => document.removeEventListener("scrollend", remember, { capture: true });
  }, [view, memory]);

  useLayoutEffect(() => {
    const { current } = view;
    const newest = runs.at(-1)?.head.run;
    if (current === null || newest === undefined) return;
    const before = known.current;
    known.current = new Set(runs.map(({ head }) => head.run));
    const { anchor } = memory.kept;
    if (before === undefined && anchor !== undefined && restore(current, anchor) !== undefined)
      restoreFurther(current, anchor);
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

/** By how much the view was off, in pixels; undefined when what it was at is gone. */
function restore(view: HTMLElement, { key, offset }: Anchor): number | undefined {
  const element = find(view, key);
  if (element === undefined) return undefined;
  const off = element.getBoundingClientRect().top - view.getBoundingClientRect().top - offset;
  view.scrollBy({ top: off, behavior: "instant" });
  return Math.abs(off);
}

/** Cards out of sight have a guessed height until they are drawn: where the first jump leads is right once some frames leave it there. */
function restoreFurther(view: HTMLElement, anchor: Anchor): void {
  let frames = 120;
  let still = 0;
  const again = () => {
    still = (restore(view, anchor) ?? 0) < 1 ? still + 1 : 0;
    frames--;
    if (still < 4 && frames > 0) due = requestAnimationFrame(again);
  };
  let due = requestAnimationFrame(again);
  // Whoever scrolls meanwhile knows better.
  const stop = () => cancelAnimationFrame(due);
  for (const by of ["wheel", "keydown", "pointerdown"])
    document.addEventListener(by, stop, { once: true, passive: true });
}

function find(view: HTMLElement, key: string): HTMLElement | undefined {
  return [...view.querySelectorAll<HTMLElement>("[data-card], [data-run]")].find((element) => keyOf(element) === key);
}

function keyOf(element: HTMLElement): string {
  return element.dataset.card ?? element.closest<HTMLElement>("[data-run]")?.dataset.run ?? "";
}
