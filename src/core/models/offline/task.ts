import type { Section } from "../sections.ts";
import type { Target } from "./target.ts";

/** What a prompt asks to mend, as far as a model without language can read it. */
export interface RepairTask extends Pick<Target, "path" | "text" | "nextLine"> {
  readonly failures: readonly Section[];
  readonly tests: readonly Section[];
  readonly signatures: readonly Section[];
  readonly reach: readonly ReachedLines[];
  /** How suspicious a line is by what was executed, from 0 to 1; empty where nothing was. Lines that are missing may be anything. */
  readonly executed: ReadonlyMap<number, number>;
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
    executed: new Map(of("executed").flatMap(({ body }) => readExecuted(body))),
    tries: target.tries.flatMap(({ edits, answer }) => edits.slice(0, 1).map((edit) => ({ ...edit, answer }))),
  };
}

function readExecuted(body: string): readonly (readonly [line: number, score: number])[] {
  return body.split("\n").flatMap((text) => {
    const match = /^(\d+)-(\d+) ([\d.]+)$/.exec(text);
    if (match === null) return [];
    const [from, to, score] = [Number(match[1]), Number(match[2]), Number(match[3])];
    return Array.from({ length: to - from + 1 }, (_, index): readonly [number, number] => [from + index, score]);
  });
}

function readReach(body: string): readonly ReachedLines[] {
  return body.split("\n").flatMap((line) => {
    const match = /^(\S+) (\d+)-(\d+)$/.exec(line.trim());
    return match === null ? [] : [{ name: match[1] ?? "", from: Number(match[2]), to: Number(match[3]) }];
  });
}
