import type { Path } from "../ports/files.ts";
import type { Frame } from "./test-run.ts";

/** Where a run took place: what turns the paths of its output into paths of the workspace. */
export interface Place {
  /** Absolute paths the workspace is known by; more than one where a link leads to it. */
  readonly roots: readonly string[];
  /** The working directory of the run, relative to the root. */
  readonly folder: Path;
}

/** The path relative to the root, or undefined for what is outside of it, of the runtime or of an installed package. */
export function workspacePath(text: string, { roots, folder }: Place): Path | undefined {
  const path = plainPath(text);
  if (path === undefined) return undefined;
  if (!isAbsolute(path)) return inside(normalise(folder === "" ? path : `${folder}/${path}`));
  for (const root of roots) {
    const prefix = `${withSlashes(root).replace(/\/+$/, "")}/`;
    if (path.startsWith(prefix)) return inside(normalise(path.slice(prefix.length)));
  }
  return undefined;
}

/** The frames of the workspace in a V8 stack or a Python traceback, innermost first and each once. Any other text holds none. */
export function stackFrames(text: string, place: Place): Frame[] {
  const javascript: Frame[] = [];
  const python: Frame[] = [];
  for (const line of text.split("\n")) {
    const v8 = v8Frame(line);
    if (v8 !== undefined) pushFrame(javascript, v8, place);
    else {
      const frame = pythonFrame(line);
      if (frame !== undefined) pushFrame(python, frame, place);
    }
  }
  return unique([...javascript, ...python.reverse()]);
}

interface RawFrame {
  readonly path: string;
  readonly line: number;
  readonly name: string | undefined;
}

/** "at name (path:1:2)", "at async path:1:2", and the bare "path:1" line V8 and bundlers print above a syntax error. */
function v8Frame(line: string): RawFrame | undefined {
  const at = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/|[A-Za-z]:[\\/]|\/|\.{0,2}[\w@-])[^()]*?):(\d+):\d+\)?$/.exec(
    line,
  );
  if (at !== null) return { path: at[2] ?? "", line: Number(at[3]), name: functionName(at[1]) };
  const found = buildErrors.map((form) => form.exec(line)).find((match) => match !== null);
  return found === undefined ? undefined : { path: found[1] ?? "", line: Number(found[2]), name: undefined };
}

/** Where V8, babel, esbuild and rolldown say that a file does not parse. */
const buildErrors = [
  /^(?:\s*[\w ]+: )?((?:file:\/\/|\/|[A-Za-z]:[\\/])\S[^:]*\.[cm]?[jt]sx?):(\d+)(?::\d+)?$/,
  /^\s*\w*Error: ((?:\/|[A-Za-z]:[\\/])[^:]+\.[cm]?[jt]sx?): .*\((\d+):\d+\)$/,
  /^\s*(\S+\.[cm]?[jt]sx?):(\d+):\d+: (?:ERROR|error)\b/,
  /\[\s*([^\s:[\]]+\.[cm]?[jt]sx?):(\d+):\d+\s*\]/,
] as const;

/** `File "path", line 1, in name` of the interpreter, and "path:1: in name" or "path:1: Error" of pytest. */
function pythonFrame(line: string): RawFrame | undefined {
  const file = /^\s*(?:E\s+)?File "([^"<]+)", line (\d+)(?:, in (.+))?$/.exec(line);
  if (file !== null) return { path: file[1] ?? "", line: Number(file[2]), name: functionName(file[3]) };
  const short = /^([^\s:][^:]*\.py):(\d+): (?:in (.+)|\w[\w.]*)$/.exec(line);
  return short === null ? undefined : { path: short[1] ?? "", line: Number(short[2]), name: functionName(short[3]) };
}

function pushFrame(frames: Frame[], { path, line, name }: RawFrame, place: Place): void {
  const relative = workspacePath(path, place);
  if (relative !== undefined && line > 0)
    frames.push(name === undefined ? { path: relative, line } : { path: relative, line, name });
}

/** Drops what says nothing: anonymous functions, modules, the receivers V8 makes up. */
function functionName(text: string | undefined): string | undefined {
  const name = text
    ?.replace(/^(?:async |new )/, "")
    .replace(/ \[as [^\]]*\]$/, "")
    .replace(/^(?:Object|TestContext|SuiteContext|Context|Module|Proxy|process)\./, "");
  return name === undefined || name === "" || /<anonymous>$|^<|^eval\b|^Promise\./.test(name) ? undefined : name;
}

function unique(frames: readonly Frame[]): Frame[] {
  const seen = new Set<string>();
  return frames.filter(({ path, line }) => {
    const key = `${path}:${line}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

/** Without scheme, query and escapes; undefined for the runtime's own modules. */
function plainPath(text: string): string | undefined {
  if (/^(?:node|internal|webpack|data|https?):/.test(text)) return undefined;
  const url = /^file:\/\/(?:localhost)?(.*)$/.exec(text);
  return withSlashes(
    url === null ? text.replace(/(\.\w+)[?#][^/]*$/, "$1") : decode((url[1] ?? "").replace(/[?#].*$/, "")),
  );
}

function withSlashes(path: string): string {
  return path.replace(/\\/g, "/").replace(/^\/([A-Za-z]:\/)/, "$1");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path);
}

/** Undefined when the path leaves its root. */
function normalise(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

function inside(path: string | undefined): Path | undefined {
  if (path === undefined || path === "") return undefined;
  return /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.venv|venv)\//.test(path) ? undefined : path;
}
