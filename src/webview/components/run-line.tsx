import type { RunView } from "../../protocol.ts";
import { usePanel } from "../panel-context.ts";
import { duration, usage } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { useNow } from "../use-now.ts";
import { IconButton } from "./icon-button.tsx";

/** Runs that ended because something stood in the way. */
export const troubles: ReadonlyMap<RunView["status"], string> = new Map([
  ["failed", "Failed"],
  ["blocked", "Blocked"],
  ["budget", "Budget reached"],
]);

/** How far a run is and what it has cost, with a bar while it works. */
export function RunLine({ head }: { readonly head: RunView }) {
  const { post } = usePanel();
  const now = useNow(head.working);
  const elapsed = duration((head.endedAt ?? now) - head.startedAt);
  return (
    <>
      <div class="run-line">
        <strong>{result(head)}</strong>
        {head.waiting > 0 && <span>{head.waiting === 1 ? "1 waits" : `${head.waiting} wait`}</span>}
        <span class="right">
          <span class="amounts">{usage(head, elapsed)}</span>
          {head.working && (
            <IconButton
              icon="debug-stop"
              label="Stop the run; what it did is kept"
              onClick={() => post({ type: "stop", run: head.run })}
            />
          )}
        </span>
      </div>
      <ProgressBar head={head} />
    </>
  );
}

/** In trouble the sentence has a place of its own, below. */
function result({ total, proved, status, sentence }: RunView): string {
  if (total > 0) return `${proved} of ${total} proved`;
  return troubles.get(status) ?? plainly(sentence);
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
