import type { ShellView } from "../../protocol/views.ts";
import { usePanel } from "../panel-context.ts";
import { counted } from "../text/amounts.ts";
import { Icon } from "./icon.tsx";

/** What waits for the user over all runs; nothing when nothing does. */
export function ReviewBar({ pending: { hunks, files, proved } }: { readonly pending: ShellView["pending"] }) {
  const { post } = usePanel();
  if (hunks === 0) return null;
  return (
    <section class="review" aria-label="Waiting changes">
      <Icon name="layers" />
      <span class="review-text">
        {counted(hunks, "hunk")} {hunks === 1 ? "waits" : "wait"} in {counted(files, "file")}
      </span>
      <span class="review-actions">
        <button type="button" class="button secondary" onClick={() => post({ type: "command", command: "review" })}>
          Review
        </button>
        {proved > 0 && (
          <button type="button" class="button" onClick={() => post({ type: "command", command: "acceptProved" })}>
            Accept {proved} proved
          </button>
        )}
      </span>
    </section>
  );
}
