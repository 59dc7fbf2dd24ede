import type { FromPanel } from "../../protocol/messages.ts";
import type { AgentView, ShellView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { plainly } from "../text/hidden.ts";
import { History } from "./history.tsx";
import { Icon } from "./icon.tsx";
import { Mosaic } from "./mosaic.tsx";

interface WelcomeProps {
  readonly shell: ShellView;
  /** Puts text into the composer. */
  readonly onDraft: (text: string) => void;
}

/** What is shown before anything was asked. */
export function Welcome({ shell, onDraft }: WelcomeProps) {
  const { post } = usePanel();
  const take = ({ start }: Suggestion) => {
    if (start.type === "draft") onDraft(start.text);
    else post(start);
  };
  return (
    <div class="welcome">
      <Mosaic />
      <h2>Small agents, clean diffs, evidence attached</h2>
      <p>Each agent works on one file by itself. Nothing changes until you accept it.</p>
      <ul class="suggestions" aria-label="Suggestions">
        {suggestions(shell).map((suggestion) => (
          <li key={suggestion.label}>
            <button type="button" class="suggestion" onClick={() => take(suggestion)}>
              <Icon name={suggestion.icon} />
              <span>{plainly(suggestion.label)}</span>
            </button>
          </li>
        ))}
      </ul>
      {shell.model.offline && (
        <p class="hint">
          The offline model mends small faults without a key or a connection.{" "}
          <button type="button" class="link" onClick={() => post({ type: "command", command: "selectModel" })}>
            Select a model
          </button>{" "}
          for more.
        </p>
      )}
      <History history={shell.history} />
    </div>
  );
}

interface Suggestion {
  readonly icon: string;
  readonly label: string;
  readonly start: { readonly type: "draft"; readonly text: string } | Extract<FromPanel, { readonly type: "ask" }>;
}

/** The agents' own words, but for the one request that needs no file. */
function suggestions({ agents }: ShellView): readonly Suggestion[] {
  const fix = agents.find(({ name }) => name === "fix");
  const whole: readonly Suggestion[] =
    fix === undefined
      ? []
      : [
          { icon: fix.icon, label: "Fix the failing tests", start: { type: "ask", text: "Fix the failing tests" } },
          { icon: "go-to-file", label: "Fix one file", start: { type: "draft", text: "/fix #" } },
        ];
  return [...whole, ...agents.filter((agent) => agent !== fix).map(suggestion)].slice(0, 4);
}

function suggestion({ name, icon, description }: AgentView): Suggestion {
  return { icon, label: description, start: { type: "draft", text: `/${name} #` } };
}
