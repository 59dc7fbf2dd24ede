import type { RunEvent } from "./events.ts";

/** Whether losing this event would lose paid work, a decision or a promise: such events are forced to disk at once, in their order. */
export function isStateChange(event: RunEvent): boolean {
  switch (event.type) {
    case "started":
    case "continued":
    case "planned":
    case "grown":
    case "proposed":
    case "reported":
    case "retried":
    case "trusted":
    case "decided":
    case "dismissed":
    case "applying":
    case "applied":
    case "undone":
    case "redone":
    case "conflicted":
    case "discarded":
    case "ended":
      return true;
    case "answered":
      return event.kind !== "execution";
    case "asked":
      return event.kind === "user";
    case "baseline":
    case "routed":
    case "noted":
    case "paused":
    case "resumed":
    case "steered":
    case "assigned":
    case "union":
    case "cached":
    case "escalated":
    case "step":
    case "tool":
    case "evidence":
    case "criticised":
      return false;
  }
}
