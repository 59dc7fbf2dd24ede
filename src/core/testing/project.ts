import { AppError, asAppError } from "../app-error.ts";
import type { Path } from "../ports/files.ts";
import { foldersUpward, fromFolder, join, readManifest } from "./package-manifest.ts";
import { testRunners } from "./runners/index.ts";
import type { ProjectLookup, TestProject } from "./test-runner.ts";
import type { Invocation } from "./test-script.ts";

/**
 * The project that tests a file: of the nearest manifest upward whose runner is known.
 * Throws `tooling` when there is none, or when its runner is not installed; the sentence says what to do.
 */
export async function findProject(path: Path, lookup: ProjectLookup): Promise<TestProject> {
  const language = languageOf(path);
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  for (const at of foldersUpward(folder)) {
    if (!isProjectFolder(at, lookup.paths)) continue;
    const [project] = await projectsIn(at, language, lookup);
    if (project !== undefined) return project;
  }
  throw await unknownProject(path, folder, lookup);
}

/**
 * Every test project of the workspace, outermost first. An outer project keeps the tests that no inner one has.
 * Throws `tooling` when there is none; a project whose runner is not installed is left out unless it is the only one.
 */
export async function findProjects(lookup: ProjectLookup): Promise<readonly TestProject[]> {
  const folders = new Set<Path>([""]);
  for (const path of lookup.paths) if (isManifest(path) && !isSample(path)) folders.add(parent(path));
  const found: TestProject[] = [];
  let failure: AppError | undefined;
  for (const folder of [...folders].sort((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b))) {
    try {
      found.push(...(await projectsIn(folder, undefined, lookup)));
    } catch (error) {
      const missing = asAppError(error, "tooling");
      if (missing === undefined) throw error;
      failure ??= missing;
    }
  }
  const projects = found.map((project) => withoutInner(project, found)).filter((project) => project !== undefined);
  if (projects.length === 0) throw failure ?? (await unknownProject("this workspace", "", lookup));
  return projects;
}

/** Whether a file holds tests of the project. */
export function isTestFile(path: Path, project: TestProject): boolean {
  return project.testFiles.includes(path) || (testName.test(path) && isCode(path));
}

/**
 * Whether a file takes part in how the project is tested: tests, fixtures, snapshots, set-up, the configuration of runners, manifests.
 * A fix may never change one.
 */
export function isTestHarness(path: Path): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (testName.test(path) || /\.snap$/.test(name) || /(?:^|\/)(?:conftest|pytest_plugins|setup)\.py$/.test(path))
    return true;
  if (
    /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|__snapshots__|fixtures|testdata|test-data|e2e|cypress)\//.test(
      path,
    )
  )
    return true;
  if (/^spec\/|\/spec\//.test(path) && !/(?:^|\/)(?:src|lib|app)\/(?:.*\/)?spec\//.test(path)) return true;
  if (
    /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?)$/.test(
      name,
    )
  )
    return true;
  if (
    /^(?:go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|build\.rs|pyproject\.toml|setup\.cfg|\.?pytest\.ini|tox\.ini|noxfile\.py|Pipfile|poetry\.lock|requirements[\w.-]*\.txt|\.coveragerc|sitecustomize\.py)$/.test(
      name,
    )
  )
    return true;
  if (
    /^(?:vitest|vite|jest|babel|karma|ava|playwright|cypress|wtr|web-test-runner|jasmine|nyc|c8)\.(?:config|workspace|projects|setup|conf)\b/.test(
      name,
    )
  )
    return true;
  if (
    /^(?:\.mocharc|\.nycrc|\.c8rc|\.taprc|\.babelrc|\.swcrc|\.npmrc|\.env)/.test(name) ||
    /^tsconfig[\w.-]*\.json$/.test(name)
  )
    return true;
  return (
    isCode(path) &&
    /^(?:setup[-_.]?tests?|tests?[-_.]?(?:setup|utils?|helpers?|support)|global[-_.]?setup|global[-_.]?teardown)\b/i.test(
      name,
    )
  );
}

const testName =
  /(?:[.\-_](?:test|spec|tests)\.[a-z]+|(?:^|\/)test_[^/]*\.py|(?:^|\/)(?:test|tests)\.[cm]?[jt]sx?|(?:^|\/)__tests__\/[^/]*|_test\.go|(?:Test|Tests|IT)\.(?:java|kt|cs))$/;

function isCode(path: Path): boolean {
  return /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|cs|rb|php|vue|svelte)$/.test(path);
}

const languages = ["javascript", "python", "go", "rust"] as const;
type Language = (typeof languages)[number];

function languageOf(path: Path): Language | undefined {
  if (/\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(path)) return "javascript";
  if (path.endsWith(".go")) return "go";
  if (path.endsWith(".rs")) return "rust";
  return /\.pyi?$/.test(path) ? "python" : undefined;
}

const manifestName =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.py|setup\.cfg|\.?pytest\.ini|tox\.ini|Pipfile|requirements[\w.-]*\.txt|go\.mod|Cargo\.toml)$/;

function isManifest(path: Path): boolean {
  return manifestName.test(path);
}

/** The root counts even without a manifest. */
function isProjectFolder(folder: Path, paths: readonly Path[]): boolean {
  return folder === "" || paths.some((path) => parent(path) === folder && isManifest(path));
}

/** Projects that are the material of other tests. */
function isSample(path: Path): boolean {
  return /(?:^|\/)(?:__)?(?:fixtures?|testdata|test-data|templates?|vendor|third_party)(?:__)?\//.test(path);
}

function parent(path: Path): Path {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** At most one project per language: the first runner that recognises the folder. */
async function projectsIn(folder: Path, language: Language | undefined, lookup: ProjectLookup): Promise<TestProject[]> {
  const found: TestProject[] = [];
  for (const wanted of languages) {
    if (language !== undefined && language !== wanted) continue;
    for (const runner of testRunners) {
      if (runner.language !== wanted) continue;
      const project = await runner.detect(folder, lookup);
      if (project === undefined) continue;
      found.push(project);
      break;
    }
  }
  return found;
}

function withoutInner(project: TestProject, all: readonly TestProject[]): TestProject | undefined {
  const prefix = project.folder === "" ? "" : `${project.folder}/`;
  const inner = all.filter((other) => other.folder !== project.folder && other.folder.startsWith(prefix));
  const claimed = new Set(inner.flatMap((other) => other.testFiles));
  const own = project.testFiles.filter((path) => !claimed.has(path) && !isSample(path.slice(prefix.length)));
  if (own.length === project.testFiles.length) return project;
  if (own.length === 0) return undefined;
  return { ...project, testFiles: own, suite: own.map((path) => fromFolder(path, project.folder)) };
}

/** How a person would start what a script starts, printing TAP where the runner is known to do so. */
function commandOf({ tool, args }: Invocation): string {
  const tap = { ava: ["--tap"], tap: ["--reporter=tap"] }[tool] ?? [];
  return ["npx", tool, ...args, ...tap].join(" ");
}

async function unknownProject(what: string, folder: Path, lookup: ProjectLookup): Promise<AppError> {
  for (const at of foldersUpward(folder)) {
    const invocation = lookup.paths.includes(join(at, "package.json"))
      ? (await readManifest(at, lookup))?.invocation
      : undefined;
    if (invocation === undefined) continue;
    return new AppError(
      "tooling",
      `No test command was found for ${what}: its script "${invocation.script}" starts ${invocation.tool}, which cannot be read directly; pass a command that runs the tests once, like --test-command "${commandOf(invocation)}".`,
    );
  }
  return new AppError(
    "tooling",
    `No test command was found for ${what}: no manifest from its folder up to the root names one; pass --test-command "PROGRAM ARGUMENTS".`,
  );
}
