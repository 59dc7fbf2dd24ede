import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { type TextDocument, workspace } from "vscode";
import type { Path } from "../../core/ports/files.ts";
import type { Unsaved } from "../../core/run/unsaved.ts";

/** The dirty documents of a folder: their text is the truth, for agents as for what is written. */
export function unsavedDocuments(root: string): Unsaved {
  return {
    texts: () =>
      new Map(
        workspace.textDocuments.flatMap((document) => {
          const path = document.isDirty ? pathIn(root, document) : undefined;
          return path === undefined ? [] : [[path, textOf(document)] as const];
        }),
      ),
    version: (path) => documentAt(root, path)?.version ?? 0,
  };
}

/** The open document of a file, if there is one. `root` is a real path. */
export function documentAt(root: string, path: Path): TextDocument | undefined {
  return workspace.textDocuments.find((document) => !document.isClosed && pathIn(root, document) === path);
}

/** The document's text as it would be saved: the editor keeps a byte order mark to itself. */
export function textOf(document: TextDocument): string {
  const text = document.getText();
  return document.encoding === "utf8bom" && !text.startsWith("\uFEFF") ? `\uFEFF${text}` : text;
}

/** The path of a document below a real root, or undefined when it lies elsewhere. */
export function pathIn(root: string, { uri }: Pick<TextDocument, "uri">): Path | undefined {
  if (uri.scheme !== "file") return undefined;
  const path = relative(root, realOrSame(uri.fsPath));
  if (path === "" || path.startsWith("..") || path.includes(`..${sep}`)) return undefined;
  return path.split(sep).join("/");
}

/** A folder may be open under a link to it. */
function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
