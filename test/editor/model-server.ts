import { createServer, type IncomingMessage } from "node:http";
import * as z from "zod";

const partSchema = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("tool-call"), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.literal("tool-result"), id: z.string(), content: z.array(z.unknown()) }),
  z.object({ type: z.literal("other"), value: z.unknown() }),
]);

const requestSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.array(partSchema) })),
  tools: z.array(z.object({ name: z.string(), description: z.string(), inputSchema: z.unknown() })),
  toolMode: z.enum(["auto", "required"]),
  modelOptions: z.record(z.string(), z.unknown()),
});

/** What the editor asked the test model. */
export type EditorRequest = z.infer<typeof requestSchema>;

export type AnswerPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly input: object };

export interface EditorModelServer extends AsyncDisposable {
  /** For `tessera-test.url` or TESSERA_TEST_MODEL_URL. */
  readonly url: string;
  readonly requests: readonly EditorRequest[];
}

/** Answers for the test model on 127.0.0.1, until it is disposed. An answer that throws is told to the editor as an error. */
export async function startEditorModel(
  answer: (request: EditorRequest, index: number) => readonly AnswerPart[] | Promise<readonly AnswerPart[]>,
): Promise<EditorModelServer> {
  const requests: EditorRequest[] = [];
  const server = createServer((request, response) => {
    respond(request).then(
      (lines) => response.writeHead(200, { "content-type": "application/jsonl" }).end(lines),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });

  async function respond(incoming: IncomingMessage): Promise<string> {
    const request = requestSchema.parse(JSON.parse(await textOf(incoming)));
    const parts = await answer(request, requests.push(request) - 1);
    return parts.map((part) => `${JSON.stringify(part)}\n`).join("");
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}
