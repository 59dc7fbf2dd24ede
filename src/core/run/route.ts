import type { AgentDefinition } from "../agents/agent.ts";
import type { Path } from "../ports/files.ts";

/** One agent that a request asks for, the files it named, and what is left of the words. */
export interface Part {
  readonly agent: string;
  readonly files: readonly string[];
  readonly instruction: string;
}

export type Route =
  /** The words tell all there is to know: no model is asked. */
  | { readonly status: "direct"; readonly parts: readonly Part[] }
  /** What the words tell, and what of them needs a reader. */
  | { readonly status: "unclear"; readonly parts: readonly Part[]; readonly unclear: readonly string[] }
  | { readonly status: "refused"; readonly sentence: string };

/** Words that say no more than that the agent shall do what it does. */
const fillers = new Set(
  "a add again all also an and as broken code every failing file files for in it its my now of please proper red same source test tests that the them then these this those to too up well with write".split(
    " ",
  ),
);
const polite = new Set(["please", "can", "could", "would", "you", "now", "then", "also", "and"]);
const joins = new Set(["and", "then", "also"]);
const pronouns = new Set(["it", "them", "this", "these", "those", "that", "same"]);

/**
 * The direct route: who is asked and about which files is told by the text itself. "/fix #src/a.js", "@fix …", or clauses that each
 * begin with one of an agent's verbs: "fix the failing tests, cover #a.js and document #b.js". `#` names a file or glob, with quotes
 * where it holds spaces; of the `paths` of the workspace, the plain name will do. "document it too" is about what stands before in
 * the text, or at its beginning about the files of the request before it in the conversation.
 */
export function routeOf(
  text: string,
  agents: readonly AgentDefinition[],
  paths: readonly Path[] = [],
  earlier: readonly Path[] = [],
): Route {
  const clauses: Clause[] = [];
  for (const clause of clausesOf(tokensOf(text.trim(), paths), agents)) {
    const { called } = clause;
    if (called !== undefined && clause.agent === undefined) {
      const known = agents.map(({ name }) => `/${name}`).join(", ");
      return { status: "refused", sentence: `There is no agent "${called}": use ${known}.` };
    }
    const before = clauses.at(-1);
    if (before !== undefined && clause.agent !== undefined && called === undefined && !isComplete(clause, before))
      clauses[clauses.length - 1] = joined(before, clause);
    else clauses.push(clause);
  }
  const parts: Part[] = [];
  const unclear: string[] = [];
  for (const { agent, called, tokens } of clauses) {
    const files = filesOf(tokens);
    const about = files.length === 0 && refersBack(tokens) ? (parts.at(-1)?.files ?? earlier) : files;
    if (agent === undefined || (called === undefined && about.length === 0 && !findsFiles(agent)))
      unclear.push(wordsOf(tokens));
    else {
      const rest = tokens.slice(1);
      const [own, more] = called === undefined ? splitUnclear(rest) : [rest, []];
      parts.push({ agent: agent.name, files: about, instruction: instructionOf(own) });
      if (more.length > 0) unclear.push(wordsOf(more));
    }
  }
  return unclear.length === 0 && parts.length > 0
    ? { status: "direct", parts }
    : { status: "unclear", parts, unclear: unclear.filter((words) => words !== "") };
}

/** Whether an agent finds its files by itself where none is named: what fails tells. */
export function findsFiles({ contract }: Pick<AgentDefinition, "contract">): boolean {
  return contract.mustProve.includes("named-tests-pass");
}

interface Token {
  readonly text: string;
  /** The file that is meant, if one is. */
  readonly file: string | undefined;
  /** Whether a comma or a full stop stands behind it. */
  readonly ends: boolean;
}

function tokensOf(text: string, paths: readonly Path[]): readonly Token[] {
  return [...text.matchAll(/#"([^"]+)"([,;.:!?]*)|(\S+)/g)].map(([all, quoted, , plain = ""]) => {
    if (quoted !== undefined) return { text: all, file: quoted, ends: /[,;.:!?]$/.test(all) };
    const ends = /[,;.:!?]$/.test(plain);
    const bare = plain.replace(/[,;.:!?)]+$/, "");
    const named = bare.startsWith("#") && bare.length > 1 ? bare.slice(1) : undefined;
    return { text: plain, file: named ?? fileMeant(bare, paths), ends };
  });
}

/** A plain word is a file where the workspace has it, or where it can be nothing else. */
function fileMeant(word: string, paths: readonly Path[]): string | undefined {
  const name = word.replace(/^[("'`]+|["'`]+$/g, "").replace(/^(?:\.\/)+/, "");
  if (paths.includes(name)) return name;
  if (!/^[\w@.*?{}[\]/-]+\.[A-Za-z]\w{0,5}$/.test(name) || name.startsWith("/")) return undefined;
  if (name.includes("/")) return name;
  const [found, ...others] = paths.filter((path) => path.endsWith(`/${name}`));
  return others.length === 0 ? found : undefined;
}

interface Clause {
  readonly agent: AgentDefinition | undefined;
  /** The name behind a "/" or "@", where it was called like that. */
  readonly called: string | undefined;
  /** From the verb on. */
  readonly tokens: readonly Token[];
}

/** A clause begins where the text does, or after a comma, a full stop or a word that joins, with a verb of an agent. */
function clausesOf(tokens: readonly Token[], agents: readonly AgentDefinition[]): readonly Clause[] {
  const clauses: { agent: AgentDefinition | undefined; called: string | undefined; tokens: Token[] }[] = [];
  let breaks = true;
  for (let at = 0; at < tokens.length; at++) {
    if (breaks || joins.has(plainOf(tokens[at]))) {
      let first = at;
      while (first < tokens.length - 1 && tokens[first]?.file === undefined && polite.has(plainOf(tokens[first])))
        first++;
      const begun = beginning(tokens[first], agents);
      if (begun !== undefined || clauses.length === 0) {
        at = first;
        clauses.push({ agent: begun?.agent, called: begun?.called, tokens: [] });
      }
    }
    const token = tokens[at];
    if (token === undefined) break;
    clauses.at(-1)?.tokens.push(token);
    breaks = token.ends;
  }
  return clauses;
}

function beginning(
  token: Token | undefined,
  agents: readonly AgentDefinition[],
): { readonly agent: AgentDefinition | undefined; readonly called: string | undefined } | undefined {
  if (token === undefined || token.file !== undefined) return undefined;
  const called = /^[/@]([a-z][\w-]*)[,:]?$/i.exec(token.text)?.[1]?.toLowerCase();
  if (called !== undefined) return { agent: agents.find(({ name }) => name === called), called };
  const agent = agents.find(({ verbs }) => verbs.includes(plainOf(token)));
  return agent === undefined ? undefined : { agent, called: undefined };
}

/** "fix lint and test failures in #a.js": what looks like a verb and is about nothing belongs to what stands before. */
function isComplete({ agent, tokens }: Clause, before: Clause): boolean {
  const isNoun = tokens[1]?.file === undefined && !fillers.has(plainOf(tokens[1]));
  if (isNoun && filesOf(before.tokens).length === 0 && instructionOf(before.tokens.slice(1)) !== "") return false;
  return (
    filesOf(tokens).length > 0 ||
    (refersBack(tokens) && filesOf(before.tokens).length > 0) ||
    (agent !== undefined && findsFiles(agent) && instructionOf(tokens.slice(1)) === "")
  );
}

function joined(one: Clause, other: Clause): Clause {
  return { ...one, tokens: [...one.tokens, { text: "and", file: undefined, ends: false }, ...other.tokens] };
}

/** "fix the failing tests and make them faster": what comes after a clause that was complete is nobody's verb. */
function splitUnclear(tokens: readonly Token[]): readonly [readonly Token[], readonly Token[]] {
  for (const [at, token] of tokens.entries()) {
    if (at === 0 || !joins.has(plainOf(token)) || instructionOf(tokens.slice(0, at)) !== "") continue;
    const rest = tokens.slice(at + 1);
    if (filesOf(rest).length === 0 && instructionOf(rest) !== "") return [tokens.slice(0, at), rest];
  }
  return [tokens, []];
}

function filesOf(tokens: readonly Token[]): readonly string[] {
  return [...new Set(tokens.flatMap(({ file }) => file ?? []))];
}

/** "document it", "add tests for it too": a pronoun comes first, or nothing else is said. */
function refersBack(tokens: readonly Token[]): boolean {
  const words = instructionOf(tokens.slice(1)) === "" ? tokens.slice(1) : tokens.slice(1, 3);
  return words.some((token) => pronouns.has(plainOf(token)));
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join(" ")
    .replace(/[\s,;:.]+$/, "");
}

/** Empty where the words say nothing that the agent does not do anyway. */
function instructionOf(tokens: readonly Token[]): string {
  const words = tokens.filter(({ file }) => file === undefined);
  if (words.every((token) => plainOf(token) === "" || fillers.has(plainOf(token)))) return "";
  return words
    .map(({ text }) => text)
    .join(" ")
    .replace(/^[\s,;:.]+/, "");
}

function plainOf(token: Token | undefined): string {
  return token?.text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") ?? "";
}
