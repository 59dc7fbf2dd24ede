import type { Estimate } from "../core/run/estimate.ts";
import { count } from "./terminal.ts";

/** One line: what a plan is likely to use, and how old the prices are. */
export function estimateText({ calls, tokens, usd, pricesOf }: Estimate): string {
  const dollars = (amount: number) => `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`;
  const range = (least: string, most: string) => (least === most ? least : `${least} to ${most}`);
  return [
    `Estimate: ${range(count(calls.least), count(calls.most))} model calls`,
    `${range(count(tokens.least), count(tokens.most))} tokens`,
    usd === undefined ? "no known price" : range(dollars(usd.least), dollars(usd.most)),
    ...(pricesOf === undefined ? [] : [`list prices of ${pricesOf}`]),
  ].join(" · ");
}
