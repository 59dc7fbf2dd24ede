import type { Path } from "../../ports/files.ts";
import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { importsOf } from "../../syntax/imports.ts";
import { walk } from "../../syntax/nodes.ts";
import { publicNames } from "../../syntax/public-names.ts";
import { folderOf, joinPath } from "../../testing/path-steps.ts";

/** What a test file takes from its subject, and what a test makes of it. */
export interface SubjectNames {
  /** Local names of functions, classes and whole modules: something is learned of them only when they are used. */
  readonly callable: ReadonlySet<string>;
  /** Local names of plain values. */
  readonly values: ReadonlySet<string>;
}

export function subjectNames(
  test: SyntaxTree,
  testPath: Path,
  subject: SyntaxTree | undefined,
  subjectPath: Path,
): SubjectNames {
  const callable = new Set<string>();
  const values = new Set<string>();
  const own = new Map(
    (subject === undefined ? [] : publicNames(subject)).map((name) => [name.outside, name.declaration]),
  );
  for (const one of importsOf(test)) {
    const isSubject = leadsTo(one.specifier, testPath, subjectPath);
    for (const { imported, local } of one.names) {
      const isModule = imported !== "*" && leadsTo(`${one.specifier}.${imported}`, testPath, subjectPath);
      const declaration = own.get(imported);
      // Handed on by another module of the project, under its own name.
      const isHandedOn = declaration !== undefined && isLocal(one.specifier, subjectPath);
      if (!isSubject && !isModule && !isHandedOn) continue;
      const isPlain = declaration?.kind === "variable" && !isFunctionValue(declaration.node);
      (isPlain ? values : callable).add(local);
    }
  }
  return { callable, values };
}

function isFunctionValue(node: SyntaxNode): boolean {
  let found = false;
  walk(node, (part) => {
    if (/^(arrow_function|function_expression|class|lambda)$/.test(part.type)) found = true;
    return !found;
  });
  return found;
}

/** By the path it is written with; whatever alias the project has, the end of it names the file. */
export function leadsTo(specifier: string, from: Path, subject: Path): boolean {
  const bare = subject.replace(/\.[^./]+$/, "");
  const known = [subject, bare, bare.replace(/\/(index|__init__)$/, "")];
  if (/^\.\.?(\/|$)/.test(specifier)) {
    const path = joinPath(folderOf(from), specifier.replace(/[?#].*$/, ""));
    return path !== undefined && known.includes(path.replace(/\.[cm]?[jt]sx?$/, ""));
  }
  if (subject.endsWith(".py")) {
    const module = specifier.replace(/^\.+/, "").replaceAll(".", "/");
    return module !== "" && known.some((path) => path === module || path.endsWith(`/${module}`));
  }
  const tail = specifier.replace(/^[@~#]?[\w-]*\//, "").replace(/\.[cm]?[jt]sx?$/, "");
  return tail.length > 1 && known.some((path) => path === tail || path.endsWith(`/${tail}`));
}

function isLocal(specifier: string, subject: Path): boolean {
  return subject.endsWith(".py") || /^[.@~#]/.test(specifier);
}
