import * as z from "zod";
import type { Prompt } from "../chat-model.ts";
import { parseJson } from "../parse-json.ts";
import { readSections } from "../sections.ts";

/** A tool that is called next. */
interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

const part = z.object({ agent: z.string(), files: z.array(z.string()), instruction: z.string() });
const unread = z.object({ unclear: z.string() });

/**
 * Routes and supervises as far as rules go that read a request's verbs and files: what they understood stands in the prompt, and
 * is delegated; what they did not is told as that. Undefined for a prompt that asks for neither.
 */
export function manageByRules({ tools, messages }: Prompt, chooseModel: string): Call | undefined {
  const can = (name: string) => tools.some((tool) => tool.name === name);
  if (!can("route") && !can("delegate")) return undefined;
  const sections = readSections(messages.find(({ role }) => role === "user")?.text ?? "");
  const bodyOf = (kind: string) => sections.find((section) => section.kind === kind)?.body ?? "";
  const lines = bodyOf("read").split("\n").map(parseJson);
  const parts = lines.flatMap((line) => part.safeParse(line).data ?? []);
  const unclear = lines.flatMap((line) => unread.safeParse(line).data?.unclear ?? []);
  if (can("route")) {
    const names = bodyOf("agents").match(/^[a-z][\w-]*(?=:)/gm) ?? [];
    const question = `The offline model does not understand "${bodyOf("task").split("\n")[0]}": begin with ${names.slice(0, -1).join(", ")} or ${names.at(-1)} and name the files, or ${chooseModel}.`;
    const decision = parts.length > 0 ? { supervise: true, confidence: 1 } : { question, confidence: 0 };
    return { name: "route", arguments: decision };
  }
  const isDone = sections.some(({ kind }) => kind === "reports" || kind === "answer");
  const open = unclear.map((words) => `"${words}"`).join(" and ");
  const left = open === "" ? {} : { open: `The offline model does not understand ${open}: ${chooseModel}.` };
  if (isDone || parts.length === 0) return { name: "finish", arguments: left };
  const tasks = parts.flatMap(({ agent, files, instruction }) => {
    const task = instruction === "" ? {} : { task: instruction };
    return files.length === 0 ? [{ agent, ...task }] : files.map((file) => ({ agent, files: file, ...task }));
  });
  return { name: "delegate", arguments: { tasks, more: open !== "" } };
}
