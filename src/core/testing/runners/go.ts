import { AppError } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import { readGoResults } from "../go-results.ts";
import { runnerNames } from "../name-pattern.ts";
import { fromFolder, join, textOf } from "../package-manifest.ts";
import type { ProjectLookup, TestRunner } from "../test-runner.ts";

/** Events of a large suite are many; one test takes about half a kilobyte. */
const maxStream = 16 * 1024 * 1024;

/** `go test` of a module. What it compiled for the tree as it is serves every later try. */
export const goRunner: TestRunner = {
  name: "go",
  language: "go",
  knowsRelated: false,

  async detect(folder, lookup) {
    const manifest = await textOf(lookup.files, join(folder, "go.mod"));
    const module = /^module\s+"?([^\s"]+)"?/m.exec(manifest)?.[1];
    if (module === undefined) return undefined;
    const testFiles = testFilesOf(folder, lookup.paths);
    if (testFiles.length === 0) return undefined;
    const go = await lookup.which("go");
    if (go === undefined)
      throw new AppError("tooling", "go is not installed, or not on the PATH: install it to run the tests of go.mod.");
    return {
      folder,
      runner: "go",
      argv: [go, "test", "-json"],
      testFiles,
      suite: ["./..."],
      places: await placesOf(module, folder, testFiles, lookup),
    };
  },

  command({ folder, argv, suite = [] }, { files, names }, timeoutMs) {
    const packages = files?.map((path) => packageOf(fromFolder(path, folder)));
    const tops = names === undefined ? [] : runnerNames(names).map((name) => name.split(" > ")[0] ?? name);
    const pattern = tops.length === 0 ? [] : ["-run", `^(?:${[...new Set(tops)].join("|")})$`];
    return {
      argv: [...argv, "-count=1", ...pattern, ...(packages === undefined ? suite : new Set(packages))],
      cwd: folder,
      env: { CI: "1", NO_COLOR: "1", GOPROXY: "off", GOTOOLCHAIN: "local" },
      timeoutMs,
      caches: ["GOCACHE"],
      maxStream,
    };
  },

  parse: readGoResults,
};

function testFilesOf(folder: Path, paths: readonly Path[]): Path[] {
  return paths
    .filter((path) => path.endsWith("_test.go") && (folder === "" || path.startsWith(`${folder}/`)))
    .filter((path) => !/(?:^|\/)(?:vendor|testdata|[_.][^/]*)\//.test(fromFolder(path, folder)));
}

function packageOf(path: Path): string {
  return path.includes("/") ? `./${path.slice(0, path.lastIndexOf("/"))}` : ".";
}

/** "MODULE/PACKAGE TestName" for each test function, as Go's events name it. */
async function placesOf(
  module: string,
  folder: Path,
  testFiles: readonly Path[],
  { files }: ProjectLookup,
): Promise<Readonly<Record<string, Path>>> {
  const texts = await Promise.all(testFiles.map((path) => textOf(files, path)));
  const places = testFiles.flatMap((path, index) => {
    const inner = packageOf(fromFolder(path, folder)).slice(1);
    const names = [...(texts[index] ?? "").matchAll(/^func ((?:Test|Example|Fuzz|Benchmark)\w*)\s*\(/gm)];
    return names.map((name) => [`${module}${inner} ${name[1]}`, path] as const);
  });
  return Object.fromEntries(places);
}
