import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** An HTTP server on 127.0.0.1, on any port unless one is given, that answers by a function; ends with `await using`. */
export async function httpServer(answer: (request: IncomingMessage, response: ServerResponse) => void, port = 0) {
  const requests: { readonly url: string; readonly headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers everything with this. */
export function always(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  };
}
