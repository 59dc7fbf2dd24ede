import { expect, test } from "vitest";
import { AppError } from "../../../src/core/app-error.ts";
import { findProject, findProjects, isTestFile, isTestHarness } from "../../../src/core/testing/project.ts";
import { customProject } from "../../../src/core/testing/runners/custom.ts";
import type { ProjectLookup } from "../../../src/core/testing/test-runner.ts";

const installed = [
  "node_modules/vitest/vitest.mjs",
  "node_modules/jest/bin/jest.js",
  "node_modules/mocha/bin/mocha.js",
  "node_modules/react-scripts/bin/react-scripts.js",
];

function workspace(texts: Readonly<Record<string, string>>, programs: readonly string[] = installed): ProjectLookup {
  return {
    paths: Object.keys(texts).sort(),
    files: {
      async read(path) {
        const text = texts[path];
        if (text === undefined) throw new AppError("not-found", `There is no file ${path}.`);
        return text;
      },
      list: async () => Object.keys(texts).sort(),
      stat: async () => undefined,
    },
    which: async (program) => `/bin/${program}`,
    locate: async (path) => (programs.includes(path) ? `/w/${path}` : undefined),
  };
}

const withScript = (script: string, more: object = {}) => ({
  "package.json": JSON.stringify({ scripts: { test: script }, ...more }),
  "src/a.js": "",
  "test/a.test.js": 'import test from "node:test";',
});

const vitest = "/w/node_modules/vitest/vitest.mjs";
const jest = "/w/node_modules/jest/bin/jest.js";
const mocha = "/w/node_modules/mocha/bin/mocha.js";

test.each([
  ["node --test", "node:test", ["--test"], []],
  ["node --test test/", "node:test", ["--test"], ["test/a.test.js"]],
  ["node --test 'test/**/*.test.js'", "node:test", ["--test"], ["test/a.test.js"]],
  ['node --import tsx --test "test/*.{test,spec}.js"', "node:test", ["--import", "tsx", "--test"], ["test/a.test.js"]],
  ["node --test --import tsx", "node:test", ["--import", "tsx", "--test"], []],
  ["node --experimental-strip-types --test", "node:test", ["--experimental-strip-types", "--test"], []],
  ["node --require ts-node/register --test", "node:test", ["--require", "ts-node/register", "--test"], []],
  ["node --test --watch --test-reporter spec --experimental-test-coverage", "node:test", ["--test"], []],
  ["tsx --test", "node:test", ["--import", "tsx", "--test"], []],
  ["mocha", "mocha", [mocha], []],
  ["mocha --recursive -w -R dot", "mocha", [mocha, "--recursive"], []],
  ["./node_modules/.bin/_mocha -t 5000 test/unit", "mocha", [mocha, "-t", "5000"], ["test/unit"]],
  ["node --no-warnings node_modules/mocha/bin/mocha.js -r esm", "mocha", ["--no-warnings", mocha, "-r", "esm"], []],
  ["c8 mocha", "mocha", [mocha], []],
  ["nyc --reporter=lcov -x dist mocha --ui tdd", "mocha", [mocha, "--ui", "tdd"], []],
  ["npm run lint && cross-env NODE_ENV=test npx mocha", "mocha", [mocha], []],
  ["vitest", "vitest", [vitest], []],
  ["vitest run --coverage --config my.config.ts", "vitest", [vitest, "--config", "my.config.ts"], []],
  ["vitest --watch src", "vitest", [vitest], ["src"]],
  ["jest", "jest", [jest], []],
  ["jest --watch --coverage --runInBand -u", "jest", [jest, "--runInBand"], []],
  ["NODE_OPTIONS=--experimental-vm-modules jest", "jest", [jest], []],
  ["node --experimental-vm-modules node_modules/jest/bin/jest.js", "jest", ["--experimental-vm-modules", jest], []],
  [
    "react-scripts test",
    "jest",
    ["/w/node_modules/react-scripts/bin/react-scripts.js", "test", "--watchAll=false"],
    [],
  ],
] as const)(
  "the script %j is started directly, without what watches, measures or reports",
  async (script, runner, rest, suite) => {
    const project = await findProject("src/a.js", workspace(withScript(script)));

    expect(project).toMatchObject({ folder: "", runner, argv: ["/bin/node", ...rest], suite });
  },
);

test("the environment a script sets is kept", async () => {
  const one = await findProject("src/a.js", workspace(withScript("cross-env NODE_ENV=test TZ='UTC' mocha")));
  const two = await findProject("src/a.js", workspace(withScript("NODE_OPTIONS=--experimental-vm-modules jest")));

  expect(one.env).toEqual({ NODE_ENV: "test", TZ: "UTC" });
  expect(two.env).toEqual({ NODE_OPTIONS: "--experimental-vm-modules" });
});

test("a script that calls other scripts is followed to its runner, however it calls them", async () => {
  for (const call of [
    "npm run unit",
    "npm run -s unit",
    "yarn unit",
    "pnpm run unit",
    "run-s lint unit",
    "npm-run-all lint unit",
  ]) {
    const texts = {
      "package.json": JSON.stringify({ scripts: { test: call, lint: "eslint .", unit: "mocha test/unit" } }),
      "a.js": "",
    };
    expect(await findProject("a.js", workspace(texts))).toMatchObject({ runner: "mocha", suite: ["test/unit"] });
  }
});

test("scripts that call each other in a circle end as having no command", async () => {
  const texts = { "package.json": JSON.stringify({ scripts: { test: "npm run a", a: "npm test" } }), "a.js": "" };

  await expect(findProject("a.js", workspace(texts))).rejects.toMatchObject({ code: "tooling" });
});

test("without a script, configuration and dependencies tell the runner", async () => {
  const manifest = (more: object) => ({ "package.json": JSON.stringify(more), "a.js": "" });

  expect(await findProject("a.js", workspace(manifest({ devDependencies: { vitest: "1" } })))).toMatchObject({
    runner: "vitest",
  });
  expect(await findProject("a.js", workspace(manifest({ jest: {} })))).toMatchObject({ runner: "jest" });
  expect(await findProject("a.js", workspace({ ...manifest({}), ".mocharc.yml": "" }))).toMatchObject({
    runner: "mocha",
  });
});

test("without any command, the files that import node:test are the suite", async () => {
  const texts = { "package.json": "{}", "lib/a.js": "", "lib/a.spec.js": 'require("node:test")', "test/helper.js": "" };

  expect(await findProject("lib/a.js", workspace(texts))).toMatchObject({
    runner: "node:test",
    suite: ["lib/a.spec.js"],
  });
});

test("npm's placeholder is no test script", async () => {
  const texts = withScript('echo "Error: no test specified" && exit 1');

  expect(await findProject("src/a.js", workspace(texts))).toMatchObject({
    runner: "node:test",
    suite: ["test/a.test.js"],
  });
});

test("a plain program is a test script of its own", async () => {
  const texts = {
    "package.json": JSON.stringify({ scripts: { test: "node test/all.js --fast" } }),
    "test/all.js": "",
    "a.js": "",
  };

  expect(await findProject("a.js", workspace(texts))).toMatchObject({
    runner: "script",
    argv: ["/bin/node", "test/all.js", "--fast"],
    testFiles: ["test/all.js"],
  });
});

test("the nearest package that has tests is the project, and its runner may be installed further up", async () => {
  const texts = {
    "package.json": JSON.stringify({ scripts: { test: "npm test --workspaces" } }),
    "packages/a/package.json": JSON.stringify({ scripts: { test: "vitest" } }),
    "packages/a/src/package.json": '{"type":"module"}',
    "packages/a/src/x.ts": "",
    "packages/a/src/x.test.ts": "",
    "packages/b/package.json": JSON.stringify({ scripts: { test: "mocha" } }),
    "packages/b/test/y.js": "",
  };

  expect(await findProject("packages/a/src/x.ts", workspace(texts))).toMatchObject({
    folder: "packages/a",
    runner: "vitest",
  });
  const all = await findProjects(workspace(texts));
  expect(all.map(({ folder, runner }) => [folder, runner])).toEqual([
    ["packages/a", "vitest"],
    ["packages/b", "mocha"],
  ]);
});

test("an outer project does not run the tests of an inner one again", async () => {
  const texts = {
    ...withScript("node --test"),
    "inner/package.json": JSON.stringify({ scripts: { test: "node --test" } }),
    "inner/test/b.test.js": "",
  };

  const all = await findProjects(workspace(texts));

  expect(all.map(({ folder, testFiles, suite }) => ({ folder, testFiles, suite }))).toEqual([
    { folder: "", testFiles: ["test/a.test.js"], suite: ["test/a.test.js"] },
    { folder: "inner", testFiles: ["inner/test/b.test.js"], suite: [] },
  ]);
});

test("projects among the fixtures are not the workspace's own", async () => {
  const texts = {
    ...withScript("mocha"),
    "test/fixtures/x/package.json": JSON.stringify({ scripts: { test: "node --test" } }),
  };

  expect((await findProjects(workspace(texts))).map(({ folder }) => folder)).toEqual([""]);
});

test.each([
  ["pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-q'"],
  ["setup.cfg", "[tool:pytest]\n"],
  ["tox.ini", "[pytest]\n"],
  ["requirements.txt", "flask"],
  ["readme.md", ""],
])("a Python project is found by %s or by its tests alone", async (name, text) => {
  const texts = { [name]: text, "app/a.py": "", "tests/test_a.py": "" };

  const project = await findProject("app/a.py", workspace(texts));

  expect(project).toMatchObject({ folder: "", runner: "pytest", testFiles: ["tests/test_a.py"] });
  expect(project.argv.slice(0, 3)).toEqual(["/bin/python3", "-m", "pytest"]);
});

test("the sources of a src layout are importable, unless the project says how itself", async () => {
  const files = { "src/m/__init__.py": "", "tests/test_m.py": "" };
  const plain = await findProject("src/m/__init__.py", workspace(files));
  const told = await findProject(
    "src/m/__init__.py",
    workspace({ ...files, "pytest.ini": "[pytest]\npythonpath = lib\n" }),
  );

  expect(plain.env?.PYTHONPATH).toBe("{out}:src:.");
  expect(told.env?.PYTHONPATH).toBe("{out}");
});

test("the project's own Python is preferred", async () => {
  const project = await findProject("a.py", workspace({ "a.py": "", "test_a.py": "" }, [".venv/bin/python"]));

  expect(project.argv[0]).toBe("/w/.venv/bin/python");
});

test("a file's language chooses among the runners of its folder", async () => {
  const texts = { ...withScript("mocha"), "tool.py": "", "test_tool.py": "" };

  expect(await findProject("tool.py", workspace(texts))).toMatchObject({ runner: "pytest" });
  expect(await findProject("src/a.js", workspace(texts))).toMatchObject({ runner: "mocha" });
});

test("a runner that is not installed is told with the command that installs it", async () => {
  const texts = { "packages/a/package.json": JSON.stringify({ scripts: { test: "vitest" } }), "packages/a/x.js": "" };

  await expect(findProject("packages/a/x.js", workspace(texts, []))).rejects.toThrow(
    "vitest is not installed: run npm install in packages/a.",
  );
});

test("of several tools of a script the runner is named, and tape's files are those its globs name", async () => {
  const both = workspace(withScript("c8 uvu test && type-coverage && my-check | tee out.txt"));
  await expect(findProject("src/a.js", both)).rejects.toThrow('--test-command "npx uvu test"');

  const tape = workspace(withScript("nyc tape 'test/**/*.js' | tap-spec && tstyche"), ["node_modules/tape/bin/tape"]);
  expect(await findProject("src/a.js", tape)).toMatchObject({ runner: "script", testFiles: ["test/a.test.js"] });
});

test("no test command, an unreadable one, and tests of built files each say what to do", async () => {
  const bare = workspace({ "src/x.js": "", "package.json": "{}" });
  await expect(findProject("src/x.js", bare)).rejects.toThrow(
    /^No test command was found for src\/x\.js: .*--test-command/,
  );
  await expect(findProjects(bare)).rejects.toThrow(/--test-command/);
  await expect(findProject("src/a.js", workspace(withScript("ava --verbose")))).rejects.toThrow(
    /"ava --verbose" starts ava/,
  );
  await expect(findProject("src/a.js", workspace(withScript("tsc && node --test dist/test/")))).rejects.toThrow(
    /run on built files/,
  );
});

test("a manifest that is no JSON is as good as none", async () => {
  await expect(findProject("a.js", workspace({ "package.json": "{", "a.js": "" }))).rejects.toMatchObject({
    code: "tooling",
  });
});

test("a custom command must name a program and must not wait for changes", () => {
  expect(customProject("", ["make", "test"])).toMatchObject({ runner: "custom", argv: ["make", "test"] });
  for (const argv of [[], ["npx", "jest", "--watch"], ["npm", "run", "test:watch"], ["npx", "nodemon", "test.js"]])
    expect(() => customProject("", argv)).toThrow(AppError);
});

test.each([
  "test/a.js",
  "src/a.test.ts",
  "src/__tests__/a.js",
  "tests/fixtures/data.json",
  "conftest.py",
  "pkg/test_a.py",
  "a_test.py",
  "a_test.go",
  "package.json",
  "pyproject.toml",
  "vitest.config.ts",
  "jest.setup.js",
  ".mocharc.yml",
  "src/setupTests.js",
  "src/x.js.snap",
  "tsconfig.json",
  "spec/support/env.rb",
  "src/test/java/ATest.java",
  "tox.ini",
])("%s is part of the harness, which no fix may change", (path) => {
  expect(isTestHarness(path)).toBe(true);
});

test.each([
  "src/a.js",
  "lib/latest.py",
  "src/contest.ts",
  "src/spec/parser.js",
  "app/testimony.py",
  "attest.py",
  "src/protest.js",
])("%s is a source", (path) => {
  expect(isTestHarness(path)).toBe(false);
  expect(isTestFile(path, customProject("", ["make"]))).toBe(false);
});

test("a node that the project has installed as a package runs its tests, as npm would have it", async () => {
  const own = [...installed, "node_modules/node/bin/node"];
  const argv = async (script: string, programs: readonly string[]) =>
    (await findProject("test/a.test.js", workspace(withScript(script), programs)))?.argv[0];

  expect(await argv("node --test", own)).toBe("/w/node_modules/node/bin/node");
  expect(await argv("vitest run", own)).toBe("/w/node_modules/node/bin/node");
  expect(await argv("vitest run", installed)).toBe("/bin/node");
});
