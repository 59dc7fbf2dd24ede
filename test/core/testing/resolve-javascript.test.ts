import { expect, test } from "vitest";
import { javascriptResolver } from "../../../src/core/testing/resolve-javascript.ts";

/** Resolves over files of which only manifests have a text. */
function resolve(texts: Readonly<Record<string, string>>, from: string, specifier: string) {
  const paths = new Set(Object.keys(texts));
  return javascriptResolver(paths, async (path) => texts[path]).resolve(from, specifier);
}

const SOURCES = {
  "a.mts": "",
  "b.cts": "",
  "c.tsx": "",
  "d.service.ts": "",
  "lib.js": "",
  "lib/index.js": "",
  "both.js": "",
  "both.ts": "",
  "x/index.ts": "",
  "x/y/index.ts": "",
  "x/y.ts": "",
  "data.json": "",
};

test.each([
  ["./a.mjs", "a.mts"],
  ["./b.cjs", "b.cts"],
  ["./c.jsx", "c.tsx"],
  ["./c.js", "c.tsx"],
  ["./d.service", "d.service.ts"],
  ["./lib", "lib.js"],
  ["./lib/", "lib/index.js"],
  ["./both.js", "both.js"],
  ["./both", "both.ts"],
  ["./lib.js?raw", "lib.js"],
  ["./x", "x/index.ts"],
  ["./data.json", "data.json"],
  ["./missing", undefined],
  ["../outside", undefined],
  ["node:fs", undefined],
  ["/lib.js", undefined],
])("%s beside the root's files is %s", async (specifier, expected) => {
  expect(await resolve(SOURCES, "main.ts", specifier)).toBe(expected);
});

test.each([
  [".", "x/y/index.ts"],
  ["./", "x/y/index.ts"],
  ["..", "x/index.ts"],
  ["../y", "x/y.ts"],
  ["../y/", "x/y/index.ts"],
])("from within a folder %s is %s", async (specifier, expected) => {
  expect(await resolve(SOURCES, "x/y/a.ts", specifier)).toBe(expected);
});

test("a folder with a manifest is what that names, and its exports do not matter from inside", async () => {
  const texts = {
    "package.json": '{ "name": "whole", "main": "./lib/whole", "exports": "./other.js" }',
    "index.js": "",
    "other.js": "",
    "lib/whole.js": "",
    "lib/part/package.json": '{ "main": "gone.js" }',
    "lib/part/index.js": "",
    "test/whole.test.js": "",
  };
  expect(await resolve(texts, "test/whole.test.js", "..")).toBe("lib/whole.js");
  expect(await resolve(texts, "test/whole.test.js", "../")).toBe("lib/whole.js");
  expect(await resolve(texts, "test/whole.test.js", "../lib/part")).toBe("lib/part/index.js");
});

test.each([
  ["me", "src/index.ts"],
  ["me/util/a", "src/util/a.ts"],
  ["#db", "src/db.node.js"],
  ["#x/y.js", "src/x/y.js"],
  ["#unknown", undefined],
  ["you", undefined],
])("in a package of that name %s is %s", async (specifier, expected) => {
  const texts = {
    "package.json": JSON.stringify({
      name: "me",
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./util/*": "./src/util/*.ts" },
      imports: { "#db": { node: "./src/db.node.js", default: "./src/db.js" }, "#x/*.js": "./src/x/*.js" },
    }),
    "src/index.ts": "",
    "src/util/a.ts": "",
    "src/db.node.js": "",
    "src/db.js": "",
    "src/x/y.js": "",
  };
  expect(await resolve(texts, "test/a.test.js", specifier)).toBe(expected);
});

test.each([
  ["@shop/money", "packages/money/src/index.ts"],
  ["@shop/money/src/deep", "packages/money/src/deep.ts"],
  ["@shop/money/dist/deep.js", "packages/money/src/deep.ts"],
  ["twofold", "packages/twofold/src/i.ts"],
])("another package of the workspace: %s is %s", async (specifier, expected) => {
  const texts = {
    "packages/money/package.json": '{ "name": "@shop/money", "main": "dist/index.js" }',
    "packages/money/src/index.ts": "",
    "packages/money/src/deep.ts": "",
    "packages/twofold/package.json":
      '{ "name": "twofold", "exports": { ".": { "import": { "default": "./dist/esm/i.mjs" }, "require": "./dist/i.cjs" } } }',
    "packages/twofold/src/i.ts": "",
    "app/main.ts": "",
  };
  expect(await resolve(texts, "app/main.ts", specifier)).toBe(expected);
});

test.each([
  ["paths without a base", { "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' }],
  [
    "the first path that exists",
    { "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["gone/*", "src/*"] } } }' },
  ],
  ["jsconfig.json", { "jsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' }],
  [
    "a configuration of an inner folder that extends",
    {
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      "test/tsconfig.json": '{ "extends": "../tsconfig" }',
    },
  ],
  [
    "paths beside a base that is an installed package",
    { "tsconfig.json": '{ "extends": "@x/y", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' },
  ],
  [
    "a project of a solution",
    {
      "tsconfig.json":
        '{ "files": [], "references": [{ "path": "./tsconfig.node.json" }, { "path": "./tsconfig.app.json" }] }',
      "tsconfig.node.json": "{}",
      "tsconfig.app.json": '{ /* aliases */ "compilerOptions": { "paths": { "@/*": ["./src/*"], }, }, }',
    },
  ],
])("an alias by %s", async (_, configuration) => {
  const texts = { ...configuration, "src/b.ts": "", "test/a.ts": "" };
  expect(await resolve(texts, "test/a.ts", "@/b")).toBe("src/b.ts");
  expect(await resolve(texts, "test/a.ts", "@/c")).toBeUndefined();
});

test("a manifest that cannot be read costs nothing but what it says", async () => {
  const texts = { "package.json": "{ nope", "tsconfig.json": "[]", "b.js": "" };
  expect(await resolve(texts, "a.js", "./b")).toBe("b.js");
  expect(await resolve(texts, "a.js", "b")).toBeUndefined();
});

test("configurations that extend one another end", async () => {
  const texts = { "tsconfig.json": '{ "extends": "./other" }', "other.json": '{ "extends": "./tsconfig.json" }' };
  expect(await resolve(texts, "a.ts", "@/b")).toBeUndefined();
});
