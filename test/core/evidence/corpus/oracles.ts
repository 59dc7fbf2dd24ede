import { execFileSync } from "node:child_process";
import { transformSync } from "esbuild";

/**
 * Whether two texts are the same program to somebody else's compiler: esbuild's own syntax tree, printed without white space.
 * A text it cannot read is no program at all. Types are not looked at.
 */
export function isSameJavascript(path: string, before: string, after: string): boolean {
  const printed = (text: string): string | undefined => {
    try {
      const loader = /\.tsx$/.test(path) ? "tsx" : /ts$/.test(path) ? "ts" : "jsx";
      return transformSync(text, { loader, minifyWhitespace: true, legalComments: "none", logLevel: "silent" }).code;
    } catch {
      return undefined;
    }
  };
  const one = printed(before);
  return one !== undefined && one === printed(after);
}

const COMPARE = `
import ast, json, sys
def tree(text):
    try:
        root = ast.parse(text)
        compile(text, "a", "exec", dont_inherit=True)
    except Exception:
        return None
    for node in ast.walk(root):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return ast.dump(root)
def same(before, after):
    one = tree(before)
    return one is not None and one == tree(after)
sys.stdout.write(json.dumps([same(*pair) for pair in json.load(sys.stdin)]))
`;

/** The same for Python, by its own \`ast\` without docstrings, for many pairs at once. */
export function areSamePython(pairs: readonly (readonly [before: string, after: string])[]): readonly boolean[] {
  const answer: unknown = JSON.parse(
    execFileSync("python3", ["-W", "ignore", "-c", COMPARE], {
      input: JSON.stringify(pairs),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );
  if (!Array.isArray(answer)) throw new Error("Python answered no list.");
  return answer.map((same) => same === true);
}
