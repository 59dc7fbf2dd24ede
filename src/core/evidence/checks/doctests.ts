import * as z from "zod";
import { asAppError } from "../../app-error.ts";
import type { Execution } from "../../ports/command-runner.ts";
import type { Changes, Files, Path } from "../../ports/files.ts";
import { pythonInterpreter } from "../../testing/python-interpreter.ts";
import type { Check, CheckContext, Commands } from "../check.ts";
import type { Evidence } from "../evidence.ts";
import { counted } from "../figures.ts";
import { doctestProgram } from "./doctest-program.ts";

const name = "doctests";
const timeoutMs = 60_000;

/**
 * The examples in a Python file's docstrings give what they say, as far as they did before. Nothing is executed where there are none, or
 * where the file is in another language.
 */
export const doctests: Check = {
  name,
  cost: "execution",
  testless: true,
  async check(context, signal) {
    const { subject, changes, commands } = context;
    const text = changes.get(subject);
    if (!subject.endsWith(".py") || text === undefined || !/^\s*>>> /m.test(text))
      return says("proved", "There are no examples to run.");
    if (commands === undefined) return says("unknown", "The examples were not run.");
    const now = await examplesOf(context, commands, changes, signal);
    if (now.type === "broken") return { ...says("unknown", `The examples could not be run: ${now.why}`), beyond: true };
    if (now.failed.length === 0)
      return says(
        "proved",
        `${counted(now.tried, "example")} ${now.tried === 1 ? "gives" : "give"} what the documentation says.`,
      );
    const before = await examplesOf(context, commands, new Map(), signal);
    const known = new Set(before.type === "ran" ? before.failed.map(keyOf) : []);
    const [first, ...others] = now.failed.filter((one) => !known.has(keyOf(one)));
    if (first === undefined)
      return says("proved", `No example fails that did not fail before; ${counted(now.failed.length, "example")} did.`);
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return says(
      "refuted",
      `The example \`${first.source.trim()}\` of ${first.test}${more} gives ${first.got.trim() || "nothing"}, not ${first.want.trim() || "nothing"}.`,
    );
  },
};

const resultSchema = z.object({
  tried: z.int(),
  failed: z.array(z.object({ test: z.string(), source: z.string(), want: z.string(), got: z.string() })),
});
type Failed = z.infer<typeof resultSchema>["failed"][number];

type Examples =
  | ({ readonly type: "ran" } & z.infer<typeof resultSchema>)
  | { readonly type: "broken"; readonly why: string };

async function examplesOf(
  { subject, base }: CheckContext,
  commands: Commands,
  changes: Changes,
  signal: AbortSignal,
): Promise<Examples> {
  const folder = subject.includes("/") ? subject.slice(0, subject.lastIndexOf("/")) : "";
  const module = await moduleOf(subject, base);
  try {
    const python = await pythonInterpreter(folder, commands);
    const execution = await commands.run(
      {
        argv: [python, "-B", "{out}/run_doctests.py", "{out}/doctests.json", module.root, module.name],
        cwd: "",
        timeoutMs,
        inputs: { "run_doctests.py": doctestProgram },
        outputs: ["doctests.json"],
      },
      changes,
      signal,
    );
    return readResult(execution);
  } catch (error) {
    const missing = asAppError(error, "tooling");
    if (missing === undefined) throw error;
    return { type: "broken", why: missing.message };
  }
}

function readResult({ outputs, stderr, ending }: Execution): Examples {
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const why = ending === "timeout" ? "they did not end in time." : last || "nothing came out.";
  try {
    const parsed = resultSchema.safeParse(JSON.parse(outputs.get("doctests.json") ?? ""));
    return parsed.success ? { type: "ran", ...parsed.data } : { type: "broken", why };
  } catch {
    return { type: "broken", why };
  }
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
