import { applyTurn } from "./apply-record.ts";
import { recoverRoot } from "./recover-applies.ts";
import { inTurn } from "./turn.ts";

/** Having the turn of one root: whoever has it is the only Tessera that writes to the user's files there. */
export interface ApplyTurn {
  readonly root: string;
}

/**
 * Runs `use` while no other process or window applies anything to this root, and after what a crash may have left there is mended.
 * What is read and planned inside still holds when it is written. `root` is a real path. Throws `conflict` when others take too long.
 */
export async function inApplyTurn<Result>(
  state: string,
  root: string,
  use: (turn: ApplyTurn) => Promise<Result>,
): Promise<Result> {
  return inTurn(state, applyTurn(root), async () => {
    await recoverRoot(state, root);
    return use({ root });
  });
}
