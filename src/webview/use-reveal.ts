import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { drawnCard } from "./jump.ts";
import { cardKey, type PanelState } from "./panel-state.ts";

/** Brings what the host wants seen into view and lights it up for a moment. The focus stays where it is. */
export function useReveal(view: RefObject<HTMLElement | null>, { run, card, turn }: PanelState["reveal"]): void {
  useEffect(() => {
    if (turn === 0) return;
    const stop = new AbortController();
    const show = (element: HTMLElement) => {
      if (stop.signal.aborted) return;
      const head = element.querySelector<HTMLElement>(".who");
      if (card !== undefined && head?.ariaExpanded === "false") head.click();
      element.scrollIntoView({ block: card === undefined ? "start" : "nearest" });
      element.classList.add("revealed");
      const timer = setTimeout(() => stop.abort(), 1500);
      stop.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        element.classList.remove("revealed");
      });
    };
    const runs = [...(view.current?.querySelectorAll<HTMLElement>("[data-run]") ?? [])];
    const element = runs.find(({ dataset }) => dataset.run === run);
    if (card !== undefined) drawnCard(cardKey(run, card), show);
    else if (element !== undefined) show(element);
    return () => stop.abort();
  }, [view, run, card, turn]);
}
