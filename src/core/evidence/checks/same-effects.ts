import type { Path } from "../../ports/files.ts";
import { baseText } from "../base-text.ts";
import type { Check } from "../check.ts";
import { type Effects, effectsOf, type FileEffects, NEGATION } from "../effects/effects-of.ts";
import type { Evidence } from "../evidence.ts";

const name = "same-effects";

/**
 * What a refactoring must keep and tests seldom ask for: the errors, default values, waiting, order of calls, and what is changed in
 * place. A difference is no mistake by itself, so it is for a person to judge.
 */
export const sameEffects: Check = {
  name,
  cost: "pure",
  async check({ base, changes, trees }) {
    for (const [path, text] of changes) {
      const old = await baseText(base, path);
      if (old === undefined || text === undefined) continue;
      const [before, after] = [await trees.parse(path, old), await trees.parse(path, text)];
      const was = before === undefined ? undefined : effectsOf(before);
      const is = after === undefined ? undefined : effectsOf(after);
      if (was === undefined || is === undefined) return notCompared(path);
      const difference = differenceOf(was, is);
      if (difference !== undefined) return says("unknown", `${difference}, which no test is known to tell apart.`);
    }
    return says("proved", "Errors, defaults, waiting and what is changed in place are as before.");
  },
};

function notCompared(path: Path): Evidence {
  const why = "they are told apart in JavaScript, TypeScript and Python only";
  const sentence = `Errors, defaults and waiting of ${path} were not compared: ${why}.`;
  return { ...says("unknown", sentence), beyond: true };
}

function differenceOf(was: FileEffects, is: FileEffects): string | undefined {
  for (const [key, before] of was.functions) {
    const after = is.functions.get(key);
    const found = after === undefined ? undefined : differenceOfFunctions(before, after);
    if (found !== undefined) return found;
  }
  const lost = [...was.errors].find((error) => !is.errors.has(error));
  const gained = [...is.errors].find((error) => !was.errors.has(error));
  if (lost !== undefined) return `The error "${lost}" is ${gained === undefined ? "gone" : `now "${gained}"`}`;
  if (gained !== undefined) return `The error "${gained}" is new`;
  if (was.handlers > 0 && is.handlers === 0) return "Errors that were caught are not caught any more";
  const inPlace = [...is.changed].find(([call, count]) => count > (was.changed.get(call) ?? 0));
  if (inPlace !== undefined) return `\`${inPlace[0]}()\` changes what was given, which was not so before`;
  const left = [...was.awaited].find((call) => !is.awaited.has(call) && is.floating.has(call));
  if (left !== undefined) return `\`${left}\` is not waited for any more`;
  if (is.frozen < was.frozen) return "What was frozen can be changed now";
  const keeping = [...is.kept].find((one) => !was.kept.has(one));
  if (keeping !== undefined)
    return `\`${keeping}\` keeps something from one call to the next, which nothing did before`;
  for (const [choice, operator] of was.choices) {
    const now = is.choices.get(choice);
    if (now !== undefined && now !== operator && operator !== NEGATION) return `\`${operator}\` became \`${now}\``;
  }
  return undefined;
}

function differenceOfFunctions(was: Effects, is: Effects): string | undefined {
  const isPromised = (own: Effects) => own.isAsync || own.usesPromises;
  if (was.isAsync !== is.isAsync && !(isPromised(was) && isPromised(is)))
    return `${was.name} ${is.isAsync ? "is asynchronous now" : "is not asynchronous any more"}`;
  if (was.isGenerator !== is.isGenerator) return `${was.name} ${is.isGenerator ? "is" : "is not"} a generator now`;
  for (const [parameter, value] of was.defaults) {
    const now = is.defaults.get(parameter);
    if (now !== undefined && now !== value)
      return `The default of ${parameter} in ${was.name} was ${value} and is ${now}`;
  }
  const common = (own: Effects, other: Effects) => own.calls.filter((call) => once(own, call) && once(other, call));
  const [before, after] = [common(was, is), common(is, was)];
  const moved = before.findIndex((call, index) => after[index] !== call);
  return moved < 0 ? undefined : `${was.name} calls ${after[moved]} before ${before[moved]} now`;
}

function once({ calls }: Effects, call: string): boolean {
  return calls.indexOf(call) >= 0 && calls.indexOf(call) === calls.lastIndexOf(call);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
