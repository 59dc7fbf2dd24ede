import { describeFailure } from "./describe-failure.ts";

/**
 * A reporter for `node --test`, node 18.15 and later. It runs in the parent process, one per run.
 * Only leaves are tests, and parents that do something of their own; a file that ends before the tests it queued are reported is a problem.
 */
export const nodeTestReporter = String.raw`
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
${describeFailure}
const line = (record) => JSON.stringify(record) + "\n";
const plain = (file) => (file === undefined ? "" : file.startsWith("file:") ? fileURLToPath(file) : resolve(file));

const filtered = process.execArgv.some((option) => option.startsWith("--test-name-pattern"));

export default async function* report(source) {
  const files = new Map();
  const fileOf = (data) => {
    const key = plain(data.entryFile ?? data.file);
    const known = files.get(key);
    if (known !== undefined) return known;
    const made = { path: key, names: [], queued: 0, reported: 0, output: "", whole: undefined };
    files.set(key, made);
    return made;
  };
  const isWholeFile = (data) => data.nesting === 0 && data.line === 1 && data.column === 1 && resolve(data.name) === plain(data.file);
  yield line({ type: "start", cwd: process.cwd() });
  for await (const { type, data } of source) {
    if (type === "test:stderr" || type === "test:stdout") {
      const file = fileOf(data);
      if (file.output.length < 20000) file.output += data.message;
      continue;
    }
    if (type === "test:dequeue" && data.nesting === 0 && resolve(data.name) === plain(data.file ?? data.name)) yield line({ type: "begin", file: resolve(data.name) });
    if (type === "test:enqueue" && !isWholeFile(data)) fileOf(data).queued++;
    if (type === "test:start" && !isWholeFile(data)) {
      const file = fileOf(data);
      file.names.length = data.nesting;
      file.names[data.nesting] = data.name;
    }
    if (type !== "test:pass" && type !== "test:fail") continue;
    const file = fileOf(data);
    if (isWholeFile(data)) {
      file.whole = { data, failed: type === "test:fail" };
      yield line({ type: "done", file: file.path });
      continue;
    }
    file.reported++;
    const path = [...file.names.slice(0, data.nesting), data.name];
    const base = { type: "test", file: plain(data.file) || file.path, path, ...(data.line > 0 ? { line: data.line } : {}) };
    const kind = data.details?.type;
    const error = data.details?.error;
    if (typeof data.skip === "string" && data.skip.startsWith("test name does not match")) continue;
    if (data.skip !== undefined || data.todo !== undefined) yield line({ ...base, status: "skipped" });
    else if (type === "test:pass") {
      if (kind !== "suite") yield line({ ...base, status: "passed" });
    } else if (error?.failureType !== "subtestsFailed") {
      const failure = describe(error?.cause ?? error);
      if (kind === "suite") yield line({ type: "problem", file: base.file, ...failure, message: path.join(" > ") + ": " + failure.message });
      else yield line({ ...base, status: "failed", ...failure });
    }
  }
  for (const file of files.values()) {
    if (file.queued > file.reported && file.reported + file.queued > 0) {
      yield line({ type: "problem", file: file.path, message: "The file ended before " + (file.queued - file.reported) + " of its tests were reported: something ends the test process early.", stack: file.output });
    } else if (file.whole !== undefined && file.whole.failed) {
      yield line({ type: "problem", file: file.path, message: crash(file) , stack: file.output });
    } else if (file.whole !== undefined && file.reported === 0) {
      if (filtered) continue;
      if (declaresTests(file.path)) yield line({ type: "problem", file: file.path, message: "The file declares tests but reported none: something ends the test process early." });
      else if (/assert|expect|should|throw/i.test(textOf(file.path))) yield line({ type: "test", file: file.path, path: [file.whole.data.name.replace(/^.*[\\/]/, "")], status: "passed" });
    }
  }
  yield line({ type: "end" });
}

function declaresTests(path) {
  return /["'](?:node:test|test)["']/.test(textOf(path));
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function crash(file) {
  const lines = file.output.split("\n");
  const at = lines.findIndex((text) => /^\s*(?:Uncaught )?(?:[\w.]*\.)?(?:[A-Z]\w*)?(?:Error|Exception)\b.*(?::| \[)/.test(text));
  if (at < 0) {
    const error = file.whole.data.details?.error;
    const text = describe(error?.cause ?? error).message;
    return "The test file failed: " + (lines.filter((one) => one.trim() !== "").at(-1) ?? text);
  }
  const marker = lines.slice(0, at).map((text) => /^\s*\^+\s*$/.test(text)).lastIndexOf(true);
  const shown = marker > 0 && at - marker <= 3 ? lines[marker - 1].trim().slice(0, 100) : "";
  return lines[at].trim() + (shown === "" ? "" : ' at "' + shown + '"');
}
`;
