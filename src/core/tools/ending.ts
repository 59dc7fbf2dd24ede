/** How a conversation ended that proposes nothing itself. */
export interface Ending {
  readonly status: "proved" | "partial" | "unproved" | "failed";
  readonly summary: string;
}
