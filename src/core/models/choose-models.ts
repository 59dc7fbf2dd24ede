import type { Link } from "./chain.ts";
import type { ChatModel } from "./chat-model.ts";
import type { Connections } from "./connect.ts";
import { mapPlan, readModelPlan } from "./model-plan.ts";
import { chooseModel } from "./providers.ts";

/**
 * The models the user asked for (see `readModelPlan`), each as `chooseModel` understands it, as one. Throws what these two do.
 */
export async function chooseModels(
  choice: Parameters<typeof chooseModel>[0],
  connections: Connections,
  agentNames: readonly string[],
): Promise<ChatModel> {
  const plan = readModelPlan(choice.spec ?? "", agentNames);
  return connections.routed(await mapPlan(plan, (spec) => linkOf({ ...choice, spec }, connections)));
}

function linkOf(choice: Parameters<typeof chooseModel>[0], connections: Connections): Link {
  let remote: Link | undefined;
  const model = chooseModel({
    ...choice,
    connect: (provider, options) => {
      remote = connections.remote(provider, options);
      return remote.model;
    },
  });
  return remote ?? connections.other(model);
}
