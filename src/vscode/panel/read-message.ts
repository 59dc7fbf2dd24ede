import * as z from "zod";
import { type FromPanel, fromPanelSchema } from "../../protocol/messages.ts";

// Compiled checks pay after thousands of values, and a panel's user sends some dozens.
z.config({ jitless: true });

/** A message of the page, or undefined for what no page of ours sends: a page is an untrusted renderer. */
export function readMessage(message: unknown): FromPanel | undefined {
  return fromPanelSchema.safeParse(message).data;
}
