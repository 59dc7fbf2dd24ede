import * as z from "zod";
import { parseJson } from "./parse-json.ts";

const messageSchema = z.object({ message: z.string() });
/** The shapes servers put their reason in: OpenAI's and Anthropic's envelope, a bare string, vLLM's and FastAPI's. */
const bodySchema = z.union([
  z.object({ error: z.union([z.string(), messageSchema]) }),
  z.object({ message: z.string() }),
  z.object({ detail: z.unknown() }),
]);

/** "404: what the server gave as its reason", as it came. */
export function saidBy(status: number, body: string): string {
  const reason = (reasonIn(body) ?? "").trim();
  return reason === "" ? String(status) : `${status}: ${reason}`;
}

function reasonIn(body: string): string | undefined {
  const json = parseJson(body);
  if (json === undefined) return /^\s*</.test(body) ? /<title>([^<]*)/i.exec(body)?.[1] : body;
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) return body;
  const reason = parsed.data;
  if ("message" in reason) return reason.message;
  if ("detail" in reason) return typeof reason.detail === "string" ? reason.detail : JSON.stringify(reason.detail);
  return typeof reason.error === "string" ? reason.error : reason.error.message;
}

/** The beginning of an error's body; an error is no reason to read without end. */
export async function beginning(response: Response, maxBytes = 65_536): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    while (bytes < maxBytes) {
      const piece = await reader.read();
      if (piece.done) break;
      bytes += piece.value.length;
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch {
    // What came before the connection broke is all there is to say.
  } finally {
    reader.cancel().catch(() => {});
  }
  return text;
}
