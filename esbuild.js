import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { WASM_FILES } from "./src/node/syntax-trees.ts";

const require = createRequire(import.meta.url);
const out = "dist";

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "lib", "wasm"), { recursive: true });

// The entry is plain old syntax and imports the rest only after it has looked at the node it runs on.
cpSync("src/cli/entry.mjs", join(out, "cli.mjs"));

/**
 * Node's own modules, without `import` and `require`: for these node reads every property of a module, and so loads streams,
 * prompts and more that nothing here uses. Only the names that are used are read, which saves a tenth of the time to the first request.
 */
const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, importer }) =>
      importer.includes("node_modules") ? undefined : { path, namespace: "builtin" },
    );
    onLoad({ filter: /.*/, namespace: "builtin" }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== "default");
      const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`);
      const module = `const builtin = process.getBuiltinModule(${JSON.stringify(path)});`;
      return { contents: [module, "export default builtin;", ...lines].join("\n") };
    });
  },
};

// The program and the extension share all that lies below them; what is heavy comes in pieces of its own, at its first use.
await build({
  entryPoints: { main: "src/cli/main.ts", extension: "src/vscode/extension.ts" },
  outdir: join(out, "lib"),
  external: ["vscode"],
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  minify: true,
  legalComments: "none",
  plugins: [builtins],
  // Packages that are CommonJS inside call require for node's own modules.
  banner: {
    js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
  },
  define: { TESSERA_VERSION: JSON.stringify(JSON.parse(readFileSync("package.json", "utf8")).version) },
  logLevel: "warning",
});

// The syntax engine and its grammars lie beside the bundle; rg comes from its own package.
const wasm = dirname(require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm"));
for (const file of WASM_FILES) {
  const engine = file === "web-tree-sitter.wasm";
  cpSync(
    engine ? require.resolve("web-tree-sitter/web-tree-sitter.wasm") : join(wasm, file),
    join(out, "lib", "wasm", file),
  );
}

await buildPanel();

/** The chat panel: one script for a page with a strict policy, the editor's icons, and its styles. */
async function buildPanel() {
  await build({
    entryPoints: { webview: "src/webview/main.tsx" },
    outdir: out,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  cpSync("media/panel.css", join(out, "panel.css"));
  const codicons = dirname(require.resolve("@vscode/codicons/dist/codicon.css"));
  for (const file of ["codicon.css", "codicon.ttf"]) cpSync(join(codicons, file), join(out, file));
}
