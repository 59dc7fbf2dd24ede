import type * as z from "zod";
import { agentNamed } from "../agents/index.ts";
import { type Price, type Rates, ratesFor } from "../models/price.ts";
import { routesOf } from "../models/routed-model.ts";
import { estimateTokens } from "../models/usage.ts";
import { toolsNamed } from "../tools/index.ts";
import type { Assignment } from "../worker/assignment.ts";
import { namesFiles } from "../worker/contract.ts";
import type { estimateSchema } from "../worker/facts.ts";
import type { Request } from "./request.ts";
import type { RunHost } from "./run-host.ts";

export type Estimate = Readonly<z.infer<typeof estimateSchema>>;

type Range = Estimate["calls"];

/** Of a first message, in tokens, beside the target file. */
const BESIDE_TARGET = 260;
/** A target that is larger comes in parts. */
const MOST_CHARACTERS = 16_000;
/** A short answer, in tokens. */
const ANSWER = 300;

/**
 * At least: one call each, with what its first message holds and a short answer. At most: the agents' budgets and the request's
 * own, whichever is smaller, at the price of the dearest model that may be asked. Asks no model.
 */
export async function estimate(
  assignments: readonly Assignment[],
  { agents, files, model, price, now }: Pick<RunHost, "agents" | "files" | "model" | "price" | "now">,
  limits: Request["limits"] = {},
): Promise<Estimate> {
  const sum = { calls: { least: 0, most: 0 }, tokens: { least: 0, most: 0 }, usd: { least: 0, most: 0 } };
  let isPriced = true;
  const days: string[] = [];
  for (const { agent: name, target } of assignments) {
    const agent = agentNamed(name, agents);
    const tools = toolsNamed(agent.tools, { paths: namesFiles(agent) }).map(({ spec }) => spec);
    const size = (await files.stat(target))?.size ?? 0;
    const shown = estimateTokens("x".repeat(Math.min(size, MOST_CHARACTERS)));
    const input = estimateTokens(agent.role + JSON.stringify(tools)) + BESIDE_TARGET + shown;
    const calls = model.calls ?? agent.budget.calls;
    const most = model.calls === undefined ? agent.budget.tokens : (input + ANSWER) * calls;
    const prices = routesOf(model, agent, { price, now }).flatMap(({ targets }) => targets.map((one) => one.price));
    const known = prices.flatMap((one) => one ?? []);
    isPriced &&= known.length === prices.length;
    days.push(...known.flatMap(({ asOf }) => asOf ?? []));
    sum.calls.least += 1;
    sum.calls.most += calls;
    sum.tokens.least += input + ANSWER;
    sum.tokens.most += most;
    sum.usd.least += Math.min(...known.map((one) => cost(one, input, ANSWER)));
    sum.usd.most += Math.max(...known.map((one) => (most * dearest(ratesFor(one, most))) / 1e6));
  }
  const [pricesOf] = days.sort();
  return {
    calls: within(sum.calls, limits.calls),
    tokens: within(sum.tokens, limits.tokens),
    ...(isPriced ? { usd: within(sum.usd, limits.usd) } : {}),
    ...(isPriced && pricesOf !== undefined ? { pricesOf } : {}),
  };
}

function cost(price: Price, sent: number, answered: number): number {
  const { input, output } = ratesFor(price, sent);
  return (input * sent + output * answered) / 1e6;
}

function dearest({ input, output, cacheRead, cacheWrite = 0 }: Rates): number {
  return Math.max(input, output, cacheRead, cacheWrite);
}

function within({ least, most }: Range, limit = Number.POSITIVE_INFINITY): Range {
  return { least: Math.min(least, limit), most: Math.min(most, limit) };
}
