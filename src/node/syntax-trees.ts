import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Parser, Language as WasmLanguage } from "web-tree-sitter";
import type { Path } from "../core/ports/files.ts";
import type { Language, SyntaxTree, SyntaxTrees } from "../core/ports/syntax-trees.ts";
import { copyTree } from "./copied-tree.ts";

const GRAMMARS: Readonly<Record<Language, string>> = {
  javascript: "tree-sitter-javascript.wasm",
  typescript: "tree-sitter-typescript.wasm",
  tsx: "tree-sitter-tsx.wasm",
  python: "tree-sitter-python.wasm",
  go: "tree-sitter-go.wasm",
  rust: "tree-sitter-rust.wasm",
  java: "tree-sitter-java.wasm",
  csharp: "tree-sitter-c-sharp.wasm",
};

/** The files a bundle needs in a folder `wasm` beside it: the engine, and one grammar per language. */
export const WASM_FILES: readonly string[] = ["web-tree-sitter.wasm", ...Object.values(GRAMMARS)];

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ...["js", "mjs", "cjs", "jsx"].map((extension) => [extension, "javascript"] as const),
  ...["ts", "mts", "cts"].map((extension) => [extension, "typescript"] as const),
  ["tsx", "tsx"],
  ["py", "python"],
  ["pyi", "python"],
  ["go", "go"],
  ["rs", "rust"],
  ["java", "java"],
  ["cs", "csharp"],
]);

/** Enough for a test's import closure in a small project; the trees are plain objects, so the oldest simply go. */
const KEPT_TREES = 128;

/**
 * Syntax trees by tree-sitter. Nothing is loaded before the first parse, and each grammar only when a file needs it.
 * `folder` holds the files of `WASM_FILES`; left out, that is `wasm` beside this module, else the installed packages.
 * A parse throws only where those files cannot be read.
 */
export function syntaxTrees(folder?: string): SyntaxTrees {
  const locate = wasmLocator(folder);
  const parsers = new Map<Language, Promise<Parser>>();
  const trees = new Map<string, Promise<SyntaxTree>>();
  let engine: Promise<Engine> | undefined;

  function parserOf(language: Language): Promise<Parser> {
    engine ??= startEngine(locate("web-tree-sitter.wasm"));
    const parser = parsers.get(language) ?? loadParser(engine, locate(GRAMMARS[language]));
    parsers.set(language, parser);
    return parser;
  }

  return {
    languageOf,
    async parse(path, text) {
      const language = languageOf(path);
      if (language === undefined) return undefined;
      const key = `${language}\n${text}`;
      const tree = trees.get(key) ?? parserOf(language).then((parser) => copyTree(parser, language, text));
      trees.delete(key);
      trees.set(key, tree);
      for (const oldest of trees.keys()) {
        if (trees.size <= KEPT_TREES) break;
        trees.delete(oldest);
      }
      return tree;
    },
  };
}

function languageOf(path: Path): Language | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : LANGUAGES.get(name.slice(dot + 1).toLowerCase());
}

interface Engine {
  readonly Parser: new () => Parser;
  readonly load: (grammar: Uint8Array) => Promise<WasmLanguage>;
}

async function startEngine(wasm: string): Promise<Engine> {
  const { Parser, Language } = await import("web-tree-sitter");
  await Parser.init({ locateFile: () => wasm });
  return { Parser, load: (grammar) => Language.load(grammar) };
}

async function loadParser(starting: Promise<Engine>, wasm: string): Promise<Parser> {
  const [engine, grammar] = await Promise.all([starting, readFile(wasm)]);
  const parser = new engine.Parser();
  parser.setLanguage(await engine.load(grammar));
  return parser;
}

function wasmLocator(folder: string | undefined): (file: string) => string {
  const beside = folder ?? fileURLToPath(new URL("./wasm/", import.meta.url));
  if (folder !== undefined || existsSync(join(beside, "web-tree-sitter.wasm"))) return (file) => join(beside, file);
  const require = createRequire(import.meta.url);
  return (file) =>
    require.resolve(
      file === "web-tree-sitter.wasm"
        ? "web-tree-sitter/web-tree-sitter.wasm"
        : `@vscode/tree-sitter-wasm/wasm/${file}`,
    );
}
