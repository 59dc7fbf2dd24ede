/** One name that other files can use, or a member of one, with all that is written down about how. */
export interface ApiEntry {
  /** As others see it: "add", "Account.deposit", "default". */
  readonly name: string;
  /** Parameters, types and modifiers in one spelling; equal where others notice no difference. Overloads are several entries. */
  readonly signature: string;
  readonly at: number;
  /** Not exported, but written in a signature that is: it counts where both texts hold it. */
  readonly hidden?: boolean;
  /** Whoever implements the holder has to write this, so that a new one breaks them. */
  readonly asked?: boolean;
}

/** What a file exports. `dynamic`: statements that export what only an execution can tell. */
export interface Api {
  readonly entries: readonly ApiEntry[];
  readonly dynamic: readonly { readonly text: string; readonly at: number }[];
}
