import type { Api, ApiEntry } from "./api.ts";

/** What others notice of a change, by names; offsets are in the proposed text, or in the base for what is removed. */
export interface ApiDifference {
  readonly removed: readonly ApiEntry[];
  readonly changed: readonly { readonly was: ApiEntry; readonly is: ApiEntry }[];
  readonly added: readonly ApiEntry[];
  /** New members that whoever implements their holder has to write. */
  readonly asked: readonly ApiEntry[];
  /** Statements on one side only that export what an execution alone can tell. */
  readonly dynamic: readonly { readonly text: string; readonly at: number; readonly isNew: boolean }[];
}

export function differenceOf(before: Api, after: Api): ApiDifference {
  const was = byName(before.entries);
  const is = byName(after.entries);
  // A name that is only met in signatures now cannot be used by itself any more, and the other way round.
  const isFresh = (entry: ApiEntry, others: ReadonlyMap<string, ApiEntry>): boolean => {
    const other = others.get(entry.name);
    return other === undefined || (other.hidden === true && entry.hidden !== true);
  };
  const firstNew = [...is.values()].filter((entry) => isFresh(entry, was));
  // Of a class that goes or comes as a whole its members need no mention.
  const gone = [...was.values()].filter((entry) => isFresh(entry, is));
  const goneNames = new Set(gone.map(({ name }) => name));
  const newNames = new Set(firstNew.map(({ name }) => name));
  return {
    // A type that is not exported may go; of one that stays in a signature nothing may.
    removed: gone.filter(({ name, hidden }) => !isWithin(name, goneNames) && (hidden !== true || isWithin(name, was))),
    changed: [...was].flatMap(([name, entry]) => {
      const other = is.get(name);
      return other === undefined || other.signature === entry.signature ? [] : [{ was: entry, is: other }];
    }),
    added: firstNew.filter(({ name, hidden }) => hidden !== true && !isWithin(name, newNames)),
    asked: firstNew.filter(({ name, asked }) => asked === true && isWithin(name, was)),
    dynamic: [
      ...before.dynamic
        .filter(({ text }) => !after.dynamic.some((other) => other.text === text))
        .map((one) => ({ ...one, isNew: false })),
      ...after.dynamic
        .filter(({ text }) => !before.dynamic.some((other) => other.text === text))
        .map((one) => ({ ...one, isNew: true })),
    ],
  };
}

/** How many of the exported names are no members of others. */
export function outermostNames({ entries }: Api): number {
  const names = new Set(entries.filter(({ hidden }) => hidden !== true).map(({ name }) => name));
  return [...names].filter((name) => !isWithin(name, names)).length;
}

/** Whether the name is a member of one of the others. */
function isWithin(name: string, others: { has(name: string): boolean }): boolean {
  const own = name.replace(/\(.*/s, "");
  const holder = own.slice(0, Math.max(0, own.lastIndexOf(".")));
  return holder !== "" && others.has(holder);
}

/** Overloads of a name are one entry. */
function byName(entries: readonly ApiEntry[]): ReadonlyMap<string, ApiEntry> {
  const found = new Map<string, ApiEntry>();
  for (const entry of entries) {
    const known = found.get(entry.name);
    if (known === undefined) found.set(entry.name, entry);
    else if (!known.signature.split(" | ").includes(entry.signature))
      found.set(entry.name, { ...known, signature: `${known.signature} | ${entry.signature}` });
  }
  return found;
}
