import type { SyntaxTree } from "../../ports/syntax-trees.ts";
import type { Api } from "./api.ts";
import { goApi } from "./go.ts";
import { javascriptApi } from "./javascript.ts";
import { nominalApi } from "./nominal.ts";
import { pythonApi } from "./python.ts";
import { rustApi } from "./rust.ts";

/** What other files can use of this one. `path` says whether a Python file speaks for its package. */
export function apiOf(tree: SyntaxTree, path: string): Api {
  switch (tree.language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return javascriptApi(tree);
    case "python":
      return pythonApi(tree, /(?:^|\/)__init__\.pyi?$/.test(path));
    case "go":
      return goApi(tree);
    case "rust":
      return rustApi(tree);
    case "java":
    case "csharp":
      return nominalApi(tree);
  }
}
