import type { RunEvent } from "./events.ts";

/** Whether losing this event would lose paid work, a decision or a promise: such events are forced to disk at once, in their order. */
export function isStateChange(event: RunEvent): boolean {
  switch (event.type) {
    case "started":
    case "planned":
    case "grown":
    case "proposed":
    case "reported":
    case "decided":
    case "applied":
    case "undone":
    case "redone":
    case "conflicted":
    case "ended":
      return true;
    case "answered":
      return event.kind !== "execution";
    case "baseline":
    case "assigned":
    case "union":
    case "asked":
    case "cached":
    case "step":
    case "tool":
    case "evidence":
      return false;
  }
}
