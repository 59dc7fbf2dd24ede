import { AppError } from "../app-error.ts";
import type { Request } from "./request.ts";
import { routeOf } from "./route.ts";
import type { Routed } from "./route-by-model.ts";
import type { RunRoom } from "./run-room.ts";

/**
 * Who carries a request out: whom it names, or whom its words tell, else whom a model says. Throws `usage` for an agent that is
 * not there, and where the words are not clear and nobody can be asked.
 */
export async function routeRequest(request: Request, room: RunRoom, signal: AbortSignal): Promise<Routed> {
  const { agent, files, instruction } = request;
  if (agent !== "") return { route: "direct", parts: [{ agent, files, instruction }] };
  if (instruction.trim() === "") throw new AppError("usage", 'Say what is to be done: tessera run "fix the tests".');
  const words = [instruction, ...files.map((file) => `#"${file}"`)].join(" ");
  const route = routeOf(words, room.host.agents, room.desk.paths, request.conversation?.files);
  switch (route.status) {
    case "refused":
      throw new AppError("usage", route.sentence);
    case "direct": {
      const rows = route.parts.map(({ agent: name, files: named }) => [name, ...named].join(" ")).join(", ");
      room.log.teller("run")({ type: "routed", route: "direct", by: "words", why: `Its words ask for ${rows}.` });
      return { route: "direct", parts: route.parts };
    }
    case "unclear": {
      if (request.conversation !== undefined && takesBack(instruction)) throw new AppError("usage", howToTakeBack);
      // Most requests tell by themselves, and what asks a model takes long to load.
      const { routeByModel } = await import("./route-by-model.ts");
      return routeByModel(words, route, room, signal);
    }
  }
}

const howToTakeBack =
  "No agent is needed for that: Undo at the run takes back exactly what was accepted of it (tessera undo RUN), and what still waits is rejected on its card.";

/** "undo what you did to the parser": what a model would guess at is known to the byte. What says more than that is a request like any other. */
function takesBack(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return (
    words.length <= 10 &&
    /^(?:(?:please|now|and|then),? )*(?:undo|revert|roll back|take back)\b/i.test(text.trim()) &&
    words.some((word) => /^(?:you|your|it|that|this|them|those|last|everything|all)\b/i.test(word))
  );
}
