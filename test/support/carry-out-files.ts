import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../../src/core/app-error.ts";
import type { FileTexts } from "../../src/core/changes/unified-diff.ts";
import { planApply } from "../../src/node/apply.ts";
import { carryOut } from "../../src/node/carry-out.ts";
import { mendState } from "../../src/node/mend-state.ts";

/** A program that applies texts to a folder as every front end does: ROOT STATE PROPOSAL [KILL-BEFORE-STEP]. PROPOSAL is a file of JSON. */
const [root = "", state = "", proposal = "", step = ""] = process.argv.slice(2);

const textsSchema = z.array(
  z.object({ path: z.string(), base: z.string().nullable(), proposed: z.string().nullable() }),
);

/** Prints "applied", or the sentence that says why not. */
async function main(): Promise<void> {
  const files: readonly FileTexts[] = textsSchema.parse(JSON.parse(readFileSync(proposal, "utf8")));
  try {
    await mendState(state);
    const plan = await planApply(files, root, new Set(files.map(({ path }) => path)));
    const onStep = (name: string) => {
      if (name === step) process.kill(process.pid, "SIGKILL");
    };
    await carryOut(plan, { state, onStep });
    console.log("applied");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.log(error.message);
    process.exitCode = 1;
  }
}

if (root !== "" && existsSync(join(proposal))) await main();
