import { agentNamed } from "../agents/index.ts";
import { routerAgent } from "../agents/router.ts";
import { AppError } from "../app-error.ts";
import type { RouteDecision } from "../tools/management.ts";
import { askedUser } from "./ask-user.ts";
import { agentSection, earlierSection, filesSection, manage } from "./manage.ts";
import { filesNamed } from "./plan-request.ts";
import { findsFiles, type Part, type Route } from "./route.ts";
import type { RunRoom } from "./run-room.ts";

/** Who carries a request out. */
export type Routed =
  | { readonly route: "direct"; readonly parts: readonly Part[] }
  | { readonly route: "supervised"; readonly request: string; readonly understood: Open };

/** What the words of a request told, and what of them did not. */
export type Open = Pick<Extract<Route, { status: "unclear" }>, "parts" | "unclear">;

/** Below this the user is asked. */
const confident = 0.6;
const mostQuestions = 2;

/**
 * The route of a request whose words do not tell it: one call of a small model, checked; the user is asked when that is not sure.
 * Throws `usage`, with the question, where nobody can answer, and what the model's failure was where there is no answer of it.
 */
export async function routeByModel(request: string, open: Open, room: RunRoom, signal: AbortSignal): Promise<Routed> {
  let words = request;
  for (let asked = 0; ; asked++) {
    const decision = await decide(words, open, room, signal);
    const question = questionOf(decision);
    if (question === undefined || (asked === mostQuestions && room.ask !== undefined))
      return routed(words, decision, open, room);
    const answer = await askedUser({ actor: routerAgent.name, question, choices: [] }, room, signal);
    words = `${words}\n${question} ${answer}`;
  }
}

function questionOf({ question, tasks, supervise, confidence }: RouteDecision): string | undefined {
  if (question !== "") return question;
  if (tasks.length === 0 && !supervise) return "What is to be done, and in which files?";
  if (confidence >= confident) return undefined;
  if (supervise) return "Shall several agents work on this? Say what is to come out.";
  const rows = tasks.map(({ agent, files = "what fails" }) => `${agent} ${files}`).join(", ");
  return `Is this what you mean: ${rows}?`;
}

async function decide(request: string, open: Open, room: RunRoom, signal: AbortSignal): Promise<RouteDecision> {
  let decision: RouteDecision | undefined;
  const nothing = () => {
    throw new AppError("refused", "Answer with one route call.");
  };
  const report = await manage(
    {
      agent: routerAgent,
      request,
      sections: [
        agentSection(room.host.agents),
        filesSection(room.desk.paths),
        earlierSection(room.log.state),
        understoodSection(open),
      ],
      standing: () => [],
      tools: {
        delegate: nothing,
        details: nothing,
        askUser: nothing,
        finish: nothing,
        async route(said) {
          for (const { agent, files = "" } of said.tasks) {
            if (!findsFiles(agentNamed(agent, room.host.agents)) && files === "")
              throw new AppError("usage", `${agent} needs a file or a glob to work on.`);
            await filesNamed(files === "" ? [] : [files], room.desk.paths, room.host);
          }
          decision = said;
          return { status: "proved", summary: "Told who does it." };
        },
      },
    },
    room,
    signal,
  );
  if (decision !== undefined) return decision;
  const { code, sentence } = report.problem ?? { code: undefined, sentence: "" };
  if (code !== undefined && code !== "refused" && code !== "usage" && code !== "not-found" && code !== "conflict")
    throw new AppError(codeOf(code), sentence);
  return { tasks: [], supervise: false, question: "", confidence: 0 };
}

/** The code of a report is one of an expected failure. */
function codeOf(code: string): "provider" | "key" | "budget" | "cancelled" | "sandbox" | "tooling" {
  return code === "key" || code === "budget" || code === "cancelled" || code === "sandbox" || code === "tooling"
    ? code
    : "provider";
}

/** What was read off the words by rules, as lines of JSON: a model need not find it out again. */
export function understoodSection({ parts, unclear }: Open) {
  const lines = parts.length === 0 ? [] : [...parts, ...unclear.map((words) => ({ unclear: words }))];
  return { kind: "read", title: "", body: lines.map((line) => JSON.stringify(line)).join("\n") };
}

function routed(request: string, decision: RouteDecision, open: Open, { log }: RunRoom): Routed {
  const { tasks, supervise } = decision;
  const told = { type: "routed", by: "model" } as const;
  if (supervise || tasks.length === 0) {
    log.teller("run")({ ...told, route: "supervised", why: "It takes several steps." });
    return { route: "supervised", request, understood: open };
  }
  const parts = tasks.map(({ agent, files, task = "" }) => ({
    agent,
    files: files === undefined || files === "" ? [] : [files],
    instruction: task,
  }));
  const rows = parts.map(({ agent, files }) => [agent, ...files].join(" ")).join(", ");
  log.teller("run")({ ...told, route: "direct", why: `It asks for ${rows}.` });
  return { route: "direct", parts };
}
