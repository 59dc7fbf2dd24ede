import { AppError } from "../../src/core/app-error.ts";
import type { Files } from "../../src/core/ports/files.ts";

/** A workspace that exists only here; `reads` tells what was read, in order. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files & { readonly reads: readonly string[] } {
  const reads: string[] = [];
  return {
    reads,
    async read(path) {
      reads.push(path);
      const text = texts[path];
      if (text === undefined) throw new AppError("not-found", `There is no file ${path}.`);
      return text;
    },
    list: async () => Object.keys(texts).sort(),
    stat: async (path) =>
      texts[path] === undefined ? undefined : { type: "file", size: texts[path].length, modified: 0 },
  };
}
