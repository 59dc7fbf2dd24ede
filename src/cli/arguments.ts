import { parseArgs } from "node:util";
import { parseArgsStringToArgv } from "string-argv";
import { agentNames } from "../core/agents/index.ts";
import { AppError } from "../core/app-error.ts";
import type { Price } from "../core/models/price.ts";
import { type OwnPrices, priceFrom } from "../core/models/prices.ts";
import type { CriticWanted } from "../core/worker/assignment.ts";
import { isRunVerb, type RunsCommand, readRunVerb, runVerbs } from "./stored-runs/run-verb.ts";

export interface AgentCommand {
  readonly command: "agent";
  /** Empty where the words of the request tell who is asked. */
  readonly agent: string;
  /** Files and globs, the last one perhaps an instruction; of `run` the request and files. */
  readonly words: readonly string[];
  /** The user allows what is exported to change. */
  readonly apiMayChange: boolean;
  /** Which proposals a critic reads. */
  readonly critic: CriticWanted;
  readonly repo: string;
  /** The run whose conversation the request goes on with. */
  readonly continues: string | undefined;
  readonly model: string | undefined;
  readonly testCommand: readonly [string, ...string[]] | undefined;
  readonly checkCommand: readonly [string, ...string[]] | undefined;
  readonly concurrency: number;
  readonly budgetTokens: number | undefined;
  readonly budgetUsd: number | undefined;
  readonly budgetCalls: number | undefined;
  readonly budgetSeconds: number | undefined;
  readonly prices: OwnPrices;
  readonly noSandbox: boolean;
  readonly noCache: boolean;
  readonly ensemble: boolean;
  readonly json: boolean;
  readonly plan: boolean;
  readonly patch: string | undefined;
  readonly apply: boolean;
  /** Protected paths that may be written. */
  readonly confirm: readonly string[];
  readonly explain: boolean;
}

export type CliCommand = AgentCommand | RunsCommand | { readonly command: "help" } | { readonly command: "version" };

export const usage = `Usage: tessera fix [files or globs…] [options]
       tessera test|refactor|doc <files or globs…> ["instruction"] [options]
       tessera NAME <files or globs…> ["instruction"] [options]
       tessera runs [--json] [--repo DIR]
       tessera show|resume|replay|export|apply|undo|discard RUN [options]
       tessera run "<request>" [files or globs…] [options]

fix       repairs source files whose tests fail; without files it finds the failing tests first
test      writes tests; they pass three times and notice a mutant that today's tests do not, and no old test is weakened
refactor  improves code; the same tests pass, and what is exported stays as it is
doc       documents what is public; not a token of code changes
NAME      an agent of your own, or of the folder: a Markdown file in .tessera/agents (see the README)
run       does what your words ask for, with several agents where that takes several; asks when they are not clear
Nothing is written to your files unless you say --apply.

runs      lists what was run, in all folders or in one; what was cut off is shown as interrupted
show      what a run came to          replay   its journal once more, from the record alone
resume    goes on with a run that was cut off: what had ended stays, what was paid for is not asked again
apply     writes what a run has proved to your files, all or nothing
undo      takes back what a run has written and nothing else; lists the files first
export    the run as one Markdown document (--to FILE)
discard   takes a run's proposals away for good; needs --yes, or your answer at the terminal
RUN is an id, the beginning of one, or "last": the newest of this folder.

  --repo DIR               the folder to work in (default: here)
  --continue RUN           a request after that run in one conversation: "document it too" is about its files
  --model PROVIDER:MODEL   offline, anthropic, openai, ollama or lmstudio (default: by the keys set, else offline);
                           "A,B" goes on with B where A does not answer; "small=A,large=B" is by tier, "fix=A" by agent
  --price MODEL=IN/OUT     what a model costs, in dollars per million tokens (IN/OUT/CACHED); for --budget-usd
  --test-command "ARGV"    how to run the tests, where that cannot be detected; you approve it by giving it
  --check-command "ARGV"   a type checker or linter; without it, the project's own TypeScript
  --concurrency N          workers at the same time (default: 4)
  --budget-tokens N        tokens the run may use at most
  --budget-usd N           dollars the run may cost at most
  --budget-calls N         model calls the run may make at most
  --budget-seconds N       seconds the run's agents may take at most; waiting for you does not count
  --api-may-change         let refactor change what files export, because you asked for that
  --critic, --no-critic    have a critic read every proposal, or none (default: what is doubtful or large)
  --ensemble               one completion each: planner, coder and reviewer hand over in it, without tool calls
  --no-cache               ask the model also where the same task was done before
  --no-sandbox             run the tests without isolation, after you have thought about it
  --plan                   show what would be done, and do nothing more
  --apply                  write to your files what was proved
  --confirm PATH           a protected file that may be written too; once for each
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
  const json = values.json === true;
  const commands = {
    testCommand: splitCommand("--test-command", values["test-command"]),
    checkCommand: splitCommand("--check-command", values["check-command"]),
    prices: Object.fromEntries((values.price ?? []).map(readPrice)),
  };
  if (values.model?.trim() === "")
    throw new AppError("usage", "--model is empty: leave it out, or give PROVIDER:MODEL.");
  if (values.help === true || command === undefined || command === "help") return { command: "help" };
  if (isRunVerb(command)) {
    const { yes = false, to, explain = false, apply = false, patch, plan = false, confirm = [] } = values;
    const { model, repo } = values;
    const noSandbox = values["no-sandbox"] === true;
    const options = { repo, model, json, explain, apply, patch, plan, confirm, yes, to, noSandbox, ...commands };
    return { command: "runs", ...readRunVerb(command, words), ...options };
  }
  if (command !== "run" && !agentNames.includes(command) && !/^[a-z][a-z0-9-]*$/.test(command))
    throw unknownCommand(command);
  return {
    command: "agent",
    agent: command === "run" ? "" : command,
    words,
    apiMayChange: values["api-may-change"] === true,
    critic: values["no-critic"] === true ? "never" : values.critic === true ? "always" : "doubtful",
    repo: values.repo ?? ".",
    continues: values.continue,
    model: values.model,
    ...commands,
    concurrency: wholeNumber("--concurrency", values.concurrency) ?? 4,
    budgetTokens: wholeNumber("--budget-tokens", values["budget-tokens"]),
    budgetUsd: positive("--budget-usd", values["budget-usd"]),
    budgetCalls: wholeNumber("--budget-calls", values["budget-calls"]),
    budgetSeconds: positive("--budget-seconds", values["budget-seconds"]),
    noSandbox: values["no-sandbox"] === true,
    noCache: values["no-cache"] === true,
    ensemble: values.ensemble === true,
    json,
    plan: values.plan === true,
    patch: values.patch,
    apply: values.apply === true,
    confirm: values.confirm ?? [],
    explain: values.explain === true,
  };
}

/** For a name that is neither a command nor an agent. */
export function unknownCommand(command: string): AppError {
  const known = [...agentNames, "run", ...runVerbs].join(", ");
  return new AppError("usage", `There is no command "${command}": use ${known}, or see tessera --help.`);
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        repo: { type: "string" },
        continue: { type: "string" },
        model: { type: "string" },
        "test-command": { type: "string" },
        "check-command": { type: "string" },
        concurrency: { type: "string" },
        "budget-tokens": { type: "string" },
        "budget-usd": { type: "string" },
        "budget-calls": { type: "string" },
        "budget-seconds": { type: "string" },
        price: { type: "string", multiple: true },
        "no-sandbox": { type: "boolean" },
        "no-cache": { type: "boolean" },
        ensemble: { type: "boolean" },
        "api-may-change": { type: "boolean" },
        critic: { type: "boolean" },
        "no-critic": { type: "boolean" },
        json: { type: "boolean" },
        plan: { type: "boolean" },
        patch: { type: "string" },
        apply: { type: "boolean" },
        confirm: { type: "string", multiple: true },
        yes: { type: "boolean" },
        to: { type: "string" },
        explain: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\.? *\n|\. |\.$/)[0] : String(error);
    throw new AppError("usage", `${reason}. See tessera --help.`, { cause: error });
  }
}

function splitCommand(option: string, text: string | undefined): readonly [string, ...string[]] | undefined {
  if (text === undefined) return undefined;
  const [open] = /["']/.exec(text.replaceAll(/(["'])[\s\S]*?\1/g, "")) ?? [];
  if (open !== undefined) throw new AppError("usage", `${option} holds a ${open} that is not closed: ${text}`);
  const [program, ...rest] = parseArgsStringToArgv(text);
  if (program === undefined) throw new AppError("usage", `${option} is empty: give the program and its arguments.`);
  return [program, ...rest];
}

/** "MODEL=IN/OUT" or "MODEL=IN/OUT/CACHED"; a model's name may hold an "=" itself. */
function readPrice(text: string): readonly [string, Price] {
  const found = /^(.+)=([\d.]+)\/([\d.]+)(?:\/([\d.]+))?$/.exec(text.trim());
  const [model, ...amounts] = found?.slice(1) ?? [];
  const [input, output, cacheRead] = amounts.map((amount) => (amount === undefined ? undefined : Number(amount)));
  if (model === undefined || !isAmount(input) || !isAmount(output) || (cacheRead !== undefined && !isAmount(cacheRead)))
    throw new AppError(
      "usage",
      `--price needs MODEL=IN/OUT in dollars per million tokens, like openai:NAME=1.25/10, not "${text}".`,
    );
  return [model.trim(), priceFrom({ input, output, ...(cacheRead === undefined ? {} : { cacheRead }) })];
}

function isAmount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
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
