import type { Stated } from "./stated.ts";
import { bare, callIn, splitAt, type Words } from "./words.ts";

const NEVER_FALSE = "looks at what is always true";
const ITSELF = "compares a value with itself";

/** Why a statement holds whatever the code does, as the rest of "its assertion …"; undefined where it can fail. */
export function always(
  { kind, values }: Stated,
  wordsOf: (span: Stated["values"][number]) => Words,
): string | undefined {
  const [one, other] = values.map(wordsOf);
  if (kind === "throws" || kind === "fails") return undefined;
  if (one === undefined) return "looks at nothing";
  if (other === undefined) return alwaysTrue(one);
  const truth = isTruth(other) ? one : isTruth(one) ? other : undefined;
  return sameSides(one, other) ?? (truth === undefined ? undefined : alwaysTrue(truth));
}

/** Why a condition says nothing about the code: a part of it is a constant, or compares a value with itself. */
export function settled(words: Words): string | undefined {
  const parts = splitAt(bare(words), "||").flatMap((part) => splitAt(bare(part), "&&"));
  return parts.map((part) => alwaysTrue(positive(part))).find((complaint) => complaint !== undefined);
}

function alwaysTrue(given: Words): string | undefined {
  const words = bare(given);
  const choices = splitAt(words, "||");
  if (choices.length > 1) {
    const isSettled = choices.some((choice) => alwaysTrue(choice) !== undefined) || areOpposite(choices);
    return isSettled ? NEVER_FALSE : undefined;
  }
  const all = splitAt(words, "&&");
  if (all.length > 1) return all.every((part) => alwaysTrue(part) !== undefined) ? NEVER_FALSE : undefined;
  if (words[0] === "!" && words.length > 1) return alwaysTrue(words.slice(1));
  if (isLiteral(words)) return "looks at a constant";
  for (const sign of ["==", "!=", "<=", ">=", "<", ">"]) {
    const [one, other, ...more] = splitAt(words, sign);
    if (one === undefined || other === undefined || more.length > 0) continue;
    if (sign === ">=" && other.join("") === "0" && isLength(one)) return NEVER_FALSE;
    return sameSides(one, other) ?? (isTruth(other) ? alwaysTrue(one) : undefined);
  }
  return ofCall(words);
}

/** `x.equals(x)`, `reflect.DeepEqual(x, x)`, `matches!(x, _)`. */
function ofCall(words: Words): string | undefined {
  const call = callIn(words);
  if (call === undefined) return undefined;
  const { callee, given } = call;
  const [one = [], other = []] = given;
  if (callee.join("") === "matches!") return /^(_|[a-z]\w*)$/.test(other.join("")) ? NEVER_FALSE : undefined;
  if (!/^(equals|Equals|Equal|DeepEqual|deepEquals|ReferenceEquals|eq)$/.test(callee.at(-1) ?? "")) return undefined;
  return given.length === 1 ? sameSides(callee.slice(0, -2), one) : sameSides(one, other);
}

function sameSides(one: Words, other: Words): string | undefined {
  const [left, right] = [bare(one), bare(other)];
  if (isLiteral(left) && isLiteral(right)) return "compares two constants";
  return left.join(" ") === right.join(" ") ? ITSELF : undefined;
}

function isLength(words: Words): boolean {
  const { callee } = callIn(words) ?? { callee: words };
  return /^(len|count|size|length|Length|Count)$/.test(callee.at(-1) ?? "");
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ["==", "!="],
  ["<", ">="],
  [">", "<="],
  ["is_some", "is_none"],
  ["is_ok", "is_err"],
]);

/** `a < b || a >= b`, `a || !a`, `x.is_ok() || x.is_err()`. */
function areOpposite(choices: readonly Words[]): boolean {
  const written = choices.map((choice) => bare(choice).join(" "));
  return choices.some((choice) => {
    const words = bare(choice);
    const turned = words.map((word) => OPPOSITES.get(word) ?? word).join(" ");
    return written.includes(`! ${words.join(" ")}`) || (turned !== words.join(" ") && written.includes(turned));
  });
}

function positive(words: Words): Words {
  const inner = bare(words);
  return inner[0] === "!" ? positive(inner.slice(1)) : inner;
}

const CONSTANTS =
  /^(true|false|null|nil|None|Some|Ok|Err|vec|String|from|new|int|long|double|string|byte|float64|as|[iu](8|16|32|64|size)|f(32|64)|List|of|Arrays|asList)$/;

/** Made of nothing but what is written there. */
function isLiteral(words: Words): boolean {
  return words.every((word) => !/^[\p{L}_]/u.test(word) || /["']$/.test(word) || CONSTANTS.test(word));
}

function isTruth(words: Words): boolean {
  return /^(true|false)$/.test(words.join(""));
}
