import type { RunView } from "../../protocol/views.ts";
import { useOpen, usePanel } from "../panel-context.ts";
import { duration, usage } from "../text/amounts.ts";
import { plainly } from "../text/hidden.ts";
import { useNow } from "../use-now.ts";
import { ByModel } from "./by-model.tsx";
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
  const [open, setOpen] = useOpen(`${head.run}\nmodels`, false);
  const elapsed = duration((head.endedAt ?? now) - head.startedAt);
  return (
    <>
      <div class="run-line">
        <strong>{result(head)}</strong>
        {head.waiting > 0 && <span>{head.waiting === 1 ? "1 waits" : `${head.waiting} wait`}</span>}
        <span class="right">
          {head.models.length === 0 ? (
            <span class="amounts">{usage(head, elapsed)}</span>
          ) : (
            <button type="button" class="amounts" aria-expanded={open} title="By model" onClick={() => setOpen(!open)}>
              {usage(head, elapsed)}
            </button>
          )}
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
      {open && head.models.length > 0 && <ByModel models={head.models} />}
    </>
  );
}

/** In trouble the sentence has a place of its own, below. */
function result({ total, ended, proved, status, sentence, questions }: RunView): string {
  if (ended === 0 && questions.some(({ plan }) => plan !== undefined)) return "Waits for you";
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
