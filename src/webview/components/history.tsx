import type { ShellView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { ago } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { Icon } from "./icon.tsx";

const few = 5;

/** The newest of the earlier runs, to be shown again. */
export function History({ history }: { readonly history: ShellView["history"] }) {
  const { post } = usePanel();
  if (history.length === 0) return null;
  return (
    <section class="history" aria-label="Earlier runs">
      <h3>
        <span>Earlier</span>
        {history.length > few && (
          <button type="button" class="link" onClick={() => post({ type: "command", command: "history" })}>
            Show all
          </button>
        )}
      </h3>
      <ul>
        {history.slice(0, few).map(({ run, title, at, status, waiting }) => (
          <li key={run}>
            <button
              type="button"
              class="history-run"
              title={plainly(title)}
              onClick={() => post({ type: "show", run })}
            >
              <Icon name={waiting ? "circle-filled" : "comment"} tone={waiting ? "warn" : "dim"} />
              <span class="history-title">{plainly(title)}</span>
              <span class="dim">
                {waiting ? "waits" : plainly(status)} · {ago(Date.now() - at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
