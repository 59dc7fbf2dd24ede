import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { FromPanel } from "../protocol/messages.ts";
import type { Memory } from "./memory.ts";
import type { Sight } from "./sight.ts";

/** What every part of the panel may reach. */
export interface Panel {
  post(message: FromPanel): void;
  readonly memory: Memory;
  readonly sight: Sight;
}

export const PanelContext = createContext<Panel | undefined>(undefined);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (panel === undefined) throw new Error("A part of the panel was drawn outside of it.");
  return panel;
}

/** Whether something is unfolded, remembered under its key; `otherwise` holds until the user says. */
export function useOpen(key: string, otherwise: boolean): readonly [boolean, (open: boolean) => void] {
  const { memory } = usePanel();
  const [, drawAgain] = useState(0);
  const set = (open: boolean) => {
    memory.setOpen(key, open);
    drawAgain((times) => times + 1);
  };
  return [memory.isOpen(key) ?? otherwise, set];
}
