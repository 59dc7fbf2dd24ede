import type { Path } from "./files.ts";

export type Language = "javascript" | "typescript" | "tsx" | "python" | "go" | "rust" | "java" | "csharp";

/** One node; offsets are indices into the text as a JavaScript string. Types and field names are the grammar's own. */
export interface SyntaxNode {
  readonly type: string;
  readonly named: boolean;
  /** The field of its parent this node fills ("left", "body", …). */
  readonly field: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}

/** A function, method, class or top-level binding that has a name. */
export interface Declaration {
  readonly name: string;
  /** With its holders: "Account.deposit". */
  readonly qualified: string;
  readonly kind: "function" | "method" | "class" | "variable";
  readonly node: SyntaxNode;
  readonly from: number;
  readonly to: number;
  /** 1-based lines, both inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly exported: boolean;
}

export interface SyntaxTree {
  readonly language: Language;
  readonly text: string;
  readonly root: SyntaxNode;
  /** The grammar could not make sense of some part of the text. */
  readonly hasErrors: boolean;
  /** In order of appearance; nested ones included. */
  readonly declarations: readonly Declaration[];
  /** The leaves of the tree in order, comments included. A string or template literal without substitutions is one leaf. */
  readonly tokens: readonly SyntaxNode[];
}

export interface SyntaxTrees {
  /** The language of a path by its name, or undefined when there is no grammar for it. */
  languageOf(path: Path): Language | undefined;
  /** Undefined when there is no grammar for the path. The same (path's language, text) is parsed once. */
  parse(path: Path, text: string): Promise<SyntaxTree | undefined>;
}
