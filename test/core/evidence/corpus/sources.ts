import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A real text that somebody else wrote. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Files of a folder and below by ending, sorted, of a size that people write by hand; none that a program made in one line. */
export function sourcesBelow(folder: string, ending: RegExp, most: number): readonly Source[] {
  const found: Source[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= most) return;
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (
          !/^(?:node_modules|test|tests|idlelib|lib2to3|encodings|site-packages|\.cache|\.vite.*|\.bin)$/.test(
            entry.name,
          )
        )
          visit(inner);
      } else if (entry.isFile() && ending.test(entry.name)) {
        const { size } = statSync(inner);
        if (size < 1000 || size > 40_000) continue;
        const text = readFileSync(inner, "utf8");
        if (!text.split("\n").some((line) => line.length > 400)) found.push({ path: inner, text });
      }
    }
  };
  visit(folder);
  return found;
}

/** Every nth of them, so that all folders have their share. */
export function spread<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

/** Where Python keeps its own library; undefined where there is no Python. */
export function pythonLibrary(): string | undefined {
  try {
    return execFileSync("python3", ["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"], {
      encoding: "utf8",
    }).trim();
  } catch {
    return undefined;
  }
}
