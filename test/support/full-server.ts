import { spawn } from "node:child_process";
import { once } from "node:events";

/** A port at which connections are never made: its queue is full, and nobody takes from it. */
export interface FullServer extends AsyncDisposable {
  readonly port: number;
}

const program = `
import socket, sys
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(0)
held = []
for _ in range(4):
    client = socket.socket()
    client.setblocking(False)
    try:
        client.connect(server.getsockname())
    except BlockingIOError:
        pass
    held.append(client)
print(server.getsockname()[1], flush=True)
sys.stdin.read()
`;

export async function fullServer(): Promise<FullServer> {
  const child = spawn("python3", ["-c", program], { stdio: ["pipe", "pipe", "inherit"] });
  const [said] = await once(child.stdout, "data");
  return {
    port: Number(String(said)),
    async [Symbol.asyncDispose]() {
      const over = once(child, "exit");
      child.stdin.end();
      await over;
    },
  };
}
