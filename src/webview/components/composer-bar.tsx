import type { ShellView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { tokens } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

interface ComposerBarProps {
  readonly shell: ShellView;
  /** Whether there is something to send. */
  readonly ready: boolean;
  /** A run that works: while nothing is typed, the button stops it. */
  readonly working: string | undefined;
  readonly onSend: () => void;
}

/** Below the text: which model answers, what was used, and the button that sends or stops. */
export function ComposerBar({ shell: { model, tokens: used, budget }, ready, working, onSend }: ComposerBarProps) {
  const { post } = usePanel();
  const name = plainly(model.label);
  const amount = budget === undefined ? tokens(used) : `${tokens(used)} of ${tokens(budget)}`;
  return (
    <div class="composer-bar">
      <button
        type="button"
        class="chip"
        title={`Model: ${plainly(model.id)}\nSelect a model`}
        aria-label={`Model ${name}: select another`}
        onClick={() => post({ type: "command", command: "selectModel" })}
      >
        <Icon name="sparkle" />
        <span class="chip-text">{name}</span>
      </button>
      <button
        type="button"
        class="chip"
        title="Tokens used; show cost"
        aria-label={`${amount} tokens: show cost`}
        onClick={() => post({ type: "command", command: "cost" })}
      >
        <Icon name="pulse" />
        <span class="chip-text">{amount}</span>
      </button>
      {working !== undefined && !ready ? (
        <button
          type="button"
          class="send"
          title="Stop the run; what it did is kept"
          aria-label="Stop the run"
          onClick={() => post({ type: "stop", run: working })}
        >
          <Icon name="debug-stop" />
        </button>
      ) : (
        <button type="button" class="send" title="Send (Enter)" aria-label="Send" disabled={!ready} onClick={onSend}>
          <Icon name="arrow-up" />
        </button>
      )}
    </div>
  );
}
