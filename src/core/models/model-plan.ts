import { AppError } from "../app-error.ts";
import type { Tier } from "./route.ts";

/** Which models are asked, by whom; each a chain of which the next is asked when one does not answer. */
export interface ModelPlan<Model> {
  /** For everybody who has none of their own. */
  readonly all: readonly [Model, ...Model[]];
  readonly tiers: ReadonlyMap<Tier, readonly Model[]>;
  /** Pinned by an agent's name. */
  readonly agents: ReadonlyMap<string, readonly Model[]>;
}

export const TIERS: readonly Tier[] = ["small", "medium", "large"];

/**
 * Reads "MODEL", a chain "MODEL,MODEL", and "small=MODEL,large=MODEL,fix=MODEL": what stands behind a tier's or an agent's name is
 * for that one, and a name given twice makes a chain. Where nothing is for everybody, that is "". Throws `usage` for a name that is neither.
 */
export function readModelPlan(text: string, agentNames: readonly string[]): ModelPlan<string> {
  const all: string[] = [];
  const tiers = new Map<Tier, string[]>();
  const agents = new Map<string, string[]>();
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const named = /^([a-z][a-z0-9-]*)=(.*)$/s.exec(part);
    const name = named?.[1];
    const model = (named?.[2] ?? part).trim();
    if (model === "") throw new AppError("usage", `"${part}" names no model: write ${name}=PROVIDER:MODEL.`);
    const tier = TIERS.find((one) => one === name);
    if (name === undefined) all.push(model);
    else if (tier !== undefined) tiers.set(tier, [...(tiers.get(tier) ?? []), model]);
    else if (agentNames.includes(name)) agents.set(name, [...(agents.get(name) ?? []), model]);
    else {
      const known = [...TIERS, ...agentNames].join(", ");
      throw new AppError("usage", `"${name}" is neither a tier nor an agent: put one of ${known} before the "=".`);
    }
  }
  const [first = "", ...others] = all;
  return { all: [first, ...others], tiers, agents };
}

/** The same plan over other values: each model is made once, however often it is named. */
export async function mapPlan<From, To>(
  plan: ModelPlan<From>,
  make: (from: From) => To | Promise<To>,
): Promise<ModelPlan<To>> {
  const made = new Map<From, To>();
  const one = async (model: From): Promise<To> => {
    const result = made.get(model) ?? (await make(model));
    made.set(model, result);
    return result;
  };
  const all = async (models: readonly From[]): Promise<readonly To[]> => {
    const results: To[] = [];
    for (const model of models) results.push(await one(model));
    return results;
  };
  const each = async <Key>(chains: ReadonlyMap<Key, readonly From[]>): Promise<ReadonlyMap<Key, readonly To[]>> => {
    const results = new Map<Key, readonly To[]>();
    for (const [key, models] of chains) results.set(key, await all(models));
    return results;
  };
  const [first, ...others] = plan.all;
  return {
    all: [await one(first), ...(await all(others))],
    tiers: await each(plan.tiers),
    agents: await each(plan.agents),
  };
}
