import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Message, Prompt, ToolSpec } from "../src/core/models/chat-model.ts";

/** One call of a tool, as the policy decides it. */
export interface Step {
  readonly name: "list_files" | "read_file" | "search" | "edit_file" | "write_file" | "run_command" | "finish";
  readonly arguments: Readonly<Record<string, string>>;
}

const system = [
  "You are a coding agent. You work in the user's project until everything that was asked is done, and then call finish.",
  "Look at what is there before you change anything: read a file before you edit it, and keep its style.",
  "Make the smallest change that does what was asked. Never change a test to make it pass.",
  "Use edit_file for small changes; the text to be replaced must occur exactly once. Use write_file for new files only.",
  "After changing code, run the tests and look at the result before you go on. Do not claim what you have not seen.",
  "Do one step at a time, each as a tool call.",
].join("\n");

const text = { type: "string" };
const tool = (name: Step["name"], description: string, properties: Readonly<Record<string, unknown>>): ToolSpec => ({
  name,
  description,
  schema: { type: "object", properties, required: Object.keys(properties) },
});

const tools: readonly ToolSpec[] = [
  tool("list_files", "Lists the files below a folder.", { folder: text }),
  tool("read_file", "Reads a file.", { path: text }),
  tool("search", "Finds lines by a regular expression.", { pattern: text, folder: text }),
  tool("edit_file", "Replaces text that occurs exactly once in a file.", { path: text, find: text, replace: text }),
  tool("write_file", "Writes a whole file.", { path: text, text }),
  tool("run_command", "Runs a command in the project and returns its output.", { command: text }),
  tool("finish", "Ends the work with a summary for the user.", { summary: text }),
];

/**
 * One agent with all tools and its full history: each request holds everything that was said and seen before. Its tools work on
 * the real files; the policy says what it does next. Returns the requests in the order they were made.
 */
export function runMonolith(folder: string, request: string, policy: readonly Step[]): readonly Prompt[] {
  const prompts: Prompt[] = [];
  const messages: Message[] = [{ role: "user", text: request }];
  for (const [index, step] of policy.entries()) {
    prompts.push({ system, tools, messages: [...messages], maxTokens: 4096 });
    const id = `call-${index}`;
    messages.push({ role: "assistant", text: "", toolCalls: [{ id, name: step.name, arguments: step.arguments }] });
    messages.push({ role: "tool", callId: id, text: carryOut(folder, step) });
  }
  return prompts;
}

function carryOut(folder: string, { name, arguments: args }: Step): string {
  const path = join(folder, args.path ?? "");
  switch (name) {
    case "list_files":
      return globSync("**/*.*", { cwd: join(folder, args.folder ?? "") })
        .sort()
        .join("\n");
    case "read_file":
      return readFileSync(path, "utf8");
    case "edit_file": {
      const before = readFileSync(path, "utf8");
      const [start, ...rest] = before.split(args.find ?? "");
      if (rest.length !== 1) throw new Error(`The policy's edit of ${args.path} does not fit.`);
      writeFileSync(path, `${start}${args.replace}${rest[0]}`);
      return `Edited ${args.path}.`;
    }
    case "run_command": {
      const [program = "", ...words] = (args.command ?? "").split(" ");
      const { stdout, stderr, status } = spawnSync(program === "node" ? process.execPath : program, words, {
        cwd: folder,
        encoding: "utf8",
      });
      return `${stdout}${stderr}exit ${status}`;
    }
    case "search":
    case "write_file":
      throw new Error(`The policy does without ${name}.`);
    case "finish":
      return "";
  }
}
