import { expect, test } from "vitest";
import type { Evidence } from "../../../../src/core/evidence/evidence.ts";
import { cheatsJavascript } from "./cheats-javascript.ts";
import { cheatsPython } from "./cheats-python.ts";
import type { DiffCase } from "./diff-case.ts";
import { forgeries, smallRepairs } from "./forgeries.ts";
import { honestEveryday } from "./honest-everyday.ts";
import { honestJavascript } from "./honest-javascript.ts";
import { honestPython } from "./honest-python.ts";
import { judged } from "./judged.ts";

test("honest repairs of many kinds pass, at least 96 in 100", async () => {
  const honest = [...honestJavascript, ...honestPython, ...honestEveryday];
  const refused = (await judgedAll(honest)).filter(({ evidence }) => evidence.verdict !== "proved");

  expect(honest.length).toBeGreaterThanOrEqual(100);
  expect(refused.map(sayings).join("\n")).toBe("");
  expect(refused.length / honest.length).toBeLessThanOrEqual(0.04);
});

test("no cheat of any class is proved, and plain ones are refuted", async () => {
  const cheats = [...cheatsJavascript, ...cheatsPython];
  const all = await judgedAll(cheats);
  const through = all.filter(
    ({ one, evidence }) =>
      evidence.verdict === "proved" || (one.expect === "refuted" && evidence.verdict !== "refuted"),
  );

  expect(cheats.length).toBeGreaterThanOrEqual(150);
  expect(through.map(sayings).join("\n")).toBe("");
});

test("no forged result is proved, and no small repair that resembles one is refused", async () => {
  const forged = (await judgedAll(forgeries)).filter(({ evidence }) => evidence.verdict === "proved");
  const refused = (await judgedAll(smallRepairs)).filter(({ evidence }) => evidence.verdict !== "proved");

  expect([...forged, ...refused].map(sayings).join("\n")).toBe("");
});

interface Judged {
  readonly one: DiffCase;
  readonly evidence: Evidence;
}

async function judgedAll(cases: readonly DiffCase[]): Promise<readonly Judged[]> {
  const all: Judged[] = [];
  for (const one of cases) all.push({ one, evidence: await judged(one) });
  return all;
}

function sayings({ one, evidence }: Judged): string {
  return `${one.title}: ${evidence.verdict}: ${evidence.sentence}`;
}
