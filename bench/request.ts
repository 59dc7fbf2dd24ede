import { readFileSync } from "node:fs";
import { join } from "node:path";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import * as z from "zod";
import { anthropicModel } from "../src/core/models/anthropic.ts";
import { openaiModel } from "../src/core/models/openai.ts";
import { fixRepeatedly, perfectServer } from "./one-fix.ts";
import { printTable } from "./table.ts";
import { repairs, Workspace } from "./workspace.ts";

const content = z.union([
  z.string(),
  z.array(z.object({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join("")),
]);
const body = z.object({
  system: content.optional(),
  tools: z.array(z.unknown()),
  messages: z.array(z.object({ role: z.string(), content })),
});

/** What one fix sends, broken down, by o200k over the texts as they go over the wire; the bare baseline is the target file alone. */
export async function benchRequest(): Promise<void> {
  const rows = [["request", "calls", "system", "tools", "messages", "in all", "target file", "beside it"]];
  for (const wire of ["openai", "anthropic"] as const) {
    for (const file of Object.keys(repairs)) {
      using workspace = new Workspace();
      const server = await perfectServer();
      const options = {
        model: "bench",
        key: "bench",
        baseUrl: wire === "openai" ? server.openaiUrl : server.anthropicUrl,
      };
      await fixRepeatedly(
        workspace,
        server,
        [file],
        1,
        wire === "openai" ? openaiModel(options) : anthropicModel(options),
      );
      const { system, tools, messages } = body.parse(server.requests[0]?.body);
      const systemTexts = [
        system ?? "",
        ...messages.filter(({ role }) => role === "system").map(({ content: text }) => text),
      ];
      const others = messages.filter(({ role }) => role !== "system").map(({ content: text }) => text);
      const tokens = [systemTexts.join(""), JSON.stringify(tools), others.join("")].map((text) => countTokens(text));
      const all = tokens.reduce((sum, count) => sum + count, 0);
      const target = countTokens(readFileSync(join(workspace.project, file), "utf8"));
      rows.push([`${wire} ${file}`, ...[server.requests.length, ...tokens, all, target, all - target].map(String)]);
      await server.close();
    }
  }
  printTable("One fix: tokens of its request (at most the target file + 600)", rows);
}
