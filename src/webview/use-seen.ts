import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { usePanel } from "./panel-context.ts";

/** Whether an element is or was in sight. */
export function useSeen(element: RefObject<Element | null>): boolean {
  const { sight } = usePanel();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (seen || target === null) return;
    return sight.wait(target, () => setSeen(true));
  }, [sight, element, seen]);
  return seen;
}
