import type { PanelState } from "../panel-state.ts";
import { plainly } from "../text/hidden.ts";

/** Says what happened, to those who do not look, when they have a moment. */
export function LiveRegion({ said }: { readonly said: PanelState["said"] }) {
  return (
    <div class="unseen" role="log" aria-live="polite" aria-relevant="additions">
      {said.map(({ turn, text }) => (
        <p key={turn}>{plainly(text)}</p>
      ))}
    </div>
  );
}
