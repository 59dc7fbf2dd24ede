import { plainly } from "../text/hidden.ts";
import { Markdown } from "./markdown.tsx";

/** A sentence that may hold inline Markdown; most hold none, and need no renderer. */
export function Prose({ text }: { readonly text: string }) {
  return /[`*_[<\\&]/.test(text) ? <Markdown text={text} inline /> : <span>{plainly(text)}</span>;
}
