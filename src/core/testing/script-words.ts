/** One simple command of a script: what it sets in its environment, and its words. */
export interface ScriptCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/**
 * The simple commands of a package script, in order, with quotes removed as a shell would.
 * Expansions and redirections are not carried out: this only finds out which program a script means to start.
 */
export function scriptCommands(script: string): ScriptCommand[] {
  return splitWords(script)
    .map(commandOf)
    .filter(({ words }) => words.length > 0);
}

function commandOf(all: readonly string[]): ScriptCommand {
  const env: Record<string, string> = {};
  const words = [...all];
  for (;;) {
    const [word = ""] = words;
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (assignment !== null) env[assignment[1] ?? ""] = assignment[2] ?? "";
    else if (!/^(?:cross-env|cross-env-shell|env|exec|time)$/.test(word)) return { env, words };
    words.shift();
  }
}

function splitWords(script: string): string[][] {
  const commands: string[][] = [[]];
  const token = /\s*(?:(&&|\|\||[;|&\n])|((?:[^\s;|&"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+)|(["'\\]))/gy;
  for (const [, separator, word, stray] of script.matchAll(token)) {
    if (separator !== undefined) commands.push([]);
    else commands.at(-1)?.push(unquote(word ?? stray ?? ""));
  }
  return commands;
}

function unquote(word: string): string {
  return word.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs, (_, escaped, double, single) => {
    if (typeof escaped === "string") return escaped;
    return typeof double === "string" ? double.replace(/\\(["\\$`])/g, "$1") : String(single);
  });
}
