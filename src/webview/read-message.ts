import type { ToPanel } from "../protocol/messages.ts";

const known: Readonly<Record<ToPanel["type"], true>> = {
  shell: true,
  conversation: true,
  run: true,
  card: true,
  completions: true,
  compose: true,
  reveal: true,
  detail: true,
};

/**
 * Whether a message is one the panel knows. Its own host made it from the same types, so its parts are taken at their word;
 * what another version of the host may send besides is left alone.
 */
export function isToPanel(data: unknown): data is ToPanel {
  return (
    typeof data === "object" &&
    data !== null &&
    "type" in data &&
    typeof data.type === "string" &&
    Object.hasOwn(known, data.type)
  );
}
