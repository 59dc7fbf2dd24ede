import { execFileSync } from "node:child_process";
import { buildSync } from "esbuild";

const KINDS = ["same", "more", "broken", "no program"] as const;

/** What somebody else's parser says of two texts: others notice nothing, more names only, or that something is gone or otherwise. */
export type ApiChange = (typeof KINDS)[number];

/** By the names that esbuild finds exported; it knows no signatures, and no types. */
export function changeOfJavascript(path: string, before: string, after: string): ApiChange {
  const was = exportsOf(path, before);
  const is = exportsOf(path, after);
  if (was === undefined || is === undefined) return "no program";
  if (was.some((name) => !is.includes(name))) return "broken";
  return is.length > was.length ? "more" : "same";
}

function exportsOf(path: string, text: string): readonly string[] | undefined {
  try {
    const { metafile } = buildSync({
      stdin: { contents: text, loader: /\.[cm]?ts$/.test(path) ? "ts" : "jsx", sourcefile: "file.js" },
      metafile: true,
      write: false,
      format: "esm",
      logLevel: "silent",
    });
    return Object.values(metafile.outputs)[0]?.exports;
  } catch {
    return undefined;
  }
}

const COMPARE = `
import ast, json, sys

def public(name):
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))

def call(node):
    return [type(node).__name__, ast.dump(node.args), ast.dump(node.returns) if node.returns else "", [ast.dump(d) for d in node.decorator_list]]

def targets(node):
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        for part in [target, *(target.elts if isinstance(target, (ast.Tuple, ast.List)) else [])]:
            if isinstance(part, ast.Name):
                yield part.id

def note(node):
    return ast.dump(node.annotation) if isinstance(node, ast.AnnAssign) else "value"

def inner(body):
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody", "handlers"):
            if isinstance(node, (ast.If, ast.Try, ast.With, ast.ExceptHandler)):
                yield from inner(getattr(node, part, []))

def add(found, name, what):
    found.setdefault(name, [])
    if what not in found[name]:
        found[name].append(what)

def members(found, holder, node):
    add(found, holder, ["class", [ast.dump(b) for b in node.bases], [ast.dump(k) for k in node.keywords], [ast.dump(d) for d in node.decorator_list]])
    for part in node.body:
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) and public(part.name):
            add(found, holder + "." + part.name, call(part))
        elif isinstance(part, ast.ClassDef) and public(part.name):
            members(found, holder + "." + part.name, part)
        elif isinstance(part, (ast.Assign, ast.AnnAssign)):
            for name in targets(part):
                if public(name):
                    add(found, holder + "." + name, note(part))

def api(text):
    try:
        root = ast.parse(text)
    except Exception:
        return None
    found, listed = {}, None
    for node in inner(root.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            add(found, node.name, call(node))
        elif isinstance(node, ast.ClassDef):
            members(found, node.name, node)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            for name in targets(node):
                if name == "__all__" and isinstance(node.value, (ast.List, ast.Tuple)):
                    listed = {e.value for e in node.value.elts if isinstance(e, ast.Constant)}
                add(found, name, note(node))
        elif isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            add(found, "* from " + str(node.module), "")
    shown = lambda name: name.startswith("*") or (name.split(".")[0] in listed if listed is not None else not name.startswith("_"))
    result = {name: what for name, what in found.items() if shown(name)}
    for name in listed or ():
        result.setdefault(name, ["value"])
    return result

def change(before, after):
    was, now = api(before), api(after)
    if was is None or now is None:
        return "no program"
    if any(now.get(name) != what for name, what in was.items()):
        return "broken"
    return "more" if len(now) > len(was) else "same"

sys.stdout.write(json.dumps([change(*pair) for pair in json.load(sys.stdin)]))
`;

/** By Python's own \`ast\`: names, parameters, defaults, types, decorators, bases and members of classes. */
export function changesOfPython(pairs: readonly (readonly [before: string, after: string])[]): readonly ApiChange[] {
  const answer: unknown = JSON.parse(
    execFileSync("python3", ["-W", "ignore", "-c", COMPARE], {
      input: JSON.stringify(pairs),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  );
  if (!Array.isArray(answer)) throw new Error("Python answered no list.");
  return answer.map((change) => KINDS.find((kind) => kind === change) ?? "broken");
}
