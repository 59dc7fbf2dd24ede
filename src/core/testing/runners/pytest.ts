import type { Path } from "../../ports/files.ts";
import { runnerNames } from "../name-pattern.ts";
import { fromFolder, join, textOf } from "../package-manifest.ts";
import { pythonInterpreter } from "../python-interpreter.ts";
import { readReport, reportName } from "../report.ts";
import type { ProjectLookup, TestRunner } from "../test-runner.ts";
import { pytestPlugin } from "./pytest-plugin.ts";

export const pytestRunner: TestRunner = {
  name: "pytest",
  language: "python",
  knowsRelated: false,

  async detect(folder, lookup) {
    const inside = folder === "" ? lookup.paths : lookup.paths.filter((path) => path.startsWith(`${folder}/`));
    const testFiles = inside.filter(isPythonTest);
    const configuration = await configurationOf(folder, lookup);
    if (testFiles.length === 0 && configuration.own === "") return undefined;
    if (!inside.some((path) => path.endsWith(".py"))) return undefined;
    const cache = /--(?:lf|ff|nf|sw|last-failed|failed-first|new-first|stepwise|cache)\b/.test(configuration.own)
      ? []
      : ["-p", "no:cacheprovider"];
    const search = sourceFolders(folder, inside, configuration.own);
    return {
      folder,
      runner: "pytest",
      argv: [
        await pythonInterpreter(folder, lookup),
        "-m",
        "pytest",
        "-q",
        ...cache,
        "-p",
        "no:randomly",
        "--maxfail=0",
        "--continue-on-collection-errors",
      ],
      testFiles,
      suite: [],
      env: { PYTHONPATH: ["{out}", ...search].join(":") },
    };
  },

  command({ folder, argv, env = {} }, { files, names }, timeoutMs) {
    return {
      argv: [...argv, "-p", "tessera_report", ...(files ?? []).map((path) => fromFolder(path, folder))],
      cwd: folder,
      env: {
        ...env,
        CI: "1",
        NO_COLOR: "1",
        PYTHONDONTWRITEBYTECODE: "1",
        PYTHONHASHSEED: "0",
        PYTHONIOENCODING: "utf-8",
      },
      timeoutMs,
      inputs: {
        "tessera_report.py": pytestPlugin,
        ...(names === undefined ? {} : { "select.json": JSON.stringify(runnerNames(names)) }),
      },
      outputs: [reportName],
    };
  },

  parse: readReport,
};

/** pytest's own patterns; files of unittest follow them too. */
function isPythonTest(path: Path): boolean {
  return /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path);
}

/** The sections that configure pytest, as text: only single settings are looked for in them. */
async function configurationOf(folder: Path, { files }: ProjectLookup): Promise<{ readonly own: string }> {
  const read = (name: string) => textOf(files, join(folder, name));
  const [ini, hidden, project, setup, tox] = await Promise.all(
    ["pytest.ini", ".pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini"].map(read),
  );
  const section = (text: string | undefined, name: RegExp) => {
    const at = (text ?? "").search(name);
    return at < 0 ? "" : (text ?? "").slice(at).replace(/\n\[(?!tool\.pytest)[\s\S]*$/, "");
  };
  const own = [
    ini || hidden,
    section(project, /^\[tool\.pytest\b/m),
    section(setup, /^\[tool:pytest\]/m),
    section(tox, /^\[pytest\]/m),
  ];
  return { own: own.filter((text) => text !== "" && text !== undefined).join("\n") };
}

/** Sources in `src/` that are imported as if installed, and the folder itself where tests import from it: pytest alone finds neither. */
function sourceFolders(folder: Path, inside: readonly Path[], configuration: string): string[] {
  if (/^\s*"?pythonpath"?\s*=/m.test(configuration)) return [];
  const src = inside.some((path) => /^src\/.*\.py$/.test(fromFolder(path, folder)));
  return [...(src ? ["src"] : []), "."];
}
