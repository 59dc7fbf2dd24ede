import type { ActionView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

interface ActionButtonsProps {
  readonly run: string;
  readonly card?: string;
  readonly actions: readonly ActionView[];
}

/** What the host offers, as buttons. */
export function ActionButtons({ run, card, actions }: ActionButtonsProps) {
  const { post } = usePanel();
  return (
    <>
      {actions.map(({ id, label, icon, primary }) => (
        <button
          key={id}
          type="button"
          class={primary === true ? "button" : "button secondary"}
          onClick={() => post({ type: "action", run, action: id, ...(card === undefined ? {} : { card }) })}
        >
          {icon !== undefined && <Icon name={icon} />}
          {plainly(label)}
        </button>
      ))}
    </>
  );
}
