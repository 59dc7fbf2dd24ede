import { escapePattern } from "./name-pattern.ts";

/**
 * A glob as shells and test runners write it ("test/**", "{a,b}", "?", "[ab]", "@(a|b)", "?(x)"), matched against whole paths.
 * What cannot be read as a glob matches only itself.
 */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(/^\.\//, "");
  try {
    return new RegExp(`^${translate(source)}$`);
  } catch {
    return new RegExp(`^${escapePattern(source)}$`);
  }
}

export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

function translate(glob: string): string {
  const token = /\*\*\/|\*\*|[@?+*]\(([^()]*)\)|\*|\?|\{([^{}]*)\}|\[(!?)([^\]]+)\]|[\s\S]/g;
  return glob.replace(token, (part: string, group?: string, choice?: string, negated?: string, set?: string) => {
    if (part === "**/") return "(?:[^/]+/)*";
    if (part === "**") return ".*";
    if (group !== undefined) return `(?:${group.split("|").map(translate).join("|")})${part[0] === "@" ? "" : part[0]}`;
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (choice !== undefined) return `(?:${choice.split(",").map(translate).join("|")})`;
    if (set !== undefined) return `[${negated === "!" ? "^" : ""}${set.replace(/\\/g, "\\\\")}]`;
    return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  });
}
