import { expect, test } from "vitest";
import { fleet, servedBy } from "../support/fleet.ts";
import { startModelServer } from "../support/model-server.ts";

test.each([
  { status: 400, code: "provider" },
  { status: 401, code: "key" },
  { status: 403, code: "key" },
  { status: 404, code: "provider" },
  { status: 422, code: "provider" },
])("F02: $status is asked once by each of 32 workers, whatever the server says of trying again", async (row) => {
  const { status, code } = row;
  const headers = { "retry-after": "1", "x-should-retry": "true" };
  const server = await startModelServer(() => ({ fault: { type: "status", status, headers, message: "no" } }));
  const next = await startModelServer([]);
  try {
    const spec = "openai:m,anthropic:m";
    const model = await servedBy({ spec, openaiUrl: server.openaiUrl, anthropicUrl: next.anthropicUrl });
    const { state } = await fleet(model);

    expect(server.requests).toHaveLength(32);
    expect(next.requests).toHaveLength(0);
    expect(state).toMatchObject({ status: "blocked", code });
    expect(state.spent).toMatchObject({ calls: 0, input: 0 });
  } finally {
    await server.close();
    await next.close();
  }
});
