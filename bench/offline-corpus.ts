import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** A small program with its test, and ways it was broken by one token. */
export interface Program {
  readonly name: string;
  readonly folder: string;
  /** File names. */
  readonly subject: string;
  readonly test: string;
  readonly text: string;
  readonly testText: string;
  readonly bugs: readonly { readonly right: string; readonly wrong: string }[];
}

const bugsSchema = z.array(z.object({ right: z.string(), wrong: z.string() }));

/** The programs below a folder, each in a folder of its own. */
export function readCorpus(folder: string): readonly Program[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const files = readdirSync(join(folder, name));
      const subject = files.find((file) => /^\w+\.(js|ts|py)$/.test(file) && !file.startsWith("test_")) ?? "";
      const test = files.find((file) => /^test_|\.test\./.test(file)) ?? "";
      const read = (file: string): string => readFileSync(join(folder, name, file), "utf8");
      const bugs = bugsSchema.parse(JSON.parse(read("bugs.json")));
      return { name, folder: join(folder, name), subject, test, text: read(subject), testText: read(test), bugs };
    });
}

/** The program's text with one bug in it. */
export function broken({ text }: Program, bug: Program["bugs"][number]): string {
  const at = text.indexOf(bug.right);
  return text.slice(0, at) + bug.wrong + text.slice(at + bug.right.length);
}
