import { sandboxPrograms } from "../../src/node/sandbox/programs.ts";

/** Whether this machine has what a sandbox is made of. Where it has not, tests that are about something else do without. */
export const sandboxed =
  process.platform === "darwin" || sandboxPrograms("/nowhere", process.env.PATH ?? "") !== undefined;
