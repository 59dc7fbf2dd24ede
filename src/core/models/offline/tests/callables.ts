import type { Declaration, SyntaxNode, SyntaxTree } from "../../../ports/syntax-trees.ts";
import { importsOf } from "../../../syntax/imports.ts";
import { childOf, namesIn, textOf } from "../../../syntax/nodes.ts";
import type { LineRange } from "../../../syntax/outline.ts";
import { publicNames } from "../../../syntax/public-names.ts";
import { argumentLists } from "./candidates.ts";
import type { Guess } from "./guess.ts";
import { definitionOf, guessParameters } from "./guess-parameters.ts";
import { heardIn } from "./heard.ts";

/** Something a test can call, and how. */
export interface Callable {
  /** "addMonths", "Cart.total": for titles. */
  readonly name: string;
  /** Calls as they would be written, the usual one first. */
  readonly calls: readonly string[];
  /** Lines of the file that its calls come through, by what it names. */
  readonly lines: readonly LineRange[];
  /** It has loops that may not end on values it was not made for. */
  readonly mayHang: boolean;
}

export interface Reachable {
  readonly callables: readonly Callable[];
  /** What cannot be called just so, and why, one sentence each. */
  readonly out: readonly string[];
}

const CALLS = 20;
const METHOD_CALLS = 6;
const HANGING_CALLS = 8;

/** The public functions and methods of a file that need nothing but plain values. `local` says what a test calls a name. */
export function reachable(tree: SyntaxTree, local: ReadonlyMap<string, string>): Reachable {
  const callables: Callable[] = [];
  const out: string[] = [];
  for (const { outside, declaration } of publicNames(tree)) {
    const name = local.get(outside);
    if (name === undefined) continue;
    const reason = outOfReach(tree, declaration);
    if (reason !== undefined) {
      out.push(`${declaration.name} ${reason}.`);
      continue;
    }
    if (declaration.kind === "class") callables.push(...methodsOf(tree, declaration, name));
    else {
      const definition = definitionOf(declaration);
      const mayHang = hasOpenLoop(tree, declaration);
      const limit = mayHang ? HANGING_CALLS : CALLS;
      if (definition !== undefined)
        callables.push({
          name: declaration.name,
          calls: callsOf(tree, definition, name, limit),
          mayHang,
          lines: linesOf(tree, declaration),
        });
    }
  }
  return { callables: callables.filter(({ calls }) => calls.length > 0), out };
}

function callsOf(tree: SyntaxTree, definition: SyntaxNode, callee: string, limit: number): readonly string[] {
  const guesses = guessParameters(tree, definition);
  const known = guesses.filter((guess): guess is Guess => guess !== undefined);
  return argumentLists(known, { isPython: tree.language === "python", heard: heardIn(tree, definition) }, limit).map(
    (list) => `${callee}(${list})`,
  );
}

/** Methods are called on a fresh object; what changes it is looked at by those that take nothing. */
function methodsOf(tree: SyntaxTree, declaration: Declaration, local: string): readonly Callable[] {
  const isPython = tree.language === "python";
  const inside = tree.declarations.filter(
    ({ qualified, kind, exported }) =>
      kind === "method" && exported && qualified.startsWith(`${declaration.qualified}.`),
  );
  const maker = inside.find(({ name }) => name === (isPython ? "__init__" : "constructor"));
  const definition = maker === undefined ? undefined : definitionOf(maker);
  const made =
    definition === undefined
      ? [`${isPython ? "" : "new "}${local}()`]
      : callsOf(tree, definition, `${isPython ? "" : "new "}${local}`, 2);
  const [object] = made;
  if (object === undefined || isHandMade(tree, declaration)) return [];
  const plain = inside.filter(
    ({ name, node }) =>
      name !== "constructor" &&
      !/^_/.test(name) &&
      !/\b(static|get|set|private|protected)\b/.test(tree.text.slice(node.from, node.from + 20)) &&
      !/^@(property|staticmethod|classmethod)/.test(textOf(tree, node)),
  );
  const lookers = plain.filter((method) => guessesOf(tree, method).length === 0);
  return plain
    .map((method) => {
      const own = definitionOf(method);
      const calls = own === undefined ? [] : callsOf(tree, own, `${object}.${method.name}`, METHOD_CALLS);
      return {
        name: `${declaration.name}.${method.name}`,
        calls,
        mayHang: hasOpenLoop(tree, method),
        lines: linesOf(tree, method),
      };
    })
    .filter(({ calls }) => calls.length > 0 && (lookers.length > 0 || calls.length > 0));
}

function guessesOf(tree: SyntaxTree, method: Declaration): readonly unknown[] {
  const definition = definitionOf(method);
  return definition === undefined ? [] : guessParameters(tree, definition);
}

function linesOf(tree: SyntaxTree, declaration: Declaration): readonly LineRange[] {
  return reachedNames(tree, declaration).declarations.map(({ firstLine, lastLine }) => ({
    from: firstLine,
    to: lastLine,
  }));
}

function hasOpenLoop(tree: SyntaxTree, declaration: Declaration): boolean {
  return reachedNames(tree, declaration).texts.some((text) =>
    /\bwhile\b|\bfor\s*\([^;()]*;[^;<>]*;|\bfor\s*\([^;]*;[^;]*;[^)]*[-+*/]=\s*[A-Za-z_$]/.test(text),
  );
}

/** Abstract, or built by others. */
function isHandMade(tree: SyntaxTree, { node }: Declaration): boolean {
  return /^(export\s+)?(default\s+)?abstract\b/.test(textOf(tree, node)) || childOf(node, "decorator") !== undefined;
}

/** Modules whose functions do something to the world. */
const WORLD =
  /^(node:)?(fs|fs\/promises|net|http|https|http2|dgram|tls|dns|child_process|worker_threads|cluster|process|readline|os|vm|sqlite|inspector)$|^(vscode|electron|express|react|vue|axios|undici|openai|@anthropic-ai\/.*)$|^(os|sys|subprocess|socket|shutil|pathlib|requests|urllib.*|http.*|sqlite3|threading|asyncio|time|random|logging|tempfile)$/;

/** Why a function cannot be called with plain values, or gives another result each time. */
function outOfReach(tree: SyntaxTree, declaration: Declaration): string | undefined {
  const names = reachedNames(tree, declaration);
  const world = importsOf(tree).find(
    ({ specifier, names: taken }) => WORLD.test(specifier) && taken.some(({ local }) => names.words.has(local)),
  );
  if (world !== undefined) return `uses ${world.specifier}, and would do something to this machine`;
  const text = names.texts.join("\n");
  if (
    /\b(Date\.now|performance\.now|Math\.random|crypto\.random\w+|randomUUID|new Date\(\)|datetime\.(now|today|utcnow)|time\.time|random\.)/.test(
      text,
    )
  )
    return "depends on time or chance";
  if (
    /\b(fetch|XMLHttpRequest|document\.|window\.|localStorage|process\.(exit|stdin|stdout|env|on)|setTimeout|setInterval|input\(|open\()/.test(
      text,
    )
  )
    return "depends on its surroundings";
  return undefined;
}

/** The names and texts of a declaration and of what it comes through in the same file. */
function reachedNames(
  tree: SyntaxTree,
  declaration: Declaration,
): {
  readonly words: ReadonlySet<string>;
  readonly texts: readonly string[];
  readonly declarations: readonly Declaration[];
} {
  const words = new Set<string>();
  const texts: string[] = [];
  const seen = new Set<Declaration>([declaration]);
  const front = [declaration];
  for (let one = front.shift(); one !== undefined; one = front.shift()) {
    texts.push(textOf(tree, one.node));
    for (const name of namesIn(tree, one.node)) {
      words.add(name);
      for (const other of tree.declarations) {
        if (other.name !== name || other.qualified !== name || seen.has(other)) continue;
        seen.add(other);
        front.push(other);
      }
    }
  }
  return { words, texts, declarations: [...seen] };
}
