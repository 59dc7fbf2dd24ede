import type { AgentDefinition } from "../agents/agent.ts";
import type { Section } from "../models/sections.ts";
import type { SyntaxTree } from "../ports/syntax-trees.ts";
import { undocumented } from "../syntax/documentation.ts";
import type { LineRange } from "../syntax/outline.ts";

type Shows = AgentDefinition["shows"][number];

/** What an agent's first message holds of its target beside the text: a section, and the lines a large target is cut to. */
export interface Shown {
  readonly section: Section;
  readonly lines: readonly LineRange[];
}

/** How many lines of a declaration are shown of a large file. */
const shownLines = 24;

/** What each name in an agent's `shows` stands for; undefined where there is nothing of the kind to do. */
const table: Readonly<Record<Shows, (tree: SyntaxTree) => Shown | undefined>> = {
  undocumented(tree) {
    const open = undocumented(tree).map(({ declaration }) => declaration);
    if (open.length === 0) return undefined;
    const body = open.map(({ qualified, firstLine }) => `${qualified} ${firstLine}`).join("\n");
    const lines = open.map(({ firstLine, lastLine }) => ({
      from: firstLine - 2,
      to: Math.min(lastLine, firstLine + shownLines),
    }));
    return { section: { kind: "undocumented", title: "", body }, lines };
  },

  exported(tree) {
    const names = tree.declarations.filter(({ exported, name, qualified }) => exported && name === qualified);
    const body = [...new Set(names.map(({ name }) => name))].join("\n") || "nothing";
    return { section: { kind: "exported", title: "", body }, lines: [] };
  },
};

export function shownOf(agent: Pick<AgentDefinition, "shows">, tree: SyntaxTree | undefined): readonly Shown[] {
  return tree === undefined ? [] : agent.shows.flatMap((name) => table[name](tree) ?? []);
}
