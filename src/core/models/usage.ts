import type { Prompt, Usage } from "./chat-model.ts";

const CHARACTERS_PER_TOKEN = 4;

/** What the text costs, roughly. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/**
 * The provider's figures; where it counted nothing (no request has an input of 0), an estimate, so that budgets hold
 * with servers that report no usage as well.
 */
export function countedOrEstimated(counted: Usage, prompt: Prompt, answer: readonly string[]): Usage {
  if (counted.input > 0) return counted;
  const sent = [prompt.system, JSON.stringify(prompt.tools), JSON.stringify(prompt.messages)];
  return {
    input: estimateTokens(sent.join("")),
    output: counted.output > 0 ? counted.output : estimateTokens(answer.join("")),
    cacheRead: counted.cacheRead,
    cacheWrite: counted.cacheWrite,
  };
}
