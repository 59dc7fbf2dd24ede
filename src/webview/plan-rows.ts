import type { CardView } from "../protocol/views.ts";

/** One row of a plan. Rows stand in the order in which they can begin, each below the last of those it waits for. */
export interface PlanRow {
  /** One card, or several that are told the same and that nothing waits for. */
  readonly cards: readonly [CardView, ...CardView[]];
  /** For each column left of its own: whether a line passes through it to a later row. */
  readonly rails: readonly boolean[];
  /** Whether it hangs from the row that it waits for, and is the last that does. */
  readonly branch: "none" | "middle" | "last";
  /** What it waits for, by name. */
  readonly after: readonly string[];
}

interface Node {
  readonly card: CardView;
  readonly after: readonly string[];
  readonly children: Node[];
}

/** As many cards in a row that are told the same stand for themselves. */
const few = 5;

/** The rows of these cards. Whom they wait for outside of them does not show. */
export function planRows(cards: readonly CardView[]): readonly PlanRow[] {
  return rowsOf(trees(cards), [], true);
}

function trees(cards: readonly CardView[]): readonly Node[] {
  const known = new Map(cards.map((card) => [card.id, card]));
  const needs = new Map(cards.map(({ id, after }) => [id, after.filter((one) => one !== id && known.has(one))]));
  const dependents = new Map<string, CardView[]>();
  for (const card of cards)
    for (const id of needs.get(card.id) ?? []) dependents.set(id, [...(dependents.get(id) ?? []), card]);
  const placed = new Set<string>();
  const place = (card: CardView, among: Node[]) => {
    if (placed.has(card.id)) return;
    placed.add(card.id);
    const after = (needs.get(card.id) ?? []).flatMap((id) => nameOf(known.get(id)));
    const node: Node = { card, after, children: [] };
    among.push(node);
    for (const next of dependents.get(card.id) ?? [])
      if ((needs.get(next.id) ?? []).every((id) => placed.has(id))) place(next, node.children);
  };
  const roots: Node[] = [];
  for (const card of cards) if ((needs.get(card.id) ?? []).length === 0) place(card, roots);
  // A host sends no circles; if one did, nothing of it would be lost.
  for (const card of cards) place(card, roots);
  return roots;
}

function nameOf(card: CardView | undefined): readonly string[] {
  return card === undefined ? [] : [`${card.agent} ${card.target}`];
}

function rowsOf(nodes: readonly Node[], rails: readonly boolean[], isRoot: boolean): readonly PlanRow[] {
  const groups = grouped(nodes);
  return groups.flatMap(([first, ...others], index) => {
    const isLast = index === groups.length - 1;
    const row: PlanRow = {
      cards: [first.card, ...others.map(({ card }) => card)],
      rails,
      branch: isRoot ? "none" : isLast ? "last" : "middle",
      after: first.after,
    };
    return [row, ...rowsOf(first.children, isRoot ? [] : [...rails, !isLast], false)];
  });
}

/** Neighbours that differ in their file only, where they are many. */
function grouped(nodes: readonly Node[]): readonly (readonly [Node, ...Node[]])[] {
  const groups: [Node, ...Node[]][] = [];
  for (const node of nodes) {
    const group = groups.at(-1);
    if (group !== undefined && areAlike(group[0], node)) group.push(node);
    else groups.push([node]);
  }
  return groups.flatMap((group): readonly [Node, ...Node[]][] =>
    group.length > few ? [group] : group.map((node) => [node]),
  );
}

function areAlike(one: Node, other: Node): boolean {
  return (
    one.children.length === 0 &&
    other.children.length === 0 &&
    one.card.agent === other.card.agent &&
    one.card.instruction === other.card.instruction &&
    one.after.join() === other.after.join()
  );
}
