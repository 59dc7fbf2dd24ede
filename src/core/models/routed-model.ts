import { throwIfCancelled } from "../app-error.ts";
import { askChain, type Link } from "./chain.ts";
import type { ChatModel, Prompt, Reply } from "./chat-model.ts";
import type { Clock } from "./clock.ts";
import { type ModelPlan, TIERS } from "./model-plan.ts";
import type { Patience } from "./patience.ts";
import type { Price } from "./price.ts";
import { type Hold, type Route, soleRoute, type Tier } from "./route.ts";

/** Who asks. */
export interface Asker {
  readonly name: string;
  readonly tier: Tier;
}

/** A model that stands for a whole plan of them. Its own `respond` asks the chain that is for everybody, without anyone's budget. */
export interface RoutedModel extends ChatModel {
  /** The ways an agent's calls may go: that of its tier, then that of the next tier up for which the user named another. */
  routes(asker: Asker): readonly [Route, ...Route[]];
}

export function routedModel(
  plan: ModelPlan<Link>,
  rules: { readonly clock: Clock; readonly patience: Patience },
): RoutedModel {
  const [first] = plan.all;
  const links = [...plan.all, ...plan.tiers.values(), ...plan.agents.values()].flat();
  // What is asked in text any of them can answer.
  const callsTools = links.some(({ model }) => model.callsTools === false) ? { callsTools: false as const } : {};
  const calls = links.every(({ model }) => model.calls !== undefined) ? first.model.calls : undefined;

  function routeOf(chain: readonly Link[], why: string, tier?: Tier): Route {
    return {
      why,
      first: chain[0] ?? first,
      targets: chain,
      ask: (prompt, asking) => askChain(chain, prompt, asking, rules),
      ...(tier === undefined ? {} : { tier }),
    };
  }

  return {
    id: first.id,
    ...(calls === undefined ? {} : { calls }),
    ...callsTools,
    warmUp() {
      for (const { model } of new Set(links)) model.warmUp?.();
    },
    respond: (prompt, signal, onText) =>
      askChain(
        plan.all,
        prompt,
        {
          by: "",
          signal,
          ...(onText === undefined ? {} : { onText }),
          hold: () => unheld,
          tried: () => {},
          waiting: () => {},
        },
        rules,
      ),
    routes({ name, tier }) {
      const pinned = plan.agents.get(name);
      if (pinned !== undefined) return [routeOf(pinned, `pinned for ${name}`)];
      if (plan.tiers.size === 0) return [routeOf(plan.all, "the model for all")];
      const own = plan.tiers.get(tier) ?? plan.all;
      const higher = TIERS.slice(TIERS.indexOf(tier) + 1).find((one) => (plan.tiers.get(one) ?? own) !== own);
      const above = higher === undefined ? undefined : plan.tiers.get(higher);
      return [
        routeOf(own, `the tier of ${name}`, tier),
        ...(above === undefined ? [] : [routeOf(above, `one tier up, because ${tier} did not do`, higher)]),
      ];
    },
  };
}

/** The ways of any model; a model alone has one. */
export function routesOf(
  model: ChatModel,
  asker: Asker,
  { price, now }: { readonly price: Price | undefined; now(): number },
): readonly [Route, ...Route[]] {
  return isRouted(model) ? model.routes(asker) : [soleRoute(model, price, now)];
}

function isRouted(model: ChatModel): model is RoutedModel {
  return "routes" in model;
}

const unheld: Hold = { settle() {}, release() {}, forfeit() {} };

/** The same model, and the same ways, where some prompts have an answer already: it is held and counted like any other. */
export function answeringFirst(model: ChatModel, answerTo: (prompt: Prompt) => Reply | undefined): ChatModel {
  const around = (route: Route): Route => ({
    ...route,
    async ask(prompt, asking) {
      throwIfCancelled(asking.signal);
      const known = answerTo(prompt);
      if (known === undefined) return route.ask(prompt, asking);
      (await asking.hold(route.first)).settle(known.usage);
      asking.tried({ model: route.first.id, ms: 0, waitedMs: 0, bill: "usage" });
      return known;
    },
  });
  const answering: ChatModel = {
    ...model,
    async respond(prompt, signal, onText) {
      throwIfCancelled(signal);
      return answerTo(prompt) ?? model.respond(prompt, signal, onText);
    },
  };
  if (!isRouted(model)) return answering;
  const routes: RoutedModel["routes"] = (asker) => {
    const [first, ...others] = model.routes(asker);
    return [around(first), ...others.map(around)];
  };
  return Object.assign(answering, { routes });
}
