import type { RunView } from "../../protocol.ts";
import { usePanel } from "../panel-context.ts";
import { duration, usage } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { useNow } from "../use-now.ts";
import { IconButton } from "./icon-button.tsx";

/** How far a run is and what it has cost, with a bar while it works. */
export function RunLine({ head }: { readonly head: RunView }) {
  const { post } = usePanel();
  const now = useNow(head.working);
  const elapsed = duration((head.endedAt ?? now) - head.startedAt);
  return (
    <>
      <div class="run-line">
        <strong>{head.total > 0 ? `${head.proved} of ${head.total} proved` : plainly(head.sentence)}</strong>
        {head.waiting > 0 && <span>{head.waiting === 1 ? "1 waits" : `${head.waiting} wait`}</span>}
        <span class="amounts">{usage(head, elapsed)}</span>
        {head.working && (
          <IconButton
            icon="debug-stop"
            label="Stop the run; what it did is kept"
            onClick={() => post({ type: "stop", run: head.run })}
          />
        )}
      </div>
      <ProgressBar head={head} />
    </>
  );
}

function ProgressBar({ head: { working, ended, total } }: { readonly head: RunView }) {
  if (!working) return <div class="bar ended" />;
  if (total === 0) return <div class="bar endless" role="progressbar" aria-label="Run" />;
  return (
    <div
      class="bar"
      role="progressbar"
      aria-label="Run"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={ended}
      aria-valuetext={`${ended} of ${total} ended`}
    >
      <i style={{ "--part": `${(100 * ended) / total}%` }} />
    </div>
  );
}
