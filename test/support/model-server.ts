import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Fault, Place } from "./model-script.ts";
import { type Frame, type Wire, wireOf } from "./model-wire.ts";

interface RecordedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came. */
  readonly text: string;
  readonly body: unknown;
  /** The client's: one per connection. */
  readonly port: number | undefined;
}

export interface ModelServer {
  /** For OPENAI_BASE_URL. */
  readonly openaiUrl: string;
  /** For ANTHROPIC_BASE_URL. */
  readonly anthropicUrl: string;
  readonly requests: readonly RecordedRequest[];
  /** Resolves once a client has left an answer before it had ended. */
  readonly abandoned: Promise<void>;
  close(): Promise<void>;
}

export type Script = readonly Answer[] | ((request: RecordedRequest, index: number) => Answer | Promise<Answer>);

/** A scripted model server on 127.0.0.1 that speaks Chat Completions and Messages with streams. A script that is over answers 500. */
export async function startModelServer(script: Script): Promise<ModelServer> {
  const requests: RecordedRequest[] = [];
  const abandoned = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    response.on("close", () => {
      if (!response.writableFinished) abandoned.resolve();
    });
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(`The script failed: ${error}`);
      else response.destroy();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const text = Buffer.concat(pieces).toString("utf8");
    const wire = wireOf(request.url ?? "");
    if (wire === undefined || request.method !== "POST") {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"No such address."}}');
      return;
    }
    const recorded = {
      path: request.url ?? "",
      headers: request.headers,
      text,
      body: JSON.parse(text),
      port: request.socket.remotePort,
    };
    const index = requests.push(recorded) - 1;
    const answer = typeof script === "function" ? await script(recorded, index) : script[index];
    const over: Answer = { fault: { type: "status", status: 500, message: "The script is over." } };
    await send(response, wire, recorded.body, answer ?? over);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    openaiUrl: `http://127.0.0.1:${port}/v1`,
    anthropicUrl: `http://127.0.0.1:${port}`,
    requests,
    abandoned: abandoned.promise,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function send(response: ServerResponse, wire: Wire, request: unknown, answer: Answer): Promise<void> {
  const { fault } = answer;
  if (answer.latencyMs !== undefined) await sleep(answer.latencyMs);
  if (fault?.type === "status") {
    const body = fault.body ?? wire.error(fault.status, fault.message ?? "scripted");
    response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers }).end(body);
    return;
  }
  if (fault?.type === "raw") {
    response.writeHead(200, { "content-type": fault.contentType }).end(fault.body);
    return;
  }
  if (fault?.type === "not-streamed") {
    response.writeHead(200, { "content-type": "application/json" }).end(wire.document(answer, request));
    return;
  }
  if (fault?.type === "stall" && fault.at === "headers") return;
  if (fault?.type === "cut" && fault.at === "headers") {
    response.destroy();
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", ...answer.headers });
  response.flushHeaders();
  await sendFrames(response, wire, wire.frames(answer, request), fault);
}

async function sendFrames(
  response: ServerResponse,
  wire: Wire,
  frames: readonly Frame[],
  fault: Fault | undefined,
): Promise<void> {
  const bytes = (sent: readonly Frame[]) => Buffer.from(sent.map((frame) => frame.text).join(""), "utf8");
  switch (fault?.type) {
    case "stall":
      if (fault.at !== "headers") response.write(bytes(before(frames, fault.at)));
      return;
    case "cut":
      if (fault.at !== "headers") await written(response, bytes(before(frames, fault.at)));
      response.destroy();
      return;
    case "early-end":
      response.end(bytes(before(frames, fault.at)));
      return;
    case "error-event":
      response.end(
        Buffer.concat([bytes(before(frames, fault.at)), Buffer.from(wire.errorEvent(fault.kind, fault.message))]),
      );
      return;
    case "half-character": {
      const all = bytes(frames);
      const first = all.findIndex((byte) => byte >= 0x80);
      const length = Buffer.from(all.subarray(first).toString("utf8").slice(0, 1)).length;
      response.write(all.subarray(0, first + length - 1));
      response.end(fault.goesOn ? all.subarray(first + length) : undefined);
      return;
    }
    case "late-end":
      await written(response, bytes(frames));
      setTimeout(() => response.end(), fault.ms).unref();
      return;
    case "pieces": {
      const all = bytes(frames);
      for (let from = 0; from < all.length; from += fault.bytes)
        await written(response, all.subarray(from, from + fault.bytes));
      response.end();
      return;
    }
    case "status":
    case "raw":
    case "not-streamed":
    case undefined:
      response.end(bytes(frames));
  }
}

/** Resolves when the bytes are on their way, so that two writes are two pieces for the client and a cut comes after them. */
function written(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => setImmediate(resolve));
  });
}

function before(frames: readonly Frame[], place: Place): readonly Frame[] {
  switch (place) {
    case "start":
      return [];
    case "first-event":
      return frames.slice(0, 1);
    case "tool-call":
      return frames.slice(0, frames.findIndex((frame) => frame.part === "arguments") + 1);
    case "finish":
      return frames.slice(
        0,
        frames.findIndex((frame) => frame.part === "finish"),
      );
    case "last-event":
      return frames.slice(0, -1);
  }
}
