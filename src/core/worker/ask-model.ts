import { asAppError } from "../app-error.ts";
import { hashText } from "../hash.ts";
import type { Message, Prompt, Reply } from "../models/chat-model.ts";
import type { Target, Tried } from "../models/route.ts";
import { routesOf } from "../models/routed-model.ts";
import { withCallsFromText, withToolsAsText } from "../models/text-tools.ts";
import type { Tool } from "../tools/tool.ts";
import type { Reservation } from "./budget.ts";
import type { WorkerFact } from "./facts.ts";
import type { WorkerHost } from "./worker-host.ts";

/** What one call says; on the last turn an answer is forced, so that a limit never yields nothing. */
export interface Turn {
  readonly system: string;
  readonly tools: readonly Tool[];
  readonly messages: readonly Message[];
  readonly last: boolean;
}

type Answered = Extract<WorkerFact, { readonly type: "answered"; readonly kind: "model" }>;

const maxAnswerTokens = 4096;

/**
 * One model call, asked and answered in the journal, for as many requests as its way to a model takes: each is reserved in the
 * budget by itself. Throws `budget` before anything is sent that it does not allow, else whatever the model throws.
 */
export async function askModel(turn: Turn, host: WorkerHost, signal: AbortSignal): Promise<Reply> {
  const { model, budget, tell, now } = host;
  const route = host.route ?? routesOf(model, host.agent, host)[0];
  const offered = promptOf(turn);
  const inText = isAskedInText(host);
  const prompt = inText ? withToolsAsText(offered) : offered;
  const held: Reservation[] = [];
  const tries: Tried[] = [];
  let cause: number | undefined;
  let started = now();

  const hold = async (target: Target): Promise<Reservation> => {
    const reservation = await budget.hold(prompt, target.price, signal);
    held.push(reservation);
    if (cause === undefined) {
      started = now();
      const hash = hashText(JSON.stringify(prompt));
      cause = tell({ type: "asked", kind: "model", model: target.id, prompt: hash, reserved: reservation.tokens });
    }
    return reservation;
  };
  const answer = (part: Omit<Answered, "type" | "kind" | "ms" | "route">) => {
    if (cause === undefined) return;
    const receipt = receiptOf(route, held, tries);
    tell({ type: "answered", kind: "model", ms: now() - started, ...part, route: receipt }, cause);
  };

  try {
    const reply = await route.ask(prompt, {
      by: host.worker ?? host.agent.name,
      signal,
      hold,
      tried: (tried) => tries.push(tried),
      waiting: (text) => tell({ type: "step", text }),
    });
    const { served, stopReason, usage } = reply;
    answer({ served, stopReason, usage, reply: host.blobs.put(JSON.stringify(reply)) });
    return inText ? withCallsFromText(reply, offered) : reply;
  } catch (error) {
    const code = asAppError(error)?.code ?? "bug";
    answer({ failure: { code, sentence: error instanceof Error ? error.message : String(error) } });
    throw error;
  }
}

/** Where the call went, why, and what it cost. */
function receiptOf(
  { first, tier, why }: NonNullable<WorkerHost["route"]>,
  held: readonly Reservation[],
  tries: readonly Tried[],
): NonNullable<Answered["route"]> {
  const last = tries.at(-1);
  const costs = held.map((reservation) => reservation.usd());
  const usd = costs.reduce((sum, cost) => (sum === undefined || cost === undefined ? undefined : sum + cost), 0);
  const before = tries.at(-2)?.failure;
  return {
    asked: first.id,
    ...(last === undefined || last.failure !== undefined ? {} : { served: last.model }),
    ...(tier === undefined ? {} : { tier }),
    why:
      last !== undefined && last.model !== first.id && before !== undefined
        ? `in place of ${first.id}: ${before}`
        : why,
    tries: [...tries],
    waitedMs: tries.reduce((sum, tried) => sum + tried.waitedMs, 0),
    ...(usd === undefined ? {} : { usd }),
  };
}

/** A model that sets its own number of calls (the offline one) is not paid by the request, and reads tool calls only. */
function isAskedInText({ agent, model }: WorkerHost): boolean {
  return model.callsTools === false || (agent.style === "ensemble" && model.calls === undefined);
}

function promptOf({ system, tools, messages, last }: Turn): Prompt {
  const wanted = tools.find((tool) => tool.effect === "edit") ?? (tools.length === 1 ? tools[0] : undefined);
  return {
    system,
    tools: tools.map((tool) => tool.spec),
    messages: [...messages],
    maxTokens: maxAnswerTokens,
    ...(last && wanted !== undefined ? { toolChoice: { name: wanted.name } } : {}),
  };
}
