import type { FromPanel } from "../../protocol/messages.ts";
import { usePanel } from "../panel-context.ts";
import { Icon } from "./icon.tsx";

interface NoticeProps {
  readonly icon: string;
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly command: Extract<FromPanel, { readonly type: "command" }>["command"];
}

/** Why there is nothing to run here, and the one thing that changes it. */
export function Notice({ icon, title, text, button, command }: NoticeProps) {
  const { post } = usePanel();
  return (
    <div class="welcome">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{text}</p>
      <button type="button" class="button wide" onClick={() => post({ type: "command", command })}>
        {button}
      </button>
    </div>
  );
}
