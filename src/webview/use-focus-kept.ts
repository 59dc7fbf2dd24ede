import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/**
 * Buttons vanish when what they offered was done. The focus then goes to the head of their card rather than nowhere, so that
 * whoever works by keyboard goes on from there.
 */
export function useFocusKept(view: RefObject<HTMLElement | null>): void {
  const last = useRef<{ readonly element: HTMLElement; readonly card: string }>(undefined);
  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const remember = ({ target }: FocusEvent) => {
      const card = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-card]")?.dataset.card : undefined;
      last.current = target instanceof HTMLElement && card !== undefined ? { element: target, card } : undefined;
    };
    const leave = ({ relatedTarget }: FocusEvent) => {
      // Leaving for elsewhere is the user's will; only a vanished element leaves for nothing.
      if (relatedTarget !== null) last.current = undefined;
    };
    current.addEventListener("focusin", remember);
    current.addEventListener("focusout", leave);
    return () => {
      current.removeEventListener("focusin", remember);
      current.removeEventListener("focusout", leave);
    };
  }, [view, view.current]);

  useLayoutEffect(() => {
    const lost = last.current;
    if (lost === undefined || lost.element.isConnected || document.activeElement !== document.body) return;
    last.current = undefined;
    if (!document.hasFocus()) return;
    const cards = [...(view.current?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
    const card = cards.find(({ dataset }) => dataset.card === lost.card);
    card?.querySelector<HTMLElement>(".who")?.focus({ preventScroll: true });
  });
}
