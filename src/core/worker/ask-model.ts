import { asAppError } from "../app-error.ts";
import { hashText } from "../hash.ts";
import type { Message, Prompt, Reply } from "../models/chat-model.ts";
import { withCallsFromText, withToolsAsText } from "../models/text-tools.ts";
import type { Tool } from "../tools/tool.ts";
import type { WorkerHost } from "./worker-host.ts";

/** What one call says; on the last turn an answer is forced, so that a limit never yields nothing. */
export interface Turn {
  readonly system: string;
  readonly tools: readonly Tool[];
  readonly messages: readonly Message[];
  readonly last: boolean;
}

const maxAnswerTokens = 4096;

/**
 * One model call: reserved in the budget, asked and answered in the journal.
 * Throws `budget` before anything is sent, else whatever the model throws.
 */
export async function askModel(turn: Turn, host: WorkerHost, signal: AbortSignal): Promise<Reply> {
  const { model, budget, tell, now } = host;
  const offered = promptOf(turn);
  const inText = isAskedInText(host);
  const prompt = inText ? withToolsAsText(offered) : offered;
  const reservation = budget.reserve(prompt, host.price);
  const cause = tell({
    type: "asked",
    kind: "model",
    model: model.id,
    prompt: hashText(JSON.stringify(prompt)),
    reserved: reservation.tokens,
  });
  const started = now();
  try {
    const reply = await model.respond(prompt, signal);
    reservation.settle(reply.usage);
    const { served, stopReason, usage } = reply;
    const kept = host.blobs.put(JSON.stringify(reply));
    tell({ type: "answered", kind: "model", ms: now() - started, served, stopReason, usage, reply: kept }, cause);
    return inText ? withCallsFromText(reply, offered) : reply;
  } catch (error) {
    reservation.forfeit();
    const failure = {
      code: asAppError(error)?.code ?? "bug",
      sentence: error instanceof Error ? error.message : String(error),
    };
    tell({ type: "answered", kind: "model", ms: now() - started, failure }, cause);
    throw error;
  }
}

/** A model that sets its own number of calls (the offline one) is not paid by the request, and reads tool calls only. */
function isAskedInText({ agent, model }: WorkerHost): boolean {
  return model.callsTools === false || (agent.style === "ensemble" && model.calls === undefined);
}

function promptOf({ system, tools, messages, last }: Turn): Prompt {
  const forced = last && tools.some((tool) => tool.effect === "edit");
  return {
    system,
    tools: tools.map((tool) => tool.spec),
    messages: [...messages],
    maxTokens: maxAnswerTokens,
    ...(forced ? { toolChoice: { name: "propose" } } : {}),
  };
}
