import type { FileStat, Files, Path } from "../ports/files.ts";

/**
 * The same files, each as it was when first read here. A worker stands on such a view, so that its base does not move
 * under it while the user goes on typing.
 */
export function pinned(files: Files): Files {
  const read = new Map<Path, Promise<string>>();
  return {
    read(path) {
      const text = read.get(path) ?? files.read(path);
      read.set(path, text);
      return text;
    },
    list: (signal) => files.list(signal),
    stat: (path): Promise<FileStat | undefined> => files.stat(path),
  };
}
