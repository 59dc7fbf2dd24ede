import { throwIfCancelled } from "../../app-error.ts";
import type { Path } from "../../ports/files.ts";
import { lineAt, lineStarts } from "../../syntax/nodes.ts";
import { baseText, MAX_LENGTH } from "../base-text.ts";
import type { Check, CheckContext } from "../check.ts";
import { pythonFaultAt } from "../comments/python-faults.ts";
import type { NamesOfFile } from "../detail.ts";
import type { Evidence } from "../evidence.ts";
import { apiOf } from "../exported/api-of.ts";
import { type ApiDifference, differenceOf, outermostNames } from "../exported/compare-api.ts";
import { counted } from "../figures.ts";
import { keepDetail, mostShown } from "../keep-detail.ts";

const name = "exported-api";

/**
 * Every name that other files can use is still there, with the signature that is written down: parameters, types, public members.
 * New names are additions, and said. What only an execution could tell is unknown where it changes.
 * Bodies and values count for nothing here. It holds for the whole ChangeSet: a hunk taken alone is another text.
 */
export const exportedApi: Check = {
  name,
  cost: "pure",
  async check(context, signal) {
    const added: string[] = [];
    const files: NamesOfFile[] = [];
    let names = 0;
    for (const [path, now] of context.changes) {
      throwIfCancelled(signal);
      const old = await baseText(context.base, path);
      if (old === now || /\.(?:md|markdown|txt|rst)$/i.test(path)) continue;
      const found = await compared(context, path, old, now);
      if ("verdict" in found) return found;
      const { difference, lineOfBefore, lineOfAfter } = found;
      files.push(namesOf(path, found));
      const broken = brokenSentence(difference, path, lineOfBefore, lineOfAfter);
      if (broken !== undefined) return { ...says("refuted", broken), ...keepDetail(context, { kind: "names", files }) };
      const [dynamic] = difference.dynamic;
      if (dynamic !== undefined) {
        const line = dynamic.isNew ? lineOfAfter(dynamic.at) : lineOfBefore(dynamic.at);
        return says("unknown", `${path}, line ${line}: what \`${brief(dynamic.text)}\` exports cannot be told.`);
      }
      names += found.names;
      added.push(...difference.added.map((entry) => entry.name));
    }
    const details = added.length === 0 ? {} : keepDetail(context, { kind: "names", files });
    return { ...says("proved", provedSentence(names, added)), ...details };
  },
};

function namesOf(path: Path, { difference, names }: Compared): NamesOfFile {
  const { removed, changed, added, asked } = difference;
  const nameList = (entries: readonly { readonly name: string }[]) =>
    entries.slice(0, mostShown).map(({ name }) => name);
  return {
    path,
    before: names,
    added: nameList([...added, ...asked]),
    removed: nameList(removed),
    changed: changed.slice(0, mostShown).map(({ was, is }) => ({ was: was.signature, is: is.signature })),
  };
}

interface Compared {
  readonly difference: ApiDifference;
  readonly names: number;
  readonly lineOfBefore: (offset: number) => number;
  readonly lineOfAfter: (offset: number) => number;
}

async function compared(
  { trees }: CheckContext,
  path: Path,
  old: string | undefined,
  now: string | undefined,
): Promise<Compared | Evidence> {
  if (Math.max(old?.length ?? 0, now?.length ?? 0) > MAX_LENGTH)
    return says("unknown", `${path} is too large to look through.`);
  const before = await trees.parse(path, old ?? "");
  const after = await trees.parse(path, now ?? "");
  if (before === undefined || after === undefined)
    return says("unknown", `${path} is in a language whose exports cannot be told.`);
  if (before.hasErrors) return says("unknown", `${path} had a syntax error before, so its exports cannot be compared.`);
  if (after.hasErrors || pythonFaultAt(after) !== undefined)
    return says("refuted", `${path} has a syntax error now: its exports cannot be used.`);
  const was = apiOf(before, path);
  const lines = { before: lineStarts(before.text), after: lineStarts(after.text) };
  return {
    difference: differenceOf(was, apiOf(after, path)),
    names: outermostNames(was),
    lineOfBefore: (offset) => lineAt(lines.before, offset),
    lineOfAfter: (offset) => lineAt(lines.after, offset),
  };
}

function brokenSentence(
  { removed, changed, asked }: ApiDifference,
  path: Path,
  lineOfBefore: (offset: number) => number,
  lineOfAfter: (offset: number) => number,
): string | undefined {
  const parts = [
    ...removed.map(
      (entry) => `${path}: \`${entry.name}\` (line ${lineOfBefore(entry.at)} before) is not exported any more.`,
    ),
    ...changed.map(({ was, is }) => {
      const words = `\`${brief(was.signature)}\` became \`${brief(is.signature)}\``;
      return `${path}, line ${lineOfAfter(is.at)}: \`${is.name}\` is exported otherwise: ${words}.`;
    }),
    ...asked.map(
      (entry) =>
        `${path}, line ${lineOfAfter(entry.at)}: \`${entry.name}\` is new and asks more of whoever implements it.`,
    ),
  ];
  const [first] = parts;
  if (first === undefined) return undefined;
  const more = parts.length - 1;
  return more === 0
    ? first
    : `${first.slice(0, -1)}, and ${counted(more, "more name")} ${more === 1 ? "changes" : "change"}.`;
}

function brief(code: string): string {
  const line = code.replace(/ (?=[,):\]])|(?<=[([]) /g, "");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

function provedSentence(names: number, added: readonly string[]): string {
  const same =
    names === 0
      ? "Nothing was exported."
      : `${counted(names, "exported name")} and ${names === 1 ? "its signature" : "their signatures"} are the same.`;
  if (added.length === 0) return same;
  const shown = added.slice(0, 3).map((one) => `\`${one}\``);
  const rest = added.length - shown.length;
  return `${same} New: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
