import { AppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import { foldersUpward, join } from "./package-manifest.ts";
import type { ProjectLookup } from "./test-runner.ts";

/** The absolute path of the Python a folder is run with: of the nearest virtual environment, else of the PATH. Throws `tooling` where there is none. */
export async function pythonInterpreter(
  folder: Path,
  lookup: Pick<ProjectLookup, "locate" | "which">,
): Promise<string> {
  for (const at of foldersUpward(folder)) {
    for (const name of [".venv", "venv", "env", ".env"]) {
      for (const program of ["bin/python", "bin/python3", "Scripts/python.exe"]) {
        const found = await lookup.locate(join(at, `${name}/${program}`));
        if (found !== undefined) return found;
      }
    }
  }
  const found = (await lookup.which("python3")) ?? (await lookup.which("python"));
  if (found === undefined)
    throw new AppError("tooling", "python3 is not on your PATH: install Python to run these tests.");
  return found;
}
