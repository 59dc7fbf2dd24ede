import { parseArgs } from "node:util";
import { parseArgsStringToArgv } from "string-argv";
import { agentNames } from "../core/agents/index.ts";
import { AppError } from "../core/app-error.ts";

export interface AgentCommand {
  readonly command: "agent";
  readonly agent: string;
  /** Files and globs, the last one perhaps an instruction. */
  readonly words: readonly string[];
  /** The user allows what is exported to change. */
  readonly apiMayChange: boolean;
  readonly repo: string;
  readonly model: string | undefined;
  readonly testCommand: readonly [string, ...string[]] | undefined;
  readonly checkCommand: readonly [string, ...string[]] | undefined;
  readonly concurrency: number;
  readonly budgetTokens: number | undefined;
  readonly budgetUsd: number | undefined;
  readonly noSandbox: boolean;
  readonly noCache: boolean;
  readonly ensemble: boolean;
  readonly json: boolean;
  readonly plan: boolean;
  readonly patch: string | undefined;
  readonly apply: boolean;
  readonly explain: boolean;
}

export type CliCommand = AgentCommand | { readonly command: "help" } | { readonly command: "version" };

export const usage = `Usage: tessera fix [files or globs…] [options]
       tessera test|refactor|doc <files or globs…> ["instruction"] [options]
       tessera NAME <files or globs…> ["instruction"] [options]

fix       repairs source files whose tests fail; without files it finds the failing tests first
test      writes tests; they pass three times and notice a mutant that today's tests do not, and no old test is weakened
refactor  improves code; the same tests pass, and what is exported stays as it is
doc       documents what is public; not a token of code changes
NAME      an agent of your own, or of the folder: a Markdown file in .tessera/agents (see the README)
Nothing is written to your files unless you say --apply.

  --repo DIR               the folder to work in (default: here)
  --model PROVIDER:MODEL   offline, anthropic, openai, ollama or lmstudio (default: by the keys set, else offline)
  --test-command "ARGV"    how to run the tests, where that cannot be detected; you approve it by giving it
  --check-command "ARGV"   a type checker or linter; without it, the project's own TypeScript
  --concurrency N          workers at the same time (default: 4)
  --budget-tokens N        tokens the run may use at most
  --budget-usd N           dollars the run may cost at most
  --api-may-change         let refactor change what files export, because you asked for that
  --ensemble               one completion each: planner, coder and reviewer hand over in it, without tool calls
  --no-cache               ask the model also where the same task was done before
  --no-sandbox             run the tests without isolation, after you have thought about it
  --plan                   show what would be done, and do nothing more
  --apply                  write to your files what was proved
  --patch FILE             write what is proposed as a unified diff ("-": to stdout)
  --explain                show the evidence in full
  --json                   one event per line on stdout

Keys: OPENAI_API_KEY, OPENAI_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL. With none set the offline model runs.
State lies in the platform's data folder, or in TESSERA_HOME.
Exit: 0 all proved or nothing to do · 1 some not proved · 2 usage · 3 budget · 4 provider or key · 5 sandbox · 130 cancelled
`;

/** Throws `usage` with one sentence for arguments that cannot be meant. */
export function readArguments(argv: readonly string[]): CliCommand {
  const { values, positionals } = parsed(argv);
  if (values.version === true) return { command: "version" };
  const [command, ...words] = positionals;
  if (values.help === true || command === undefined || command === "help") return { command: "help" };
  if (!agentNames.includes(command) && !/^[a-z][a-z0-9-]*$/.test(command)) throw unknownCommand(command);
  return {
    command: "agent",
    agent: command,
    words,
    apiMayChange: values["api-may-change"] === true,
    repo: values.repo ?? ".",
    model: values.model,
    testCommand:
      values["test-command"] === undefined ? undefined : splitCommand("--test-command", values["test-command"]),
    checkCommand:
      values["check-command"] === undefined ? undefined : splitCommand("--check-command", values["check-command"]),
    concurrency: wholeNumber("--concurrency", values.concurrency) ?? 4,
    budgetTokens: wholeNumber("--budget-tokens", values["budget-tokens"]),
    budgetUsd: positive("--budget-usd", values["budget-usd"]),
    noSandbox: values["no-sandbox"] === true,
    noCache: values["no-cache"] === true,
    ensemble: values.ensemble === true,
    json: values.json === true,
    plan: values.plan === true,
    patch: values.patch,
    apply: values.apply === true,
    explain: values.explain === true,
  };
}

/** For a name that is neither a command nor an agent. */
export function unknownCommand(command: string): AppError {
  const known = agentNames.join(", ");
  return new AppError("usage", `There is no command "${command}": use ${known}, or see tessera --help.`);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        repo: { type: "string" },
        model: { type: "string" },
        "test-command": { type: "string" },
        "check-command": { type: "string" },
        concurrency: { type: "string" },
        "budget-tokens": { type: "string" },
        "budget-usd": { type: "string" },
        "no-sandbox": { type: "boolean" },
        "no-cache": { type: "boolean" },
        ensemble: { type: "boolean" },
        "api-may-change": { type: "boolean" },
        json: { type: "boolean" },
        plan: { type: "boolean" },
        patch: { type: "string" },
        apply: { type: "boolean" },
        explain: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new AppError("usage", `${reason}. See tessera --help.`, { cause: error });
  }
}

function splitCommand(option: string, text: string): readonly [string, ...string[]] {
  const [program, ...rest] = parseArgsStringToArgv(text);
  if (program === undefined) throw new AppError("usage", `${option} is empty: give the program and its arguments.`);
  return [program, ...rest];
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  const number = positive(option, text);
  if (number !== undefined && !Number.isInteger(number))
    throw new AppError("usage", `${option} needs a whole number, not "${text}".`);
  return number;
}

function positive(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0)
    throw new AppError("usage", `${option} needs a number above 0, not "${text}".`);
  return number;
}
