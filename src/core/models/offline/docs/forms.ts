import type { Language } from "../../../ports/syntax-trees.ts";
import type { Facts } from "./facts.ts";
import { type Mood, summaryOf } from "./summary.ts";
import type { Thrown } from "./thrown.ts";
import { wrapped } from "./wrap.ts";

interface Documented {
  readonly name: string;
  readonly facts: Facts;
  readonly typed: boolean;
}

/** How each language writes documentation: lines without indent, or none where nothing is known beyond the name. */
export function documentation(language: Language, what: Omit<Documented, "typed">): readonly string[] {
  return saysSomething(what.facts) ? wrapped(linesIn(language, what)) : [];
}

function linesIn(language: Language, what: Omit<Documented, "typed">): readonly string[] {
  const documented = { ...what, typed: language !== "javascript" };
  switch (language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return jsdoc(documented);
    case "python":
      return docstring(documented);
    case "go":
      return goDoc(documented);
    case "rust":
      return rustdoc(documented);
    case "java":
      return javadoc(documented);
    case "csharp":
      return xmlDoc(documented);
  }
}

function saysSomething(facts: Facts): boolean {
  const { parameters, changes, fallbacks, throws, yields } = facts;
  return (
    parameters.some(({ standard }) => standard !== undefined) ||
    changes.length + fallbacks.length > 0 ||
    returnsSentence(facts, code) !== undefined ||
    throws.some(({ when, message }) => when !== undefined || message !== undefined) ||
    yields
  );
}

/** The type of a default that is written out, for a language that has no place for types. */
function typeOf(standard: string): string {
  if (/^["'`]/.test(standard)) return "{string} ";
  if (/^-?(\d|Infinity)/.test(standard)) return "{number} ";
  return /^(true|false)$/.test(standard) ? "{boolean} " : "";
}

function jsdoc({ name, facts, typed }: Documented): readonly string[] {
  const tags = [
    ...parameterNotes(facts).map(({ name: parameter, standard, note }) => {
      const shown = standard === undefined || typed ? parameter : `${typeOf(standard)}[${parameter}=${standard}]`;
      const said = standard === undefined || !typed ? note : [`Defaults to ${code(standard)}.`, note].join(" ").trim();
      return `@param ${[shown, said].join(" ").trim()}`;
    }),
    ...(returnsSentence(facts) === undefined
      ? []
      : [`@${facts.yields ? "yields" : "returns"} ${returnsSentence(facts)}`]),
    ...facts.throws.map((thrown) => `@throws {${thrown.type}} ${thrownSentence(thrown, code)}`.trim()),
  ];
  return block(summaryIn(name, "indicative", facts, code), tags, ["/**", " * ", " *", " */"]);
}

function javadoc({ name, facts }: Documented): readonly string[] {
  const tags = [
    ...(returnsSentence(facts, javaCode) === undefined ? [] : [`@return ${returnsSentence(facts, javaCode)}`]),
    ...facts.throws.map((thrown) => `@throws ${thrown.type} ${lowerFirst(thrownSentence(thrown, javaCode))}`.trim()),
  ];
  return block(summaryIn(name, "indicative", facts, javaCode), tags, ["/**", " * ", " *", " */"]);
}

/** The summary, an empty line, the tags; one line where there is but one of them. Nothing in it may end the comment early. */
function block(
  summary: string | undefined,
  tags: readonly string[],
  [open, before, empty, close]: readonly [string, string, string, string],
): readonly string[] {
  const safe = (line: string) => line.replaceAll("*/", "*\u2215").trimEnd();
  if (summary !== undefined && tags.length === 0) return [`${open} ${safe(summary)}${close}`];
  const [only = ""] = tags;
  if (summary === undefined && tags.length === 1) return [`${open} ${safe(only)}${close}`];
  const head = summary === undefined ? [] : [before + safe(summary), empty];
  return [open, ...head, ...tags.map((tag) => before + safe(tag)), close];
}

function docstring({ name, facts }: Documented): readonly string[] {
  const sections = [
    section(
      "Args:",
      parameterNotes(facts).map(
        ({ name: parameter, standard, note }) =>
          `${parameter}: ${[standard === undefined ? "" : `Defaults to ${code(standard)}.`, note].join(" ").trim()}`,
      ),
    ),
    section(
      facts.yields ? "Yields:" : "Returns:",
      [returnsSentence(facts)].filter((one) => one !== undefined),
    ),
    section(
      "Raises:",
      facts.throws.map((thrown) => `${thrown.type}: ${thrownSentence(thrown, code)}`.replace(/: $/, "")),
    ),
  ].filter((lines) => lines.length > 0);
  const summary = summaryIn(name, "imperative", facts, code);
  const lines = [summary, ...sections.flatMap((part) => ["", ...part])].filter((line) => line !== undefined);
  const body = (lines[0] === "" ? lines.slice(1) : lines).map((line) =>
    line.replaceAll("\\", "\\\\").replaceAll('"""', "'''"),
  );
  const last = body.at(-1) ?? "";
  return body.length === 1 ? [`"""${last}"""`] : [`"""${body[0]}`, ...body.slice(1), '"""'];
}

function section(title: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [] : [title, ...rows.map((row) => `    ${row}`)];
}

function goDoc({ name, facts }: Documented): readonly string[] {
  const summary = summaryOf(name, "indicative", undefined);
  const plain = summary === undefined ? undefined : `${name} ${lowerFirst(summary)}`;
  const errors = facts.throws.filter(({ type }) => type === "error");
  const panics = facts.throws.filter(({ type }) => type === "panic");
  const sentences = [
    ...(plain === undefined ? [] : [plain]),
    ...errors.map((thrown) => `returns an error ${lowerFirst(thrownSentence(thrown, bare))}`),
    ...panics.map((thrown) => `panics ${lowerFirst(thrownSentence(thrown, bare))}`),
  ].map((sentence, index) => (sentence === plain ? sentence : `${index === 0 ? name : "It"} ${sentence}`));
  return sentences.map((line) => `// ${line.trimEnd()}`);
}

function rustdoc({ name, facts }: Documented): readonly string[] {
  const listed = (title: string, type: string, verb: string) => {
    const of = facts.throws.filter((thrown) => thrown.type === type);
    return of.length === 0
      ? []
      : ["", `# ${title}`, "", ...of.map((thrown) => `${verb} ${lowerFirst(thrownSentence(thrown, code))}`.trimEnd())];
  };
  const returns = returnsSentence(facts);
  const lines = [
    summaryOf(name, "indicative", undefined) ?? "",
    ...(returns === undefined ? [] : ["", `Returns ${returns}`]),
    ...listed("Errors", "error", "Returns an error"),
    ...listed("Panics", "panic", "Panics"),
  ];
  const start = lines.findIndex((line) => line !== "");
  return lines.slice(start).map((line) => `/// ${line}`.trimEnd());
}

function xmlDoc({ name, facts }: Documented): readonly string[] {
  const tag = (element: string, text: string, attribute = "") => `<${element}${attribute}>${text}</${element}>`;
  const summary = summaryIn(name, "indicative", facts, xmlCode);
  const returns = returnsSentence(facts, xmlCode);
  const lines = [
    ...(summary === undefined ? [] : [tag("summary", summary)]),
    ...(returns === undefined ? [] : [tag("returns", returns)]),
    ...facts.throws.map((thrown) => tag("exception", thrownSentence(thrown, xmlCode), ` cref="${thrown.type}"`)),
  ];
  return lines.map((line) => `/// ${line}`);
}

type Quote = (text: string) => string;

const code: Quote = (text) => `\`${text.replaceAll("`", "'")}\``;
const bare: Quote = (text) => text;
const javaCode: Quote = (text) => `{@code ${text}}`;
const xmlCode: Quote = (text) => `<c>${escaped(text)}</c>`;

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function summaryIn(name: string, mood: Mood, { parameters }: Facts, quote: Quote): string | undefined {
  const first = parameters.find((parameter) => !parameter.name.startsWith("options."));
  return summaryOf(name, mood, first === undefined ? undefined : quote(first.name));
}

interface Note {
  readonly name: string;
  readonly standard: string | undefined;
  readonly note: string;
}

/** What is known of parameters beyond their names and types. */
function parameterNotes({ parameters, changes, fallbacks }: Facts): readonly Note[] {
  return parameters.flatMap(({ name, standard }) => {
    const missing = fallbacks.filter((one) => one.name.split(".")[0] === name);
    const note = [
      ...missing.map((one) =>
        one.name === name
          ? `Counts as ${code(one.value)} when left out.`
          : `${code(one.name)} counts as ${code(one.value)} when left out.`,
      ),
      ...(changes.includes(name) ? ["Changed in place."] : []),
    ].join(" ");
    return standard === undefined && note === "" ? [] : [{ name, standard, note }];
  });
}

function returnsSentence({ returns, answers, condition, shape }: Facts, quote: Quote = code): string | undefined {
  const cases = returns.map(({ value, when }) =>
    when === "" ? `else ${quote(value)}` : `${quote(value)} when ${quote(when)}`,
  );
  if (cases.length > 0) return `${cases.join(", ").replace(/^./, (first) => first.toUpperCase())}.`;
  if (answers.length > 0)
    return `One of ${answers.slice(0, -1).map(quote).join(", ")} and ${quote(answers.at(-1) ?? "")}.`;
  if (condition !== undefined) return `Whether ${quote(condition)}.`;
  if (shape === undefined) return undefined;
  return `${shape.list ? "Objects" : "An object"} with ${shape.keys
    .map(quote)
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1")}.`;
}

function thrownSentence({ when, message }: Thrown, quote: Quote): string {
  const condition = when === undefined ? "" : `When ${quote(when)}`;
  const said = message === undefined ? "" : `"${quote === xmlCode ? escaped(message) : message}"`;
  if (condition === "") return said;
  return said === "" ? `${condition}.` : `${condition}: ${said}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
