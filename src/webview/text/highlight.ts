import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import type { LineView } from "../../protocol/views.ts";
import { readScopes, type Scope, scopesByLine } from "./scopes.ts";

const languages = {
  bash,
  csharp,
  css,
  go,
  java,
  javascript,
  json,
  markdown,
  python,
  rust,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Longer texts stay plain. */
const longest = 50_000;

/**
 * The scopes of each line of a hunk. Old and new text are read apart, each as a whole, so that a string or comment over several
 * lines is seen as one; what a language says is wrong is not an error here, because a hunk starts and ends anywhere.
 */
export function highlighted(lines: readonly LineView[], language: string): readonly (readonly Scope[])[] {
  const scopes: (readonly Scope[])[] = lines.map(() => []);
  if (hljs.getLanguage(language) === undefined) return scopes;
  for (const side of ["removed", "added"] as const) {
    const places = lines.flatMap(({ type }, index) => (type === "context" || type === side ? [index] : []));
    const text = places.map((index) => lines[index]?.text.replaceAll("\n", " ") ?? "").join("\n");
    if (text.length > longest) return scopes;
    const { value } = hljs.highlight(text, { language, ignoreIllegals: true });
    for (const [row, found] of scopesByLine(text, readScopes(value)).entries()) {
      const place = places[row];
      if (place !== undefined) scopes[place] = found;
    }
  }
  return scopes;
}
