import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

interface Place {
  readonly element: HTMLElement;
  readonly run: string;
  readonly card: string | undefined;
}

/**
 * Buttons vanish when what they offered was done. The focus then goes to the head of their card, or of their run, rather than nowhere, so that
 * whoever works by keyboard goes on from there.
 */
export function useFocusKept(view: RefObject<HTMLElement | null>): void {
  const last = useRef<Place>(undefined);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      last.current = target instanceof HTMLElement ? placeOf(target) : undefined;
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      // Leaving for elsewhere is the user's will; only a vanished element leaves for nothing.
      if (relatedTarget !== null) last.current = undefined;
    };
    // On the document, which is there before the view is.
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", leave);
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", leave);
    };
  }, []);

  useLayoutEffect(() => {
    const lost = last.current;
    if (lost === undefined || lost.element.isConnected || document.activeElement !== document.body) return;
    last.current = undefined;
    if (!document.hasFocus()) return;
    const card = find(view.current, "card", lost.card);
    const run = find(view.current, "run", lost.run);
    // What was asked is answered: what comes of it stands in the same run.
    const next = card?.querySelector<HTMLElement>(".who") ?? run?.querySelector<HTMLElement>(".question button, .who");
    (next ?? document.querySelector<HTMLElement>(".draft"))?.focus({ preventScroll: true });
  });
}

/** Only what stands in a card or a question goes away by itself. */
function placeOf(element: HTMLElement): Place | undefined {
  const run = element.closest<HTMLElement>("[data-run]")?.dataset.run;
  const part = element.closest<HTMLElement>("[data-card], [data-question]");
  return run === undefined || part === null ? undefined : { element, run, card: part.dataset.card };
}

function find(view: HTMLElement | null, kind: "run" | "card", key: string | undefined): HTMLElement | undefined {
  const all = view?.querySelectorAll<HTMLElement>(`[data-${kind}]`) ?? [];
  return [...all].find(({ dataset }) => key !== undefined && dataset[kind] === key);
}
