import { expect, test } from "vitest";
import { systemClock } from "../../../src/core/models/clock.ts";
import { mapPlan, readModelPlan } from "../../../src/core/models/model-plan.ts";
import { defaultPatience } from "../../../src/core/models/patience.ts";
import { routedModel, routesOf } from "../../../src/core/models/routed-model.ts";
import { link } from "../../support/links.ts";

const agents = ["fix", "doc"];

async function waysOf(text: string, asker: { readonly name: string; readonly tier: "small" | "medium" | "large" }) {
  const plan = await mapPlan(readModelPlan(text, agents), (id) => link(systemClock, id, ["answer"]));
  const model = routedModel(plan, { clock: systemClock, patience: defaultPatience });
  return routesOf(model, asker, { price: undefined, now: Date.now }).map(({ first, tier, why }) => [
    first.id,
    tier,
    why,
  ]);
}

test("one model is for everybody, and there is none above it", async () => {
  expect(await waysOf("openai:m", { name: "fix", tier: "small" })).toEqual([
    ["openai:m", undefined, "the model for all"],
  ]);
});

test("models by tier, with the next one up behind", async () => {
  const text = "small=a:s,large=c:l";

  expect(await waysOf(text, { name: "fix", tier: "small" })).toEqual([
    ["a:s", "small", "the tier of fix"],
    ["c:l", "large", "one tier up, because small did not do"],
  ]);
  expect(await waysOf(text, { name: "fix", tier: "large" })).toEqual([["c:l", "large", "the tier of fix"]]);
});

test("a tier that is not named has the model for all", async () => {
  expect(await waysOf("x:m,medium=b:m", { name: "fix", tier: "small" })).toEqual([
    ["x:m", "small", "the tier of fix"],
    ["b:m", "medium", "one tier up, because small did not do"],
  ]);
});

test("a pinned agent has its model alone", async () => {
  expect(await waysOf("small=a:s,large=c:l,doc=ollama:q:7b", { name: "doc", tier: "small" })).toEqual([
    ["ollama:q:7b", undefined, "pinned for doc"],
  ]);
});

test("a list is a chain, with spaces and names that hold colons and equals signs", () => {
  expect(readModelPlan(" a:m , b:n=1:7b,small=x:y,small=x:z", agents)).toEqual({
    all: ["a:m", "b:n=1:7b"],
    tiers: new Map([["small", ["x:y", "x:z"]]]),
    agents: new Map(),
  });
});

test("nothing is what the environment asks for", () => {
  expect(readModelPlan("", agents).all).toEqual([""]);
  expect(readModelPlan("large=a:b", agents).all).toEqual([""]);
});

test.each(["lage=a:b", "refactor=a:b", "small="])("%s names nobody, or no model", (text) => {
  expect(() => readModelPlan(text, agents)).toThrow(expect.objectContaining({ code: "usage" }));
});

test("where one of several models calls no tools, all are asked in text", async () => {
  const plan = await mapPlan(readModelPlan("a:m,b:m", agents), (id) => {
    const whole = link(systemClock, id, ["answer"]);
    return id === "b:m" ? { ...whole, model: { ...whole.model, callsTools: false as const } } : whole;
  });

  expect(routedModel(plan, { clock: systemClock, patience: defaultPatience }).callsTools).toBe(false);
});
