import type { ChatModel, Prompt, Reply } from "./chat-model.ts";
import { type Endpoint, endpointOf, type RemoteModelOptions } from "./endpoint.ts";
import { exchange, rehearse, type Send } from "./exchange.ts";
import { firstDialect, openaiBody, withoutRefused } from "./openai-request.ts";
import { providerFailure } from "./provider-failure.ts";
import { REMOTE_PROVIDERS } from "./remote-providers.ts";
import { withCallsFromText, withToolsAsText } from "./text-tools.ts";

/** The SDK and the reader of its answers take long to load: they are fetched with the first request, or earlier by `warmUp`. */
function loadOpenai(): Promise<typeof import("openai")> {
  return import("openai");
}

function loadReader(): Promise<typeof import("./openai-answer.ts")> {
  return import("./openai-answer.ts");
}

/**
 * A model behind OpenAI's Chat Completions format: OpenAI itself, Ollama, LM Studio, vLLM, OpenRouter and others.
 * The one request that is repeated here is one that the server refused, unserved, for a field it does not know.
 */
export function openaiModel(options: RemoteModelOptions & { readonly provider?: string }): ChatModel {
  const endpoint = endpointOf(options, { baseUrl: REMOTE_PROVIDERS.openai.baseUrl, keyName: "OPENAI_API_KEY" });
  let dialect = firstDialect(endpoint.baseUrl);

  async function respond(prompt: Prompt, signal: AbortSignal, onText?: (delta: string) => void): Promise<Reply> {
    const { model } = endpoint;
    const { tools } = dialect;
    const sent = tools ? prompt : withToolsAsText(prompt);
    const send = sender(endpoint, openaiBody(model, sent, dialect));
    try {
      const reply = await exchange(endpoint, options, signal, send, async (events, open) => {
        const { readOpenaiAnswer } = await loadReader();
        return readOpenaiAnswer(events, sent, model, (text) => {
          if (!open.aborted) onText?.(text);
        });
      });
      return tools ? reply : withCallsFromText(reply, prompt);
    } catch (error) {
      const failure = providerFailure(error);
      const refused = failure?.status === 400 || failure?.status === 404 || failure?.status === 422;
      const simpler = refused ? withoutRefused(dialect, failure.message) : undefined;
      if (simpler === undefined) throw error;
      dialect = simpler;
      return respond(prompt, signal, onText);
    }
  }

  return {
    id: `${options.provider ?? "openai"}:${endpoint.model}`,
    warmUp() {
      Promise.all([loadReader(), rehearse(sender(endpoint, {}))]).catch(() => {});
    },
    respond,
  };
}

function sender(endpoint: Endpoint, body: Readonly<Record<string, unknown>>): Send {
  return async (fetch, signal) => {
    const { OpenAI } = await loadOpenai();
    const client = new OpenAI({
      baseURL: endpoint.baseUrl,
      apiKey: endpoint.key ?? "none",
      ...(endpoint.key === undefined ? { defaultHeaders: { authorization: null } } : {}),
      maxRetries: 0,
      logLevel: "off",
      fetch,
    });
    return client.post("/chat/completions", { body, stream: true, signal }).asResponse();
  };
}
