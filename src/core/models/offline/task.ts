import type { Section } from "../sections.ts";
import type { Target } from "./target.ts";

/** What a prompt asks to mend, as far as a model without language can read it. */
export interface RepairTask extends Pick<Target, "path" | "text" | "nextLine"> {
  readonly failures: readonly Section[];
  readonly tests: readonly Section[];
  readonly signatures: readonly Section[];
  readonly reach: readonly ReachedLines[];
  /** What was proposed so far, in order, and what was said to it. */
  readonly tries: readonly Try[];
}

interface ReachedLines {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Try {
  readonly find: string;
  readonly replace: string;
  readonly answer: string;
}

/** Undefined for a prompt that is no repair: nothing failed. */
export function repairTask(target: Target): RepairTask | undefined {
  const of = (kind: string): readonly Section[] => target.sections.filter((section) => section.kind === kind);
  const failures = of("failure");
  if (failures.length + of("test").length + of("reach").length === 0) return undefined;
  return {
    path: target.path,
    text: target.text,
    nextLine: target.nextLine,
    failures,
    tests: of("test"),
    signatures: of("signatures"),
    reach: of("reach").flatMap(({ body }) => readReach(body)),
    tries: target.tries.flatMap(({ edits, answer }) => edits.slice(0, 1).map((edit) => ({ ...edit, answer }))),
  };
}

function readReach(body: string): readonly ReachedLines[] {
  return body.split("\n").flatMap((line) => {
    const match = /^(\S+) (\d+)-(\d+)$/.exec(line.trim());
    return match === null ? [] : [{ name: match[1] ?? "", from: Number(match[2]), to: Number(match[3]) }];
  });
}
