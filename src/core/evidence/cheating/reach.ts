import type { SyntaxNode, SyntaxTree } from "../../ports/syntax-trees.ts";
import { holdersOf, textOf } from "../../syntax/nodes.ts";
import type { Edit } from "./edit.ts";
import { excerpt, type Finding } from "./finding.ts";
import { type NameGrammar, type NameUse, nameUse, nameUses, type Role, type Scopes } from "./names.ts";
import { isFunction } from "./node-kinds.ts";
import { type Reason, reasons } from "./reasons.ts";

/** What a use of a name comes down to once aliases are followed. */
export interface Target {
  readonly root: { readonly type: "global" } | { readonly type: "import"; readonly module: string };
  /** For an import without the module: its member first. */
  readonly chain: readonly string[];
  readonly role: Role;
  readonly use: NameUse;
  readonly tree: SyntaxTree;
}

export interface Judgement {
  readonly reason: Reason;
  /** "soft" ones are fine where the base text does the same already. */
  readonly weight: "refuted" | "unknown" | "soft";
}

/** What a language says about reaching something outside the file. */
export interface ReachRules {
  readonly grammar: NameGrammar;
  judge(target: Target): Judgement | undefined;
}

/** Finds what a change newly reaches beyond its own file: by a name, an alias of one, or a function of its own that does. */
export function newReach(edit: Edit, rules: ReachRules): readonly Finding[] {
  const after = reachOf(edit.after, rules);
  if (after.judged.length === 0) return [];
  const before = edit.before === undefined ? undefined : reachOf(edit.before, rules);
  const left = new Map(before?.counts);
  const findings: Finding[] = [];
  for (const { target, judgement, key } of after.judged) {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    if (!edit.touched(target.use.whole) && count > 0) continue;
    const finding = findingOf(target, judgement, before?.chains.has(chainKey(target)) === true);
    if (finding !== undefined) findings.push(finding);
  }
  return [...findings, ...throughOwnFunctions(edit, after)];
}

/** Whether a file reaches beyond itself in a way no fix may. */
export function reachesOut(tree: SyntaxTree, rules: ReachRules): boolean {
  return reachOf(tree, rules).judged.some(({ judgement }) => judgement.weight === "refuted");
}

interface Judged {
  readonly target: Target;
  readonly judgement: Judgement;
  readonly key: string;
}

interface Reach {
  readonly uses: readonly NameUse[];
  readonly judged: readonly Judged[];
  /** How often the same is reached in the same function. */
  readonly counts: ReadonlyMap<string, number>;
  readonly chains: ReadonlySet<string>;
}

function reachOf(tree: SyntaxTree, rules: ReachRules): Reach {
  const scopes = rules.grammar.scopesOf(tree);
  const uses = nameUses(tree, rules.grammar, scopes);
  const judged: Judged[] = [];
  const counts = new Map<string, number>();
  const chains = new Set<string>();
  for (const use of uses) {
    for (const target of targetsOf(tree, use, rules.grammar, scopes)) {
      chains.add(chainKey(target));
      const judgement = rules.judge(target);
      if (judgement === undefined) continue;
      const key = `${functionName(tree, use.node)} ${target.role} ${chainKey(target)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      judged.push({ target, judgement, key });
    }
  }
  return { uses, judged, counts, chains };
}

function chainKey({ root, chain }: Target): string {
  return `${root.type === "import" ? root.module : ""}:${chain.join(".")}`;
}

function findingOf(target: Target, { reason, weight }: Judgement, inBase: boolean): Finding | undefined {
  if (weight === "soft" && inBase) return undefined;
  const mild = weight !== "refuted" || (inBase && reason !== "process" && target.role !== "write");
  const written = target.use.chain.join(".");
  const what =
    target.root.type === "global" && written !== target.chain.join(".")
      ? `${written} (${target.chain.join(".")})`
      : written;
  return {
    verdict: mild ? "unknown" : "refuted",
    at: target.use.node.from,
    what: excerpt(what.replaceAll(".[]", "[...]")),
    why: reasons[reason],
  };
}

function functionName(tree: SyntaxTree, node: SyntaxNode): string {
  for (const holder of holdersOf(node)) {
    if (!isFunction(holder)) continue;
    const name =
      holder.children.find((child) => child.field === "name") ??
      holder.parent?.children.find((child) => child.field === "name");
    return name === undefined ? "?" : textOf(tree, name);
  }
  return "";
}

/** How deep aliases of aliases are followed. */
const DEPTH = 5;

function targetsOf(
  tree: SyntaxTree,
  use: NameUse,
  grammar: NameGrammar,
  scopes: Scopes,
  depth = DEPTH,
): readonly Target[] {
  const { origin, chain, role } = use;
  switch (origin.type) {
    case "free":
      return [{ root: { type: "global" }, chain, role, use, tree }];
    case "import": {
      const rest = chain.slice(1);
      const own = origin.member === undefined || origin.member === "default" ? rest : [origin.member, ...rest];
      return [{ root: { type: "import", module: origin.module }, chain: own, role, use, tree }];
    }
    case "function":
    case "class":
      return [];
    case "parameter":
    case "variable": {
      if (origin.value === undefined || depth === 0) return [];
      const steps = [...origin.path, ...chain.slice(1)];
      // A variable that is set again lets go of what it stood for; Python's `+=` may change that itself.
      if (role === "write" && chain.length === 1 && use.whole.parent?.type !== "augmented_assignment") return [];
      return leavesOf(origin.value, grammar).flatMap((leaf) => {
        const inner = nameUse(tree, grammar, scopes, leaf);
        if (inner.role === "call" || inner.role === "new" || inner.role === "argument") return [];
        return targetsOf(tree, inner, grammar, scopes, depth - 1).map((target) => ({
          root: target.root,
          chain: [...target.chain, ...steps],
          // Renaming alone was judged where it happens.
          role: steps.length === 0 && role === "value" ? "argument" : role,
          use,
          tree,
        }));
      });
    }
  }
}

const HANDED_ON =
  /^(parenthesized_expression|ternary_expression|conditional_expression|binary_expression|boolean_operator|await_expression|as_expression|non_null_expression|satisfies_expression|member_expression|subscript_expression|attribute|subscript|sequence_expression|assignment_expression|array|list|tuple|expression_list)$/;

/** The names a value may be handed on from. */
function leavesOf(value: SyntaxNode, grammar: NameGrammar): readonly SyntaxNode[] {
  if (value.children.length === 0) return grammar.isName(value) ? [value] : [];
  return HANDED_ON.test(value.type) ? value.children.flatMap((child) => leavesOf(child, grammar)) : [];
}

/** A new use of a function of the file that itself reaches out, directly or through others. */
function throughOwnFunctions(edit: Edit, { uses, judged }: Reach): readonly Finding[] {
  const reaching = new Map<SyntaxNode, Reason>();
  const mark = (node: SyntaxNode, reason: Reason) => {
    for (const holder of holdersOf(node)) if (isFunction(holder) && !reaching.has(holder)) reaching.set(holder, reason);
  };
  for (const { target, judgement } of judged)
    if (judgement.weight === "refuted" && !/^(reflection|disguise|equality)$/.test(judgement.reason))
      mark(target.use.node, judgement.reason);
  const reasonOf = (use: NameUse) =>
    "value" in use.origin && use.origin.value !== undefined ? reaching.get(use.origin.value) : undefined;
  for (let before = -1; before !== reaching.size; ) {
    before = reaching.size;
    for (const use of uses) {
      const reason = reasonOf(use);
      if (reason !== undefined) mark(use.node, reason);
    }
  }
  return uses.flatMap((use): Finding[] => {
    const reason = reasonOf(use);
    if (reason === undefined || !edit.touched(use.node)) return [];
    return [{ verdict: "unknown", at: use.node.from, what: use.chain.join("."), why: reasons[reason] }];
  });
}
