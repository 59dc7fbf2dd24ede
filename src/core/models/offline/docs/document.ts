import type { SyntaxTree } from "../../../ports/syntax-trees.ts";
import { cutToTokens } from "../../../short-text.ts";
import { undocumented } from "../../../syntax/documentation.ts";
import type { Answer } from "../answer.ts";
import { editsOf } from "../edits.ts";
import type { Target } from "../target.ts";
import { factsOf } from "./facts.ts";
import { documentation } from "./forms.ts";

const NOTHING_TO_SAY =
  "The code of what is undocumented here says no more than its signature; choose a real model with --model to say why it is there.";

/** Documentation for the public functions that have none, as far as something can be read off their code. */
export async function document(target: Target, tree: SyntaxTree): Promise<Answer | undefined> {
  if (!target.sections.some(({ kind }) => kind === "undocumented")) return undefined;
  const written = undocumented(tree).flatMap(({ declaration, at, indent }) => {
    const facts = factsOf(tree, declaration);
    const lines = facts === undefined ? [] : documentation(tree.language, { name: declaration.name, facts });
    const text = lines.map((line) => `${line === "" ? "" : indent + line}\n`).join("");
    return text === "" ? [] : [{ name: declaration.name, from: at, to: at, text }];
  });
  // The same again would be refused again.
  if (written.length === 0 || target.tries.length > 0) return { type: "nothing", sentence: NOTHING_TO_SAY };
  const names = written.map(({ name }) => name);
  const rest = names.length > 2 ? `${names.length - 2} more` : names[1];
  const shown = [...names.slice(0, names.length > 2 ? 2 : 1), ...(rest === undefined ? [] : [rest])];
  return {
    type: "propose",
    edits: editsOf(tree.text, written),
    summary: cutToTokens(`Documents ${shown.join(", ").replace(/, ([^,]*)$/, " and $1")}.`, 25),
  };
}
