import { anthropicBody } from "./anthropic-request.ts";
import type { ChatModel, Prompt, Reply } from "./chat-model.ts";
import { type Endpoint, endpointOf, type RemoteModelOptions } from "./endpoint.ts";
import { exchange, rehearse, type Send } from "./exchange.ts";
import { providerFailure } from "./provider-failure.ts";
import { REMOTE_PROVIDERS } from "./remote-providers.ts";

/** The SDK and the reader of its answers take long to load: they are fetched with the first request, or earlier by `warmUp`. */
function loadAnthropic(): Promise<typeof import("@anthropic-ai/sdk")> {
  return import("@anthropic-ai/sdk");
}

function loadReader(): Promise<typeof import("./anthropic-answer.ts")> {
  return import("./anthropic-answer.ts");
}

/**
 * A model behind Anthropic's Messages format.
 * A request that the server refused, unserved, for its `tool_choice` (models that think may) is sent once more without.
 */
export function anthropicModel(options: RemoteModelOptions): ChatModel {
  const endpoint = endpointOf(options, { baseUrl: REMOTE_PROVIDERS.anthropic.baseUrl, keyName: "ANTHROPIC_API_KEY" });
  const { model } = endpoint;
  let toolChoice = true;

  async function respond(prompt: Prompt, signal: AbortSignal, onText?: (delta: string) => void): Promise<Reply> {
    const send = sender(endpoint, anthropicBody(model, prompt, { toolChoice }));
    try {
      return await exchange(endpoint, options, signal, send, async (events, open) => {
        const { readAnthropicAnswer } = await loadReader();
        return readAnthropicAnswer(events, prompt, model, (text) => {
          if (!open.aborted) onText?.(text);
        });
      });
    } catch (error) {
      const failure = providerFailure(error);
      if (!toolChoice || failure?.status !== 400 || !failure.message.includes("tool_choice")) throw error;
      toolChoice = false;
      return respond(prompt, signal, onText);
    }
  }

  return {
    id: `anthropic:${model}`,
    warmUp() {
      Promise.all([loadReader(), rehearse(sender(endpoint, {}))]).catch(() => {});
    },
    respond,
  };
}

function sender(endpoint: Endpoint, body: Readonly<Record<string, unknown>>): Send {
  return async (fetch, signal) => {
    const { Anthropic } = await loadAnthropic();
    const client = new Anthropic({
      baseURL: endpoint.baseUrl.replace(/\/v1$/, ""),
      apiKey: endpoint.key ?? "none",
      defaultHeaders: keyHeaders(endpoint),
      maxRetries: 0,
      logLevel: "off",
      fetch,
    });
    return client.post("/v1/messages", { body, stream: true, signal }).asResponse();
  };
}

/** The SDK sends the key as a bearer; servers that only speak the format often look where it used to be. */
function keyHeaders({ baseUrl, key }: Endpoint): Readonly<Record<string, string | null>> {
  if (key === undefined) return { authorization: null };
  return new URL(baseUrl).hostname.endsWith("anthropic.com") ? {} : { "x-api-key": key };
}
