import type { AppError } from "../../core/app-error.ts";
import type { Sandbox, SandboxOptions } from "./open-sandbox.ts";
import { cleanPath, findProgram } from "./programs.ts";

/** Where no sandbox can be had and nobody has done without one: nothing is run, and who asks for it is told the reason. */
export function nothingRuns({ root, env }: SandboxOptions, reason: AppError): Sandbox {
  return {
    root,
    rung: "off",
    run: () => Promise.reject(reason),
    which: (program) => findProgram(program, cleanPath(env.PATH)),
    close: () => Promise.resolve(),
  };
}
