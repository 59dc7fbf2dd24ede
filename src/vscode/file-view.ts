import { splitLines, withoutLineEnd } from "../core/changes/lines.ts";
import { reasonsToConfirm } from "../core/changes/protected-paths.ts";
import type { FileReview, ReviewedHunk } from "../core/review/review-file.ts";
import type { FileView, HunkView, LineView } from "../protocol/views.ts";

/** More lines of one hunk are left to the diff. */
const shownLines = 400;
const contextLines = 1;

/** One file of what a worker proposes, as the panel shows it. Pure. */
export function fileView(file: FileReview): FileView {
  const { path, base, proposed, hunks } = file;
  const slash = path.lastIndexOf("/");
  const lines = splitLines(base ?? "").map(withoutLineEnd);
  const shown = hunks.map((hunk) => hunkView(hunk, lines));
  return {
    id: path,
    path,
    name: path.slice(slash + 1),
    folder: path.slice(0, Math.max(slash, 0)),
    kind: hunks[0]?.hunk.kind ?? "modify",
    added: hunks.reduce((total, { hunk }) => total + hunk.newLines.length, 0),
    removed: hunks.reduce((total, { hunk }) => total + hunk.oldLines.length, 0),
    language: languageOf(path),
    hunks: shown,
    warnings: [...reasonsToConfirm({ path, base, proposed })],
  };
}

function hunkView(reviewed: ReviewedHunk, base: readonly string[]): HunkView {
  const { hunk, status, current, document } = reviewed;
  const [from, to] = [status === "accepted" ? current.from : document.from, current.from];
  const lines: LineView[] = [
    ...contextBefore(base, reviewed),
    ...hunk.oldLines.map(
      (text, index): LineView => ({ type: "removed", old: to + index + 1, text: withoutLineEnd(text) }),
    ),
    ...hunk.newLines.map(
      (text, index): LineView => ({ type: "added", now: from + index + 1, text: withoutLineEnd(text) }),
    ),
    ...contextAfter(base, reviewed),
  ];
  return { id: hunk.id, status, lines: lines.slice(0, shownLines), more: Math.max(0, lines.length - shownLines) };
}

function contextBefore(base: readonly string[], { hunk, current, document }: ReviewedHunk): LineView[] {
  if (hunk.kind !== "modify") return [];
  const from = Math.max(0, hunk.oldStart - contextLines);
  return base.slice(from, hunk.oldStart).map((text, index, all) => {
    const back = all.length - index;
    return {
      type: "context",
      old: current.from - back + 1,
      now: document.from - back + 1,
      text,
    };
  });
}

function contextAfter(base: readonly string[], { hunk, status, current, document }: ReviewedHunk): LineView[] {
  if (hunk.kind !== "modify") return [];
  const end = hunk.oldStart + hunk.oldLines.length;
  const old = status === "accepted" ? current.to : current.from + hunk.oldLines.length;
  const now =
    status === "accepted"
      ? current.to
      : document.from + (status === "waiting" ? hunk.newLines.length : hunk.oldLines.length);
  return base.slice(end, end + contextLines).map((text, index) => ({
    type: "context",
    old: old + index + 1,
    now: now + index + 1,
    text,
  }));
}

const languages: Readonly<Record<string, string>> = {
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "typescript",
  py: "python",
  pyi: "python",
  go: "go",
  rs: "rust",
  java: "java",
  cs: "csharp",
  md: "markdown",
  json: "json",
};

function languageOf(path: string): string {
  return languages[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "plaintext";
}
