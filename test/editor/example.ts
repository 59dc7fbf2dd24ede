import { cpSync } from "node:fs";
import { join } from "node:path";
import { project } from "./places.ts";

/** A copy of the example project in this folder, some of whose tests fail. */
export function copyExample(folder: string): string {
  const copy = join(folder, "ledger");
  cpSync(join(project, "examples", "ledger"), copy, { recursive: true });
  return copy;
}
