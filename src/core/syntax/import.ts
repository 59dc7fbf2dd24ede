/** One module named by a file. */
export interface Import {
  /** As written: "./a.js", "lodash", "pkg.mod", "..sibling". */
  readonly specifier: string;
  /** What is taken from it, and what that is called here. Empty when nothing is named. */
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  /** Its name in the other module; "*" is the module itself, "default" what it exports as its one thing. */
  readonly imported: string;
  readonly local: string;
  /** The name is handed on to this file's own importers. */
  readonly reexported?: true;
}
