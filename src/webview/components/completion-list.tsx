import { useEffect, useRef } from "preact/hooks";
import type { PanelState } from "../panel-state.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

interface CompletionListProps {
  readonly id: string;
  readonly items: PanelState["completions"]["items"];
  /** The place of the one that Enter takes. */
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
}

/** The focus stays in the text field, which names the chosen one as its active descendant. */
export function CompletionList({ id, items, chosen, onChoose }: CompletionListProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.children.item(chosen)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div id={id} ref={box} class="completions" role="listbox" aria-label="Completions">
      {items.map((item, place) => (
        <div
          key={`${item.insert} ${item.detail}`}
          id={`${id}-${place}`}
          class={place === chosen ? "completion chosen" : "completion"}
          role="option"
          aria-selected={place === chosen}
          tabIndex={-1}
          // Pressing must not take the focus from the text field.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(place);
          }}
        >
          <Icon name={item.icon} />
          <bdi class="completion-label">{plainly(item.label)}</bdi>
          <bdi class="completion-detail">{plainly(item.detail)}</bdi>
        </div>
      ))}
    </div>
  );
}
