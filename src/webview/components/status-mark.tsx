import type { CardView } from "../../protocol/views.ts";
import { Icon } from "./icon.tsx";

const marks = {
  queued: { icon: "circle-large", tone: "dim", label: "Not begun" },
  working: { icon: "sync", tone: undefined, label: "Working" },
  proved: { icon: "pass", tone: "good", label: "Proved" },
  partial: { icon: "pass", tone: "warn", label: "Partly proved" },
  unproved: { icon: "question", tone: "warn", label: "Not proved" },
  failed: { icon: "error", tone: "bad", label: "Failed" },
  blocked: { icon: "circle-slash", tone: "bad", label: "Blocked" },
  budget: { icon: "dashboard", tone: "warn", label: "Budget reached" },
  cancelled: { icon: "circle-slash", tone: "dim", label: "Cancelled" },
  interrupted: { icon: "debug-disconnect", tone: "warn", label: "Interrupted" },
} as const;

/** How far a worker is, or how it ended. */
export function StatusMark({ status }: { readonly status: CardView["status"] }) {
  const { icon, tone, label } = marks[status];
  return (
    <span class="status-mark" role="img" aria-label={label} title={label}>
      <Icon name={icon} tone={tone} spin={status === "working"} />
    </span>
  );
}
