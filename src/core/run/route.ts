import type { AgentDefinition } from "../agents/agent.ts";

/** What a text of the chat asks for: an agent, the files it named, and what is left of the words. */
export interface Route {
  readonly agent: string;
  readonly files: readonly string[];
  readonly instruction: string;
}

/** Words that say no more than that the agent shall do what it does. */
const fillers = new Set(
  "a all an and broken code failing file files for in it its my of please proper red source test tests that the them these this those to up with write add".split(
    " ",
  ),
);

const polite = new Set(["please", "can", "could", "would", "you", "now", "then"]);

/**
 * The direct route: who is asked and about which files is told by the text itself, so no model is. "/fix #src/a.js", "@fix …", or
 * plain words that begin with one of an agent's verbs. `#` names a file or glob, with quotes where it holds spaces.
 * A sentence where the text does not tell.
 */
export function routeOf(text: string, agents: readonly AgentDefinition[]): Route | { readonly sentence: string } {
  const { files, words } = separated(text.trim());
  const [first = "", ...rest] = words.slice(words.findIndex((word) => !polite.has(word.toLowerCase())));
  const called = /^[/@](.+)$/.exec(first)?.[1];
  const known = agents.map(({ name }) => `/${name}`).join(", ");
  if (called !== undefined) {
    const agent = agents.find(({ name }) => name === called.toLowerCase());
    if (agent === undefined) return { sentence: `There is no agent "${called}": use ${known}.` };
    return { agent: agent.name, files, instruction: instructionOf(rest) };
  }
  const verb = first.toLowerCase().replace(/[^\p{L}]/gu, "");
  const agent = agents.find(({ verbs }) => verbs.includes(verb));
  if (agent === undefined) return { sentence: `Say which agent is meant: begin with ${known}, and name files with #.` };
  return { agent: agent.name, files, instruction: instructionOf(rest) };
}

function separated(text: string): { readonly files: readonly string[]; readonly words: readonly string[] } {
  const files: string[] = [];
  const rest = text.replace(
    /(^|\s)#(?:"([^"]+)"|([^\s,;]+))/g,
    (_, before: string, quoted?: string, plain?: string) => {
      const file = quoted ?? plain?.replace(/[.:!?)]+$/, "") ?? "";
      if (file !== "") files.push(file);
      return before;
    },
  );
  return { files, words: rest.split(/\s+/).filter((word) => word !== "") };
}

/** Empty where the words say nothing that the agent does not do anyway. */
function instructionOf(words: readonly string[]): string {
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""));
  return plain.every((word) => word === "" || fillers.has(word)) ? "" : words.join(" ").replace(/^[\s,;:.]+/, "");
}
