import * as z from "zod";
import { asAppError } from "../../app-error.ts";
import type { Execution } from "../../ports/command-runner.ts";
import type { Changes, Files, Path } from "../../ports/files.ts";
import { pythonInterpreter } from "../../testing/python-interpreter.ts";
import { baseText } from "../base-text.ts";
import type { Check, CheckContext, Commands } from "../check.ts";
import { compareCode } from "../comments/compare.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { dishonestExample, listedExampleSchema } from "./doctest-honest.ts";
import { doctestProgram } from "./doctest-program.ts";

const name = "doctests";
const timeoutMs = 60_000;
const EXAMPLE = /^\s*>>> /m;

/**
 * The examples in a Python file's docstrings give what they say, as far as they did before, and new ones do nothing but show that.
 * Nothing is executed where there are none, or where the file is in another language.
 */
export const doctests: Check = {
  name,
  cost: "execution",
  testless: true,
  async check(context, signal) {
    const { subject, base, changes, commands, trees } = context;
    const text = changes.get(subject);
    if (text !== undefined && subject.endsWith(".rs") && (await addsExample(context, text)))
      return says("unknown", "The examples are tests of the documentation, which were not run.");
    if (!subject.endsWith(".py") || text === undefined || !EXAMPLE.test(text))
      return says("proved", "There are no examples to run.");
    if (commands === undefined) return says("unknown", "The examples were not run.");
    const program = programOf({ subject, base, commands }, signal);
    const listed = await program("list", changes, listSchema);
    if (listed.type === "broken") return broken(listed);
    const hadExamples = EXAMPLE.test((await baseText(base, subject)) ?? "");
    const old = hadExamples ? await program("list", new Map(), listSchema) : undefined;
    const dishonest = await dishonestExample(old?.type === "ran" ? old.found : [], listed.found, trees);
    if (dishonest !== undefined) return says(dishonest.verdict, dishonest.sentence);
    const now = await program("run", changes, resultSchema);
    if (now.type === "broken") return broken(now);
    const { tried, failed } = now.found;
    if (failed.length === 0)
      return says(
        "proved",
        `${counted(tried, "example")} ${tried === 1 ? "gives" : "give"} what the documentation says.`,
      );
    const before = await program("run", new Map(), resultSchema);
    const known = new Set(before.type === "ran" ? before.found.failed.map(keyOf) : []);
    const [first, ...others] = failed.filter((one) => !known.has(keyOf(one)));
    if (first === undefined)
      return says("proved", `No example fails that did not fail before; ${counted(failed.length, "example")} did.`);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return says(
      "refuted",
      `The example \`${first.source.trim()}\` of ${first.test}${more} gives ${first.got.trim() || "nothing"}, not ${first.want.trim() || "nothing"}.`,
    );
  },
};

/** Rust compiles and runs what its documentation shows. */
async function addsExample({ subject, base, trees }: CheckContext, text: string): Promise<boolean> {
  const old = await baseText(base, subject);
  const found = await compareCode(trees, subject, old ?? "", text, { isChecked: false });
  return found.verdict === "proved" && found.examples;
}

const listSchema = z.array(listedExampleSchema);
const resultSchema = z.object({
  tried: z.int(),
  failed: z.array(z.object({ test: z.string(), source: z.string(), want: z.string(), got: z.string() })),
});
type Failed = z.infer<typeof resultSchema>["failed"][number];

type Outcome<Found> =
  | { readonly type: "ran"; readonly found: Found }
  | { readonly type: "broken"; readonly why: string };

type Program = <Found>(mode: "list" | "run", changes: Changes, schema: z.ZodType<Found>) => Promise<Outcome<Found>>;

function programOf(
  { subject, base, commands }: { readonly subject: Path; readonly base: Files; readonly commands: Commands },
  signal: AbortSignal,
): Program {
  const folder = subject.includes("/") ? subject.slice(0, subject.lastIndexOf("/")) : "";
  return async (mode, changes, schema) => {
    const module = await moduleOf(subject, base);
    try {
      const python = await pythonInterpreter(folder, commands);
      const execution = await commands.run(
        {
          argv: [python, "-B", "{out}/run_doctests.py", mode, "{out}/doctests.json", module.root, module.name],
          cwd: "",
          timeoutMs,
          inputs: { "run_doctests.py": doctestProgram },
          outputs: ["doctests.json"],
        },
        changes,
        signal,
      );
      return readResult(execution, schema);
    } catch (error) {
      const missing = asAppError(error, "tooling");
      if (missing === undefined) throw error;
      return { type: "broken", why: missing.message };
    }
  };
}

function readResult<Found>({ outputs, stderr, ending }: Execution, schema: z.ZodType<Found>): Outcome<Found> {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const why = ending === "timeout" ? "they did not end in time." : last || "nothing came out.";
  try {
    const parsed = schema.safeParse(JSON.parse(outputs.get("doctests.json") ?? ""));
    return parsed.success ? { type: "ran", found: parsed.data } : { type: "broken", why };
  } catch {
    return { type: "broken", why };
  }
}

function broken({ why }: { readonly why: string }): Evidence {
  return { ...says("unknown", `The examples could not be run: ${why}`), beyond: true };
}

/** The folder from which a file is imported, and its dotted name there: below the outermost package around it. */
async function moduleOf(path: Path, base: Files): Promise<{ readonly root: string; readonly name: string }> {
  const parts = path.replace(/\.py$/, "").split("/");
  let depth = parts.length - 1;
  while (depth > 0 && (await base.stat(`${parts.slice(0, depth).join("/")}/__init__.py`)) !== undefined) depth -= 1;
  const name = parts.slice(depth).filter((part, index, all) => index < all.length - 1 || part !== "__init__");
  return { root: parts.slice(0, depth).join("/") || ".", name: name.join(".") || "__init__" };
}

function keyOf({ test, source, got }: Failed): string {
  return JSON.stringify([test, source, got]);
}

function says(verdict: Evidence["verdict"], sentence: string): Evidence {
  return { check: name, verdict, sentence, scope: "changeSet" };
}
