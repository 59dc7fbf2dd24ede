import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { cardKey, type PanelState } from "./panel-state.ts";

/** Brings what the host wants seen into view and lights it up for a moment. The focus stays where it is. */
export function useReveal(view: RefObject<HTMLElement | null>, { run, card, turn }: PanelState["reveal"]): void {
  useEffect(() => {
    if (turn === 0) return;
    const all = [...(view.current?.querySelectorAll<HTMLElement>("[data-run], [data-card]") ?? [])];
    const key = card === undefined ? undefined : cardKey(run, card);
    const element = all.find(({ dataset }) => (key === undefined ? dataset.run === run : dataset.card === key));
    if (element === undefined) return;
    const head = element.querySelector<HTMLElement>(".who");
    if (key !== undefined && head?.ariaExpanded === "false") head.click();
    element.scrollIntoView({ block: key === undefined ? "start" : "nearest" });
    element.classList.add("revealed");
    const timer = setTimeout(() => element.classList.remove("revealed"), 1500);
    return () => {
      clearTimeout(timer);
      element.classList.remove("revealed");
    };
  }, [view, run, card, turn]);
}
